package images

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// commit is one that there is an artifact of.
type commit struct {
	sha string
	at  time.Time // when its artifact came
}

var (
	// someSHA is the beginning of a SHA, long enough to mean one commit.
	someSHA = regexp.MustCompile(`^[0-9a-f]{6,40}$`)
	// wholeSHA is a SHA, and what tags and archives are named after.
	wholeSHA = regexp.MustCompile(`^[0-9a-f]{40}$`)
)

func isSHA(s string) bool { return wholeSHA.MatchString(s) }

// Latest is the ref that means the newest artifact.
const Latest = "latest"

// Resolve turns 6 to 40 digits of a SHA, or "latest", into the one commit of which
// there is an artifact. It is a refusal when there is none or more than one, and
// for any other ref: artifacts know nothing of branches.
func (i *Images) Resolve(ctx context.Context, service, ref string) (rollout.Release, error) {
	sha := strings.ToLower(ref)
	if sha != Latest && !someSHA.MatchString(sha) {
		return rollout.Release{}, &rollout.Refusal{
			Code: "unknown_ref", Reason: quoted(ref).Say(" is no commit's SHA: without GitHub only those are known, and latest."),
			Hint: "Type 6 to 40 digits of the SHA, or `latest`. Whoever looks after `slipway.yaml` can add the section `github`.",
		}
	}
	a, err := i.artifact(service)
	if err != nil {
		return rollout.Release{}, err
	}
	list, beginning := i.pushed, sha
	if a.Bucket != "" {
		list = i.uploaded
	}
	if sha == Latest {
		beginning = ""
	}
	found, err := list(ctx, a, beginning)
	if err != nil {
		return rollout.Release{}, err
	}
	if sha == Latest {
		found = newest(found)
	}
	return one(service, sha, found)
}

func one(service, ref string, found []commit) (rollout.Release, error) {
	switch {
	case len(found) == 0 && ref == Latest:
		return rollout.Release{}, rollout.Refuse("unknown_ref", fmt.Sprintf("No commit of %s has been built yet.", service),
			"Have one built, and its image tagged with the commit's full SHA.")
	case len(found) == 0:
		return rollout.Release{}, &rollout.Refusal{
			Code: "unknown_ref", Reason: quoted(ref).Say(fmt.Sprintf(" is no commit of %s that was built.", service)),
			Hint: "Look whether its build is done and has pushed the image, or type `latest`.",
		}
	case len(found) > 1:
		return rollout.Release{}, &rollout.Refusal{
			Code: "ambiguous_ref", Reason: quoted(ref).Say(fmt.Sprintf(" could be %d commits of %s.", len(found), service)),
			Hint: "Type more of the commit's SHA.",
		}
	default:
		return rollout.Release{SHA: found[0].sha}, nil
	}
}

// newest are the commits whose artifact came last: more than one when an image has
// the tags of several.
func newest(all []commit) []commit {
	var last []commit
	for _, c := range all {
		if len(last) > 0 && c.at.After(last[0].at) {
			last = nil
		}
		if len(last) == 0 || c.at.Equal(last[0].at) {
			last = append(last, c)
		}
	}
	return last
}

// quoted begins a text with what somebody typed, of which a little is enough.
func quoted(ref string) rollout.Text {
	const enough = 60
	if runes := []rune(ref); len(runes) > enough {
		ref = string(runes[:enough]) + "…"
	}
	return rollout.Text{}.Quote(ref)
}

// Standing knows nothing of checks, reviews and branches: whoever demands them needs
// a code host.
func (i *Images) Standing(_ context.Context, service, _ string, d rollout.Demands) (rollout.Standing, error) {
	if !d.Any() {
		return rollout.Standing{}, nil
	}
	return rollout.Standing{}, rollout.Refuse("no_code_host", "Checks are demanded here, and nobody has connected the code host of "+service+".", "Say how in `slipway.yaml`, below `github`.")
}

// Compare does not know what lies between two commits: images do not tell.
func (i *Images) Compare(_ context.Context, service, _, _ string) (rollout.Comparison, error) {
	return rollout.Comparison{}, &rollout.Error{Kind: rollout.NotFound, Message: "No code host is connected that would know the commits of " + service + ".", Hint: "Say how in `slipway.yaml`, below `github`."}
}
