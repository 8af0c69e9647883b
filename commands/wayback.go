package commands

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
)

// previous is the recorded last good version, as is naming none.
const previous = "previous"

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
		case len(to) >= 6 && strings.HasPrefix(v.Release.SHA, to):
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
