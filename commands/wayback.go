package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
)

// previous is the recorded last good version, as is naming none.
const previous = "previous"

// exit is where a rollback leads from what is live.
type exit struct {
	from, to rollout.Published
	live     rollout.AliasNow
}

// exit looks up where a rollback leads: two calls to the account, before anything is
// decided.
func (c *Commands) exit(ctx context.Context, q Request, w wayOut) (exit, error) {
	t := w.target
	aliases, err := w.aliases, error(nil)
	if aliases == nil {
		if aliases, err = c.Traffic.Aliases(ctx, t); err != nil {
			return exit{}, fmt.Errorf("read the aliases of %s: %w", t, err)
		}
	}
	versions, err := c.Versions.List(ctx, t)
	if err != nil {
		return exit{}, fmt.Errorf("list the versions of %s: %w", t, err)
	}
	live := aliases[rollout.Live].Routing
	if live.Version == "" {
		return exit{}, rollout.Refuse("not_live", fmt.Sprintf("Nothing of %s is live in %s, so there is nothing to take back.", t.Service, t.Environment),
			fmt.Sprintf("To begin: `/deploy %s %s latest`", t.Environment, t.Service))
	}
	back, err := c.cameBack(ctx, t, live)
	if err != nil {
		return exit{}, err
	}
	to, refusal := wayBack(t, live, aliases[rollout.Blue].Routing.Version, back, w.to, versions)
	if refusal != nil {
		return exit{}, c.repeated(ctx, q, refusal)
	}
	from := live.Version
	if live.Candidate != "" && from == to.Version {
		from = live.Candidate
	}
	return exit{from: rollout.Published{Version: from, Release: releaseOf(versions, from)}, to: to, live: aliases[rollout.Live]}, nil
}

// cameBack is the rollout that went back to what is live, if the latest one that has
// brought anything did; nil when it did not.
func (c *Commands) cameBack(ctx context.Context, t rollout.Target, live rollout.Routing) (*rollout.Rollout, error) {
	past, err := c.past(ctx, t, recent)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(past, func(r rollout.Rollout) bool { return r.Brought() != "" })
	if i < 0 || past[i].Phase != rollout.RolledBack || live != rollout.All(past[i].Stable) {
		return nil, nil
	}
	return &past[i], nil
}

// isForward says that the recorded version is no way back from a live one that a rollback
// has brought: it is what that went away from, or newer than what it chose.
func isForward(recorded rollout.Version, back *rollout.Rollout) bool {
	return back != nil && (recorded == back.Candidate || recorded.Newer(back.Stable))
}

// wayBack is the version to go back to: the recorded last good one, or the one
// that was asked for. What the latest rollback, if that chose what is live, went back
// behind is taken only when it is asked for by name.
func wayBack(t rollout.Target, live rollout.Routing, blue rollout.Version, back *rollout.Rollout, to string, versions []rollout.Published) (rollout.Published, *rollout.Refusal) {
	wanted := blue
	if to != "" && to != previous {
		var refusal *rollout.Refusal
		if wanted, refusal = named(t, live, to, versions); refusal != nil {
			return rollout.Published{}, refusal
		}
	}
	switch {
	case wanted == "":
		return rollout.Published{}, rollout.Refuse("no_way_back", fmt.Sprintf("No last good version of %s is recorded in %s.", t.Service, t.Environment),
			fmt.Sprintf("Name one: `/rollback %s %s <version>`. There are: %s", t.Environment, t.Service, listed(versions, live)))
	case (to == "" || to == previous) && isForward(wanted, back):
		return rollout.Published{}, rollout.Refuse("already_back", fmt.Sprintf("%s was rolled back already, from %s to %s; %s is no way back from that.", t.Service, back.Candidate, back.Stable, wanted),
			fmt.Sprintf("To go further back, name a version: `/rollback %s %s <version>`. There are: %s", t.Environment, t.Service, listed(versions, live)))
	case live == rollout.All(wanted):
		return rollout.Published{}, rollout.Refuse("already_back", fmt.Sprintf("%s is live in %s already.", wanted, t.Environment),
			fmt.Sprintf("To go further back, name a version: `/rollback %s %s <version>`. There are: %s", t.Environment, t.Service, listed(versions, live)))
	}
	return rollout.Published{Version: wanted, Release: releaseOf(versions, wanted), Ready: true}, nil
}

// named is the version that a number or a commit stands for: of one commit's
// versions the newest.
func named(t rollout.Target, live rollout.Routing, to string, versions []rollout.Published) (rollout.Version, *rollout.Refusal) {
	var found []rollout.Published
	for _, v := range versions {
		switch {
		case is(v.Version, to):
			return v.Version, nil
		case of(v.Release, to):
			found = append(found, v)
		}
	}
	if len(found) == 0 {
		return "", rollout.Refuse("no_version", fmt.Sprintf("%s has no version %s in %s.", t.Service, to, t.Environment), "There are: "+listed(versions, live))
	}
	if slices.ContainsFunc(found, func(v rollout.Published) bool { return v.Release.SHA != found[0].Release.SHA }) {
		return "", rollout.Refuse("ambiguous_version", fmt.Sprintf("%s stands for several commits of %s.", to, t.Service), "Name one of the versions: "+listed(found, live))
	}
	return found[0].Version, nil
}

// is says whether a person who typed to means that version: "v41" or "41".
func is(v rollout.Version, to string) bool { return string(v) == strings.TrimPrefix(to, "v") }

// of says whether a person who typed to means that commit, by 6 to 40 digits of its SHA.
func of(r rollout.Release, to string) bool { return len(to) >= 6 && strings.HasPrefix(r.SHA, to) }

// endsAt says whether a rollout that is stopped brings back what was asked for.
func endsAt(r rollout.Rollout, to string) bool {
	return to == "" || to == previous || is(r.Stable, to) || of(r.StableRelease, to)
}

func releaseOf(versions []rollout.Published, v rollout.Version) rollout.Release {
	i := slices.IndexFunc(versions, func(i rollout.Published) bool { return i.Version == v })
	if i < 0 {
		return rollout.Release{}
	}
	return versions[i].Release
}

// listed names the newest versions: "v42 (abc1234), v41 (def5678, live)".
func listed(versions []rollout.Published, live rollout.Routing) string {
	const most = 8
	var words []string
	for _, v := range versions[:min(most, len(versions))] {
		word := v.Release.Short()
		if v.Version == live.Version {
			word += ", live"
		}
		words = append(words, fmt.Sprintf("%s (%s)", v.Version, word))
	}
	return strings.Join(words, ", ")
}
