package commands

import (
	"fmt"
	"slices"

	"github.com/slipway-dev/slipway/rollout"
)

// notFromBefore is closed until the release went all the way in the environment
// before, and for good once it was built twice: then nobody knows which of the two
// was found to be good.
func notFromBefore(c *Commands, a ask) *rollout.Refusal {
	if one, other := a.twice(); other.Release.Digest != "" {
		return rollout.Refuse("rebuilt",
			fmt.Sprintf("%s was built twice: %s has the image %s, and %s has %s.", a.release.Short(),
				one.Target.Environment, one.Release.Brief(), other.Target.Environment, other.Release.Brief()),
			"Nobody can say which of them is meant. Deploy a new commit, to the first environment first.")
	}
	before := c.Policy.environment(a.target.Environment).After
	there := slices.IndexFunc(a.shipped, func(s rollout.Shipped) bool { return s.Target.Environment == before })
	became := "has not gone all the way in"
	switch {
	case before == "", there >= 0 && !a.shipped[there].TakenBack:
		return nil
	case there >= 0:
		became = "was taken back in"
	}
	return rollout.Refuse("not_before",
		fmt.Sprintf("%s %s %s, and only what went all the way there goes on to %s.", a.release.Short(), became, before, a.target.Environment),
		fmt.Sprintf("First: `/deploy %s %s %s`", before, a.target.Service, a.release.Short()))
}

// pinned is the release with the digest of the image that was shipped before, taken back
// or not, so that no other one can take its place.
func (a ask) pinned() rollout.Release {
	r := a.release
	for _, s := range a.shipped {
		if s.Release.Digest != "" {
			r.Digest = s.Release.Digest
		}
	}
	return r
}

// twice are two environments that the commit was shipped to in different images;
// zero when there are none.
func (a ask) twice() (one, other rollout.Shipped) {
	for _, s := range a.shipped {
		switch {
		case s.Release.Digest == "":
		case one.Release.Digest == "":
			one = s
		case one.Release.Digest != s.Release.Digest:
			return one, s
		}
	}
	return rollout.Shipped{}, rollout.Shipped{}
}
