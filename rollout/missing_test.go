package rollout_test

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// only is traffic of which one side has no datapoints.
func only(who string, n int64, errors float64) func(time.Time, float64) (*judge.Counts, *judge.Counts) {
	return func(at time.Time, share float64) (*judge.Counts, *judge.Counts) {
		candidate, stable := traffic(n, errors, errors)(at, share)
		if who == "candidate" {
			return candidate, nil
		}
		return nil, stable
	}
}

// judge.md: without a stable datapoint there is no relative evidence for that
// minute; the absolute goes on.
func TestWithoutStableDatapointsTheCandidateIsHeldToItsLimitAlone(t *testing.T) {
	w := newWorld(canary())
	w.counts = only("candidate", 300, 0.5)
	w.run(nil)
	last := w.kept[len(w.kept)-1].Verdict
	if w.r.Phase != rollout.RolledBack || last.Reason != judge.ReasonAbsolute || last.Relative != 0 {
		t.Errorf("a bad one: %s by %+v", w.r.Phase, last)
	}
}

func TestAMinuteWithoutAStableDatapointComparesNothingAndCountsForTheLimit(t *testing.T) {
	w := newWorld(canary())
	w.counts = func(at time.Time, share float64) (*judge.Counts, *judge.Counts) {
		if at.Equal(noon.Add(4 * time.Minute)) {
			return &judge.Counts{Invocations: 20, Errors: 1}, nil
		}
		return traffic(200, 0.05, 0.011)(at, share)
	}
	w.run(func(rollout.Rollout) bool { return len(w.kept) == 6 })
	before, alone, after := w.kept[3].Verdict, w.kept[4].Verdict, w.kept[5].Verdict
	if alone.Relative != before.Relative || alone.Absolute == before.Absolute || after.Relative == alone.Relative {
		t.Errorf("%+v, then alone %+v, then %+v", before, alone, after)
	}
}

// A candidate whose share of the calls does not arrive is throttled, or cannot
// start. That shows no errors, and is not health.
func TestWithoutCandidateDatapointsTheRolloutIsHeldAndSaysSo(t *testing.T) {
	w := newWorld(canary())
	w.counts = only("stable", 300, 0)
	w.run(paused)
	if w.r.Pause.Code != rollout.PauseMisrouted || w.live().Weight != 0.1 || w.now.Sub(noon) > 10*time.Minute {
		t.Errorf("paused %+v at %s after %s", w.r.Pause, w.live(), w.now.Sub(noon))
	}
	for _, j := range w.kept {
		if j.Verdict.Kind == judge.Pass {
			t.Fatalf("no calls, and it passes: %+v", j)
		}
	}
}

// All of the errors are on stable, and that is no merit of a candidate that is not
// called. The service is too quiet to say at once that the routing is wrong.
func TestACandidateWithoutCallsNeverPasses(t *testing.T) {
	w := newWorld(canary())
	w.counts = func(time.Time, float64) (*judge.Counts, *judge.Counts) {
		return nil, &judge.Counts{Invocations: 1, Errors: 1}
	}
	w.run(paused)
	for _, j := range w.kept {
		if j.Verdict.Kind != judge.Inconclusive || j.Verdict.Pass > 0 {
			t.Fatalf("%+v", j.Verdict)
		}
	}
	if c := w.r.Pause.Code; c != rollout.PauseInconclusive && c != rollout.PauseMisrouted || w.live().Weight != 0.1 {
		t.Errorf("paused %s at %s", c, w.live())
	}
}

// What was shown before the calls stopped is not enough once it is known that they
// did: somebody is asked.
func TestAStepWhoseCallsStopIsNotPassed(t *testing.T) {
	w := newWorld(canary())
	w.counts = traffic(4000, 0, 0)
	w.run(func(rollout.Rollout) bool { return len(w.kept) == 5 })
	if v := w.kept[4].Verdict; v.Kind != judge.Pass {
		t.Fatalf("%+v", v)
	}
	w.counts = silent
	w.run(paused)
	if w.r.Pause.Code != rollout.PauseInconclusive || w.live().Weight != 0.1 {
		t.Errorf("paused %+v at %s", w.r.Pause, w.live())
	}
}

// unreadableFor makes the next n turns that want metrics fail to read them.
func (w *world) unreadableFor(n int) {
	w.unread = "the metrics could not be read"
	for want := w.r.Judging.Errors + n; w.r.Judging.Errors < want && !w.r.Phase.Ended(); {
		w.tick()
	}
	w.unread = ""
}

func TestMetricsThatFailAFewTimesAreReadLater(t *testing.T) {
	for _, phase := range []rollout.Phase{rollout.Shifting, rollout.Watching} {
		for _, n := range []int{1, canary().MetricErrors - 1} {
			w := newWorld(canary())
			w.run(until(phase))
			w.run(func(r rollout.Rollout) bool { return r.Judging.To.After(r.Since) })
			w.unreadableFor(n)
			if w.r.Pause != nil || w.r.Judging.Errors != n || w.r.Judging.Problem == "" {
				t.Fatalf("%s, %d failures: paused %+v, %+v", phase, n, w.r.Pause, w.r.Judging)
			}
			w.tick()
			if w.r.Judging.Errors != 0 || w.r.Judging.Problem != "" || len(w.r.Fresh) < n+1 {
				t.Errorf("%s, %d failures: then %d minutes are judged, %+v", phase, n, len(w.r.Fresh), w.r.Judging)
			}
			if w.run(nil); w.r.Phase != rollout.Succeeded {
				t.Errorf("%s, %d failures: %s", phase, n, w.r.Phase)
			}
			inOrder(t, w.kept)
		}
	}
}

func TestMetricsThatKeepFailingAreAskedAboutAndReadOnWhenTheyAreBack(t *testing.T) {
	for _, phase := range []rollout.Phase{rollout.Shifting, rollout.Watching} {
		w := newWorld(canary())
		w.run(until(phase))
		w.run(func(r rollout.Rollout) bool { return r.Judging.To.After(r.Since) })
		w.unreadableFor(canary().MetricErrors)
		if w.r.Pause == nil || w.r.Pause.Code != rollout.PauseMetrics || w.r.Pause.Reason == "" {
			t.Fatalf("%s: paused %+v", phase, w.r.Pause)
		}
		w.tick() // judged while it is paused
		if len(w.r.Fresh) < canary().MetricErrors || w.r.Judging.Errors != 0 {
			t.Errorf("%s: %d minutes are judged", phase, len(w.r.Fresh))
		}
		var err error
		if w.r, err = w.r.Resume(w.now); err != nil {
			t.Fatal(err)
		}
		if w.run(nil); w.r.Phase != rollout.Succeeded {
			t.Errorf("%s: resumed, and %s", phase, w.r.Phase)
		}
	}
}
