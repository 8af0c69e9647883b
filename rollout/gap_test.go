package rollout_test

import (
	"testing"

	"github.com/slipway-dev/slipway/rollout"
)

func TestAGapIsKeptOnceForEachPairOfCommits(t *testing.T) {
	g := rollout.Gap{Service: "checkout", From: "a", To: "b", Ahead: 3}
	back := rollout.Gap{Service: "checkout", From: "b", To: "a"}
	if g.Key() == back.Key() || g.Key() != (rollout.Gap{Service: "checkout", From: "a", To: "b"}).Key() {
		t.Errorf("%s and %s", g.Key(), back.Key())
	}
	if rev, guard := g.Rev(); rev != 1 || guard != rollout.Next || g.Indexes() != nil {
		t.Errorf("revision %d, guard %d, in %v", rev, guard, g.Indexes())
	}
}

// That a code host has lost a commit does not say that nothing lies between.
func TestAGapIsClosedWhereNothingLiesBetween(t *testing.T) {
	for g, want := range map[rollout.Gap]bool{{}: true, {Ahead: 1}: false, {Lost: true}: false} {
		if g.Closed() != want {
			t.Errorf("%+v", g)
		}
	}
}
