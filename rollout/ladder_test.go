package rollout_test

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// The ladder of an undecided step: extended up to maxHold, and then what the
// environment says.
func TestAnUndecidedStepIsExtendedAndThenDoesWhatTheEnvironmentSays(t *testing.T) {
	for choice, want := range map[rollout.Choice]func(w *world) bool{
		rollout.PromoteAnyway: func(w *world) bool { return w.r.Step == 1 && w.r.Pause == nil },
		rollout.RollBackAnyway: func(w *world) bool {
			return w.r.Phase == rollout.RollingBack && w.r.Cause.Code == rollout.CauseInconclusive && !w.r.LockAfter
		},
		rollout.Ask:   func(w *world) bool { return w.r.Pause != nil && w.r.Pause.Code == rollout.PauseInconclusive },
		rollout.Probe: func(w *world) bool { return w.r.Pause == nil && w.r.Probing.Equal(w.now) },
	} {
		s := canary()
		s.Inconclusive, s.Probes = choice, 20
		w := newWorld(s)
		w.counts = silent
		w.first()
		seen := w.r.Move.Seen
		for w.r.Phase == rollout.Shifting && w.r.Step == 0 && w.r.Pause == nil && w.r.Probing.IsZero() {
			w.tick()
		}
		if held := w.now.Sub(seen); held < 30*time.Minute || held > 32*time.Minute || !want(w) {
			t.Errorf("%s: after %s %s, step %d, paused %+v, probing since %s", choice, held, w.r.Phase, w.r.Step, w.r.Pause, w.r.Probing)
		}
	}
}

// Evidence that comes while a step is extended decides it at once.
func TestAnExtendedStepGoesOnAsSoonAsItIsShownToBeGood(t *testing.T) {
	w := newWorld(canary())
	w.counts = traffic(20, 0, 0)
	w.first()
	seen := w.r.Move.Seen
	w.forMinutes(15)
	if w.r.Step != 0 || w.r.Pause != nil {
		t.Fatalf("step %d, paused %+v", w.r.Step, w.r.Pause)
	}
	w.counts = traffic(4000, 0, 0)
	w.run(func(r rollout.Rollout) bool { return r.Step == 1 || r.Pause != nil })
	if held := w.now.Sub(seen); w.r.Pause != nil || held > 19*time.Minute {
		t.Errorf("after %s, paused %+v", held, w.r.Pause)
	}
}
