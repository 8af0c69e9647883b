package rollout_test

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// faults.md E5: an alias that somebody deleted.
func TestAnAliasThatIsGoneIsNotMadeAgainAndOwnedByNobody(t *testing.T) {
	w := newWorld(canary())
	w.run(func(rollout.Rollout) bool { return w.live().Share("42") == 0.1 })
	delete(w.aliases, rollout.Live)
	w.run(func(r rollout.Rollout) bool { return r.Pause != nil })
	if w.r.Pause.Code != rollout.PauseForeign || w.r.Pause.Reason != "the alias live is gone" {
		t.Fatalf("%+v", w.r.Pause)
	}
	w.run(nil)
	if _, again := w.aliases[rollout.Live]; again || w.r.Phase != rollout.RolledBack || w.r.Cause.Code != rollout.CauseForeign {
		t.Errorf("%s, cause %+v, aliases %v", w.r.Phase, w.r.Cause, w.aliases)
	}
}

// A routing that we left, found again after ours was seen, is somebody else's.
func TestAnAliasThatWentBackWithoutUsIsForeign(t *testing.T) {
	w := newWorld(canary())
	w.run(until(rollout.Watching))
	w.tick()
	w.write(rollout.Live, rollout.Split("41", "42", 0.5), "by hand")
	w.run(nil)
	if w.r.Phase != rollout.RolledBack || w.live() != rollout.All("41") {
		t.Errorf("%s, live %s", w.r.Phase, w.live())
	}
}

// Going back is never given up, however long the alias does not move.
func TestGoingBackOutlastsItsDeadline(t *testing.T) {
	w := newWorld(canary())
	w.run(func(rollout.Rollout) bool { return w.live().Share("42") == 0.1 })
	w.r, _ = w.r.RollBack("UANA", "", w.now)
	for range 10 {
		w.now = w.r.Deadline
		if intent := w.advance(); intent.Routing != rollout.All("41") || w.r.Phase != rollout.RollingBack || !w.r.Deadline.After(w.now) {
			t.Fatalf("%s, %+v, deadline %s at %s", w.r.Phase, intent, w.r.Deadline, w.now)
		}
	}
	if w.run(nil); w.r.Phase != rollout.RolledBack {
		t.Errorf("%s", w.r.Phase)
	}
}

func TestUnreadableMetricsInTheWatchHoldTheRollout(t *testing.T) {
	w := newWorld(canary())
	w.run(until(rollout.Watching))
	w.unread = "the metrics could not be read"
	w.run(func(r rollout.Rollout) bool { return r.Pause != nil })
	if w.r.Phase != rollout.Watching || w.r.Pause.Code != rollout.PauseMetrics {
		t.Fatalf("%s, %+v", w.r.Phase, w.r.Pause)
	}
	if w.run(nil); w.r.Phase != rollout.RolledBack || w.live() != rollout.All("41") {
		t.Errorf("%s, live %s", w.r.Phase, w.live())
	}
}

// A candidate that gets none of its calls is throttled, or cannot start.
func TestAMisroutedCanaryIsHeldAndAskedAbout(t *testing.T) {
	w := newWorld(canary())
	healthy := w.counts
	w.run(until(rollout.Shifting))
	w.counts = func(at time.Time, _ float64) (*judge.Counts, *judge.Counts) {
		_, stable := healthy(at, 0)
		return nil, stable
	}
	w.run(func(r rollout.Rollout) bool { return r.Pause != nil })
	if w.r.Pause.Code != rollout.PauseMisrouted {
		t.Errorf("%+v", w.r.Pause)
	}
}
