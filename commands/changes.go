package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
)

// comparable says that there is something to compare a release with: something is live,
// of another commit, and a code host is spoken to.
func (c *Commands) comparable(t rollout.Target, live rollout.Published, r rollout.Release) bool {
	return live.Version != "" && live.Release.SHA != r.SHA && c.Policy.service(t.Service).Repository != ""
}

// compare says what lies between what is live and a release, or why nobody knows. It
// waits no longer than patience: a deploy does not need it.
func (c *Commands) compare(ctx context.Context, t rollout.Target, live rollout.Published, r rollout.Release) (ships *rollout.Comparison, unknown string) {
	from := live.Release.SHA
	switch {
	case !c.comparable(t, live, r):
		return nil, ""
	case from == "":
		return nil, fmt.Sprintf("%s is live, and nobody knows of which commit it is", live.Version)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	found, err := c.Commits.Compare(ctx, t.Service, from, r.SHA)
	if err != nil {
		c.Log.WarnContext(ctx, "what a deploy ships is not known", "target", t.String(), "from", from, "to", r.SHA, "error", err)
		return nil, plainly(err)
	}
	return &found, ""
}

// plainly is what people may hear of an error; the log has the rest.
func plainly(err error) string {
	var ours *rollout.Error
	switch {
	case asRefusal(err) != nil:
		return asRefusal(err).Error()
	case errors.As(err, &ours):
		return ours.Message
	default:
		return "the code host does not answer"
	}
}

// tooMany is closed when a deploy would ship more commits than the environment takes
// at once, or nobody knows how many. Where nothing of ours is live there is nothing
// to count from, and it is open.
func tooMany(c *Commands, a ask) *rollout.Refusal {
	most, from := c.Policy.environment(a.target.Environment).MaxCommits, a.version.Release.SHA
	switch {
	case most == 0, from == "", from == a.release.SHA:
		return nil
	case a.ships == nil:
		why := cmp.Or(a.unknown, "slipway.yaml names no repository to look in")
		return &rollout.Refusal{
			Code:   "commits_unknown",
			Reason: rollout.Say(fmt.Sprintf("%s takes at most %d commits at once, and nobody knows how many these are: ", a.target.Environment, most)).Quote(why).Say("."),
			Hint:   fmt.Sprintf("If %.7s, which is live, is not on the code host any more, push it there again. Then: %s", from, a.command()),
		}
	case a.ships.Ahead > most:
		return rollout.Refuse("too_many_commits",
			fmt.Sprintf("That would ship %d commits at once, and %s takes at most %d.", a.ships.Ahead, a.target.Environment, most),
			fmt.Sprintf("Deploy a commit between first: `/deploy plan %s %s <commit>` counts them.", a.target.Environment, a.target.Service))
	}
	return nil
}
