package rollout_test

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
)

func TestAStrayIsTheSweepersOnlyWhenItIsKnownWhatItWasFor(t *testing.T) {
	for origin, want := range map[rollout.Origin]struct {
		ours  bool
		words string
	}{
		rollout.Foreign:    {false, "not by a rollout of mine"},
		rollout.Unrecorded: {false, "01J, whose record is gone"},
		rollout.LeftBehind: {true, "left behind by rollout 01J"},
		rollout.Losing:     {true, "01J, which has lost the target"},
	} {
		s := rollout.Stray{Origin: origin, Rollout: "01J"}
		if s.Ours() != want.ours || !strings.Contains(s.Whose().String(), want.words) {
			t.Errorf("%s: ours %v, %s", origin, s.Ours(), s.Whose())
		}
	}
}
