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
	aliases, err := c.Traffic.Aliases(ctx, t)
	if err != nil {
		return exit{}, fmt.Errorf("read the aliases of %s: %w", t, err)
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
	fled, err := c.fled(ctx, t, live)
	if err != nil {
		return exit{}, err
	}
	back, refusal := wayBack(t, live, aliases[rollout.Blue].Routing.Version, fled, w.to, versions)
	if refusal != nil {
		return exit{}, c.repeated(ctx, q, refusal)
	}
	from := live.Version
	if live.Candidate != "" && from == back.Version {
		from = live.Candidate
	}
	return exit{from: rollout.Published{Version: from, Release: releaseOf(versions, from)}, to: back, live: aliases[rollout.Live]}, nil
}

// fled is the version that the latest rollout went back from, if what is live is
// still what it went back to.
func (c *Commands) fled(ctx context.Context, t rollout.Target, live rollout.Routing) (rollout.Version, error) {
	r, there, err := c.latest(ctx, t)
	if err != nil || !there || r.Phase != rollout.RolledBack || live != rollout.All(r.Stable) {
		return "", err
	}
	return r.Candidate, nil
}

// wayBack is the version to go back to: the recorded last good one, or the one
// that was asked for. The one that the latest rollback went away from is taken
// only when it is asked for by name.
func wayBack(t rollout.Target, live rollout.Routing, blue, fled rollout.Version, to string, versions []rollout.Published) (rollout.Published, *rollout.Refusal) {
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
	case wanted == fled && (to == "" || to == previous):
		return rollout.Published{}, rollout.Refuse("already_back", fmt.Sprintf("%s was rolled back already, from %s; that is no way back.", t.Service, fled),
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
