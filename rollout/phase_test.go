package rollout_test

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

func TestEveryPhaseKnowsWhereItStands(t *testing.T) {
	type standing struct {
		ended   bool
		early   bool // no traffic has moved
		past    string
		brought rollout.Version
	}
	for phase, want := range map[rollout.Phase]standing{
		rollout.Pending:          {early: true, past: "is pending"},
		rollout.Building:         {early: true, past: "is building"},
		rollout.Deploying:        {early: true, past: "is deploying"},
		rollout.Checking:         {early: true, past: "is checking"},
		rollout.AwaitingApproval: {early: true, past: "is awaiting_approval"},
		rollout.Shifting:         {past: "is shifting"},
		rollout.Promoting:        {past: "is promoting"},
		rollout.Watching:         {past: "is watching"},
		rollout.RollingBack:      {past: "is rolling_back"},
		rollout.Succeeded:        {ended: true, past: "succeeded", brought: "42"},
		rollout.RolledBack:       {ended: true, past: "was rolled back", brought: "41"},
		rollout.Failed:           {ended: true, past: "failed"},
		rollout.Cancelled:        {ended: true, past: "was cancelled"},
		"of a later version":     {past: "of a later version"},
	} {
		r := rollout.Rollout{Phase: phase, Stable: "41", Candidate: "42"}
		if got := (standing{phase.Ended(), phase.Preparing(), phase.Past(), r.Brought()}); got != want {
			t.Errorf("%s: %+v, want %+v", phase, got, want)
		}
	}
}

func TestWhatIsOverOrWaitsForApprovalNeedsToSeeNothing(t *testing.T) {
	for _, phase := range []rollout.Phase{rollout.Pending, rollout.AwaitingApproval, rollout.Succeeded, rollout.RolledBack, rollout.Failed, rollout.Cancelled, "of a later version"} {
		r := rollout.Rollout{Phase: phase, Deadline: noon.Add(time.Hour)}
		if look := r.Look(noon); look != (rollout.Look{}) {
			t.Errorf("%s looks at %+v", phase, look)
		}
		after, intent := rollout.Advance(r, rollout.Observation{}, noon)
		if intent.Kind != rollout.Nothing || phase.Ended() != after.Wake.IsZero() {
			t.Errorf("%s: %+v, wake %s", phase, intent, after.Wake)
		}
	}
}

// What was not seen is waited for, in every phase.
func TestWhatWasNotSeenIsWaitedFor(t *testing.T) {
	for _, phase := range []rollout.Phase{rollout.Building, rollout.Checking, rollout.AwaitingApproval} {
		r := rollout.Rollout{Phase: phase, Deadline: noon.Add(time.Hour)}
		after, intent := rollout.Advance(r, rollout.Observation{}, noon)
		if after.Phase != phase || intent.Kind != rollout.Nothing || !after.Wake.After(noon) {
			t.Errorf("%s becomes %s with %+v, wake %s", phase, after.Phase, intent, after.Wake)
		}
	}
}
