package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/slipway-dev/slipway/rollout"
)

// compare says what lies between what is live and a release, or why nobody knows.
// There is nothing to compare with where nothing is live, or no code host is spoken
// to. It waits no longer than patience: a deploy does not need it.
func (c *Commands) compare(ctx context.Context, t rollout.Target, live rollout.Published, r rollout.Release) (ships *rollout.Comparison, unknown string) {
	from := live.Release.SHA
	switch {
	case live.Version == "", from == r.SHA, c.Policy.service(t.Service).Repository == "":
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

// flagged are the files of a deploy that are below watched paths.
func (c *Commands) flagged(a ask) []string {
	if a.ships == nil {
		return nil
	}
	var out []string
	for _, file := range a.ships.Files {
		if slices.ContainsFunc(c.Policy.service(a.target.Service).Watched, func(pattern string) bool { return doublestar.MatchUnvalidated(pattern, file) }) {
			out = append(out, file)
		}
	}
	return out
}

// shipping are the records that tell, in the thread of a rollout's message, what it
// ships; none when that is not known, or is nothing.
func (c *Commands) shipping(r rollout.Rollout, a ask) []rollout.Record {
	if a.ships == nil || len(a.ships.Commits) == 0 {
		return nil
	}
	return []rollout.Record{
		rollout.Shipping{Rollout: r.ID, Comparison: stored(*a.ships), Flagged: firstWords(c.flagged(a))},
		rollout.Notice{ID: string(r.ID) + "/ships", Version: 1, Kind: rollout.Ships, Channel: r.Channel, Rollout: r.ID, By: r.By, At: r.Created},
	}
}

const (
	// storedCommits is how many commits, and how many files, a record tells of.
	storedCommits = 50
	// storedWords is how many bytes it keeps of what somebody else wrote: a
	// message's first line can be a hundred thousand.
	storedWords = 300
)

// stored is a comparison as it is kept: small, whatever somebody has committed.
func stored(c rollout.Comparison) rollout.Comparison {
	c.Commits, _ = firstOf(slices.Clone(c.Commits), storedCommits)
	for i := range c.Commits {
		c.Commits[i].Subject, c.Commits[i].Author = begins(c.Commits[i].Subject), begins(c.Commits[i].Author)
	}
	c.Partial = c.Partial || len(c.Files) > 0 || len(c.Commits) < c.Ahead
	c.Files = nil
	return c
}

func firstWords(list []string) []string {
	list, _ = firstOf(slices.Clone(list), storedCommits)
	for i := range list {
		list[i] = begins(list[i])
	}
	return list
}

// begins is the beginning of some words, in whole letters.
func begins(words string) string {
	if len(words) <= storedWords {
		return words
	}
	end := storedWords
	for end > 0 && !utf8.RuneStart(words[end]) {
		end--
	}
	return words[:end] + "…"
}
