package rollout_test

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// rescue is what the engine's last resort does to live.
func (w *world) rescue() {
	w.write(rollout.Live, rollout.All("41"), w.aliases[rollout.Live].Description+" rescued=true")
}

func TestARolloutThatWasRescuedEndsRolledBackAndLocked(t *testing.T) {
	for name, at := range map[string]func(*world) bool{
		"at a step":            func(w *world) bool { return w.live().Weight == 0.1 },
		"while promoting":      func(w *world) bool { return w.live() == rollout.All("42") && w.r.Phase == rollout.Promoting },
		"in the watch":         func(w *world) bool { return w.r.Phase == rollout.Watching },
		"long past a deadline": func(w *world) bool { return w.live().Weight == 0.25 },
	} {
		w := newWorld(canary())
		w.run(func(rollout.Rollout) bool { return at(w) })
		w.rescue()
		if name == "long past a deadline" {
			w.now = w.r.Deadline.Add(time.Hour)
		}
		writes := w.writes
		w.tick()
		if w.r.Phase != rollout.RolledBack || w.r.Cause.Code != rollout.CauseRescued || !w.r.LockAfter || w.writes != writes {
			t.Errorf("%s: %s, cause %+v, locks %v, %d writes", name, w.r.Phase, w.r.Cause, w.r.LockAfter, w.writes-writes)
		}
	}
}

func TestARollbackThatWasRescuedKeepsItsOwnReasonAndChecksWhatIsLive(t *testing.T) {
	w := newWorld(canary())
	w.run(func(rollout.Rollout) bool { return w.live().Weight == 0.1 })
	w.r, _ = w.r.RollBack("UANA", "too slow", w.now)
	w.rescue()
	w.run(nil)
	if w.r.Phase != rollout.RolledBack || w.r.Cause.Code != rollout.CauseRollback || w.r.Health.Version != "41" {
		t.Errorf("%s, cause %+v, health %+v", w.r.Phase, w.r.Cause, w.r.Health)
	}
}

func TestOnlyOurOwnStampTellsOfARescue(t *testing.T) {
	w := newWorld(canary())
	w.run(func(rollout.Rollout) bool { return w.live().Weight == 0.1 })
	w.tick()
	w.write(rollout.Live, rollout.All("41"), "slipway rollout=01JOTHER fence=9 move=1 deadline=2026-11-22T11:00:00Z rescued=true")
	w.run(nil)
	if w.r.Cause.Code != rollout.CauseForeign {
		t.Errorf("%s, cause %+v", w.r.Phase, w.r.Cause)
	}
}
