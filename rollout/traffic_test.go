package rollout_test

import (
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// faults.md F4, G3: a write that stalls until after the rollout has gone back finds
// another revision.
func TestAWriteThatArrivesAfterTheRollbackChangesNothing(t *testing.T) {
	w := newWorld(canary())
	w.run(until(rollout.Shifting))
	w.now = w.r.Wake
	stalled := w.advance() // saved, and on its way
	w.r, _ = w.r.Abort("UANA", "", w.now)
	w.run(nil)
	w.carryOut(stalled)
	if w.r.Phase != rollout.RolledBack || w.live() != rollout.All("41") {
		t.Errorf("phase %s, live %s", w.r.Phase, w.live())
	}
}

func TestAPausedRolloutNeverGetsMoreTraffic(t *testing.T) {
	pause := func(w *world) { w.r, _ = w.r.PauseBy("UANA", "lunch", w.now) }
	for name, at := range map[string]func(*world) bool{
		"before its first traffic":   func(w *world) bool { return w.r.Phase == rollout.Shifting },
		"between a step and another": func(w *world) bool { return w.r.Step == 1 && w.live().Weight == 0.1 },
	} {
		w := newWorld(canary())
		w.run(func(rollout.Rollout) bool { return at(w) })
		before := w.live()
		pause(w)
		for range 30 {
			w.tick()
		}
		if w.live() != before {
			t.Errorf("%s: paused at %s, now %s", name, before, w.live())
		}
		w.r, _ = w.r.Resume(w.now)
		if w.run(nil); w.r.Phase != rollout.Succeeded {
			t.Errorf("%s: resumed, and %s", name, w.r.Phase)
		}
	}
}

func TestAForeignChangeWhilePromotingIsNotPromotedOver(t *testing.T) {
	w := newWorld(canary())
	w.run(until(rollout.Promoting))
	w.now = w.r.Wake
	w.advance() // 100 % is ordered, and lost
	w.write(rollout.Live, rollout.Split("41", "42", 0.3), "by hand")
	w.tick()
	w.write(rollout.Live, rollout.Split("41", "42", 0.5), "by hand")
	for range 10 {
		w.tick()
	}
	if w.r.Pause == nil || w.live().Weight != 0.5 {
		t.Errorf("pause %+v, live %s", w.r.Pause, w.live())
	}
}

// Whatever happens to the routing, and however long nobody looks: two versions
// with the same rates are alike.
func TestEqualVersionsAreAlikeHoweverTheyAreRouted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(canary())
		w.counts = traffic(rapid.Int64Range(200, 4000).Draw(t, "calls"), 0.01, 0.01)
		w.run(func(rollout.Rollout) bool { return w.live().Weight == 0.1 })
		for range rapid.IntRange(1, 25).Draw(t, "events") {
			switch rapid.SampledFrom([]string{"tick", "tick", "foreign", "sleep", "resume"}).Draw(t, "event") {
			case "foreign":
				w.write(rollout.Live, rollout.Split("41", "42", rapid.SampledFrom([]float64{0.05, 0.5, 0.9}).Draw(t, "share")), "by hand")
			case "sleep":
				w.now = w.now.Add(time.Duration(rapid.IntRange(1, 600).Draw(t, "seconds")) * time.Second)
			case "resume":
				w.r, _ = w.r.Resume(w.now)
			case "tick":
				if !w.r.Phase.Ended() {
					w.tick()
				}
			}
		}
		if w.r.Cause.Code == rollout.CauseVerdict {
			t.Fatalf("taken back: %s", w.r.Cause.Text)
		}
	})
}

func TestABadVersionIsTakenBackWhileSomebodyElseHasSetTheShare(t *testing.T) {
	w := newWorld(canary())
	w.run(func(rollout.Rollout) bool { return w.live().Weight == 0.1 })
	w.tick()
	w.write(rollout.Live, rollout.Split("41", "42", 0.5), "by hand")
	w.counts = traffic(200, 0.5, 0)
	began := w.now
	w.run(nil)
	if w.r.Cause.Code != rollout.CauseVerdict || w.live() != rollout.All("41") || w.now.Sub(began) > 10*time.Minute {
		t.Errorf("cause %+v, live %s, after %s", w.r.Cause, w.live(), w.now.Sub(began))
	}
}

func TestAWatchThatCouldNotBeReadIsNoSuccess(t *testing.T) {
	w := newWorld(blueGreen())
	w.run(until(rollout.Watching))
	w.unread = "the metrics could not be read"
	w.run(func(r rollout.Rollout) bool { return r.Pause != nil })
	if w.r.Phase != rollout.Watching || w.r.Pause.Code != rollout.PauseMetrics {
		t.Fatalf("phase %s, pause %+v", w.r.Phase, w.r.Pause)
	}
	asItIs, elsewhere := *w, *w
	for _, w := range []*world{&asItIs, &elsewhere} {
		w.aliases = maps.Clone(w.aliases)
		r, err := w.r.Resume(w.now)
		if err != nil {
			t.Fatal(err)
		}
		w.r = r
	}
	asItIs.run(nil)
	if r := asItIs.r; r.Phase != rollout.Succeeded || r.Judging.Calls != 0 {
		t.Errorf("a person takes it as it is: %s", r.Phase)
	}
	elsewhere.write(rollout.Live, rollout.All("41"), "by hand")
	elsewhere.run(nil)
	if r := elsewhere.r; r.Phase == rollout.Succeeded {
		t.Errorf("what a person takes as it is, is live no more: %s", r.Phase)
	}
	w.run(nil)
	if w.r.Phase != rollout.RolledBack || w.r.Cause.Code != rollout.CauseDeadline {
		t.Errorf("nobody does: %s, %+v", w.r.Phase, w.r.Cause)
	}
}

func TestAShortWatchIsJudgedAllTheSame(t *testing.T) {
	s := blueGreen()
	s.Watch = time.Minute
	w := newWorld(s)
	w.counts = traffic(200, 1, 0)
	if w.run(nil); w.r.Phase != rollout.RolledBack {
		t.Errorf("every call fails, and it is %s", w.r.Phase)
	}
	s.Watch = 0
	w = newWorld(s)
	if w.run(nil); w.r.Phase != rollout.Succeeded || w.r.Judging.Calls != 0 {
		t.Errorf("nobody wants to watch: %s, %d calls judged", w.r.Phase, w.r.Judging.Calls)
	}
}

func TestMetricsThatCannotBeReadAreNotTakenForUndecided(t *testing.T) {
	s := canary()
	s.Inconclusive = rollout.PromoteAnyway
	s.MetricErrors = 50
	w := newWorld(s)
	w.run(func(rollout.Rollout) bool { return w.live().Weight == 0.1 })
	w.unread = "the metrics could not be read"
	for began := w.now; w.now.Sub(began) < 38*time.Minute; w.tick() {
	}
	if w.live().Weight != 0.1 {
		t.Errorf("live is %s", w.live())
	}
}

func TestMetricsThatMakeNoSenseAreErrors(t *testing.T) {
	w := newWorld(canary())
	w.counts = func(time.Time, float64) (*judge.Counts, *judge.Counts) {
		return &judge.Counts{Invocations: 10, Errors: 11}, &judge.Counts{Invocations: 90}
	}
	w.run(func(r rollout.Rollout) bool { return r.Judging.Errors > 0 })
	if w.r.Judging.Problem == "" {
		t.Error("and nobody is told")
	}
}

// When nobody has looked for a while, the minutes since then may have had either
// share: they compare nothing.
func TestMinutesInWhichTheShareMayHaveChangedCompareNothing(t *testing.T) {
	w := newWorld(canary())
	w.counts = traffic(4000, 0.02, 0.02)
	w.run(func(rollout.Rollout) bool { return w.live().Weight == 0.1 })
	w.tick()
	w.write(rollout.Live, rollout.Split("41", "42", 0.5), "by hand")
	w.now = w.now.Add(9 * time.Minute)
	for range 5 {
		w.tick()
	}
	if w.r.Cause.Code == rollout.CauseVerdict || w.r.Judging.State.Untrusted {
		t.Errorf("cause %+v, routing no longer trusted: %v", w.r.Cause, w.r.Judging.State.Untrusted)
	}
}
