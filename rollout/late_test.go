package rollout_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// patient is a world that stays in its first step for hours.
func patient() *world {
	s := canary()
	s.Steps[0].Hold, s.MaxHold = 5*time.Hour, 6*time.Hour
	return newWorld(s)
}

// inOrder checks that minutes were judged once each, without a gap.
func inOrder(t interface{ Errorf(string, ...any) }, kept []rollout.Judgement) {
	for i := 1; i < len(kept); i++ {
		if want := kept[i-1].Minute.At.Add(time.Minute); !kept[i].Minute.At.Equal(want) {
			t.Errorf("after the minute %s comes %s", kept[i-1].Minute.At, kept[i].Minute.At)
		}
	}
}

// always is a lateness that does not change.
func always(late time.Duration) func(time.Time) time.Duration {
	return func(time.Time) time.Duration { return late }
}

func TestDatapointsThatComeLateAreJudgedWithTheirCounts(t *testing.T) {
	for _, late := range []time.Duration{0, time.Minute, 2 * time.Minute, 3 * time.Minute, 4 * time.Minute} { // settle is one of them, patience three
		w := patient()
		w.late = always(late)
		w.run(func(rollout.Rollout) bool { return len(w.kept) >= 20 })
		inOrder(t, w.kept)
		for _, j := range w.kept {
			if j.Minute.Candidate == nil || j.Minute.Candidate.Invocations != 20 || j.Minute.Stable == nil {
				t.Fatalf("%s late: the minute %s is judged as %+v", late, j.Minute.At, j.Minute)
			}
		}
		if lag := w.now.Sub(w.r.Judging.To); lag < late || lag > max(late, time.Minute)+90*time.Second {
			t.Errorf("%s late, and judged %s after the minute", late, lag)
		}
	}
}

func TestDatapointsThatNeverComeAreNoDataWhenPatienceIsOver(t *testing.T) {
	w := patient()
	w.run(func(rollout.Rollout) bool { return len(w.kept) >= 5 })
	w.counts = silent
	gone := w.r.Judging.To
	for len(w.kept) < 10 {
		before := len(w.kept)
		w.tick()
		for _, j := range w.kept[before:] {
			if lag := w.now.Sub(j.Minute.At.Add(time.Minute)); lag < 4*time.Minute || lag > 5*time.Minute+20*time.Second {
				t.Errorf("the minute %s was given up %s after its end", j.Minute.At, lag)
			}
			if j.Minute.At.Before(gone) || j.Minute.Candidate != nil || j.Verdict.Reason != judge.ReasonNoData || j.Verdict.Kind != judge.Inconclusive {
				t.Errorf("%+v", j)
			}
		}
	}
	inOrder(t, w.kept)
}

// Datapoints come in order: what is not there when a later one is, never comes.
func TestALaterMinuteWithDataEndsTheWait(t *testing.T) {
	w := patient()
	w.counts = traffic(4000, 0, 0)
	w.run(func(rollout.Rollout) bool { return len(w.kept) == 5 })
	gap := w.r.Judging.To
	w.counts = func(at time.Time, share float64) (*judge.Counts, *judge.Counts) {
		if at.Equal(gap) || at.Equal(gap.Add(time.Minute)) {
			return nil, nil
		}
		return traffic(4000, 0, 0)(at, share)
	}
	for range 2 {
		if w.tick(); len(w.r.Fresh) != 0 {
			t.Fatalf("judged while they may still come: %+v", w.r.Fresh)
		}
	}
	if w.tick(); len(w.r.Fresh) != 3 {
		t.Fatalf("%d minutes are judged at once", len(w.r.Fresh))
	}
	for i, reason := range []judge.Reason{judge.ReasonNoData, judge.ReasonNoData, judge.ReasonBelowLimit} {
		if got := w.r.Fresh[i].Verdict.Reason; got != reason {
			t.Errorf("minute %d: %s, want %s", i, got, reason)
		}
	}
	inOrder(t, w.kept)
}

func TestTheEndOfTheWatchWaitsForLateMinutes(t *testing.T) {
	w := newWorld(blueGreen()) // watches two minutes
	w.late = always(4 * time.Minute)
	w.run(until(rollout.Watching))
	end := w.r.Since.Add(w.r.Strategy.Watch)
	last := end.Truncate(time.Minute).Add(-time.Minute)
	w.counts = func(at time.Time, share float64) (*judge.Counts, *judge.Counts) {
		if at.Before(last) {
			return traffic(200, 0, 0)(at, share)
		}
		return traffic(200, 0.5, 0)(at, share)
	}
	if w.run(nil); w.r.Phase != rollout.RolledBack || w.r.Cause.Code != rollout.CauseVerdict {
		t.Errorf("it turned bad in the last minute of the watch, and it %s", w.r.Phase.Past())
	}
	if late := w.now.Sub(last); late < 5*time.Minute {
		t.Errorf("judged after %s, before it could be known", late)
	}
}

// Whenever datapoints come, as long as they do so in order and within settle and
// patience, and whenever somebody looks: the same minutes give the same verdicts.
func TestHowLateDatapointsComeDoesNotChangeAVerdict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const minutes = 25
		rows := make([]judge.Minute, minutes)
		late := make([]time.Duration, minutes)
		for i := range rows {
			rows[i] = drawMinute(t)
			late[i] = time.Duration(rapid.IntRange(0, 240).Draw(t, "seconds late")) * time.Second
			if i > 0 {
				late[i] = max(late[i], late[i-1]-time.Minute) // in order
			}
		}
		punctual, tardy := patient(), patient()
		tardy.late = func(at time.Time) time.Duration { return late[min(minutes-1, at.Sub(noon)/time.Minute)] }
		for _, w := range []*world{punctual, tardy} {
			w.counts = func(at time.Time, _ float64) (*judge.Counts, *judge.Counts) {
				m := rows[min(minutes-1, at.Sub(noon)/time.Minute)]
				return m.Candidate, m.Stable
			}
			w.run(func(r rollout.Rollout) bool { return !r.Judging.To.Before(noon.Add(minutes * time.Minute)) })
		}
		inOrder(t, tardy.kept)
		a, b := firstMinutes(punctual.kept, minutes), firstMinutes(tardy.kept, minutes)
		if diff := cmp.Diff(a, b); diff != "" {
			t.Errorf("judged otherwise when they were late (-punctual +late):\n%s", diff)
		}
	})
}

// drawMinute is the counts of a minute, either or both of which may be missing. A
// few candidates are bad enough to fail.
func drawMinute(t *rapid.T) judge.Minute {
	counts := func(who string, most int64) *judge.Counts {
		n := rapid.Int64Range(0, 100).Draw(t, who)
		if n == 0 || rapid.IntRange(0, 3).Draw(t, "missing") == 0 {
			return nil
		}
		return &judge.Counts{Invocations: n, Errors: rapid.Int64Range(0, min(n, most)).Draw(t, who+" errors")}
	}
	return judge.Minute{Candidate: counts("candidate", 3), Stable: counts("stable", 1)}
}

func firstMinutes(kept []rollout.Judgement, n int) []rollout.Judgement {
	return slices.DeleteFunc(slices.Clone(kept), func(j rollout.Judgement) bool {
		return !j.Minute.At.Before(noon.Add(time.Duration(n) * time.Minute))
	})
}

// The version breaks after the minutes that were known when the hold was over.
func TestAStepDoesNotGoOnByWhatWasKnownBeforeDatapointsWereLate(t *testing.T) {
	for _, late := range []time.Duration{0, time.Minute, 4 * time.Minute} {
		s := canary()
		s.Steps = s.Steps[:1]
		w := newWorld(s)
		w.late = func(time.Time) time.Duration { return late }
		w.counts = func(at time.Time, share float64) (*judge.Counts, *judge.Counts) {
			if at.Before(noon.Add(7 * time.Minute)) {
				return traffic(4000, 0, 0)(at, share)
			}
			return traffic(4000, 1, 0)(at, share)
		}
		most := 0.0
		w.run(func(rollout.Rollout) bool {
			most = max(most, w.live().Share("42"))
			return false
		})
		if w.r.Phase != rollout.RolledBack || most > 0.1 {
			t.Errorf("%s late: %s, at most %v of the traffic", late, w.r.Phase, most)
		}
	}
}

func TestWhoeverTakesTheRoutingAsItIsIsAskedOnce(t *testing.T) {
	w := newWorld(canary())
	w.counts = func(at time.Time, share float64) (*judge.Counts, *judge.Counts) {
		candidate, stable := traffic(4000, 0, 0)(at, share)
		if share > 0 && share < 0.2 && at.Before(noon.Add(6*time.Minute)) {
			candidate = nil
		}
		return candidate, stable
	}
	w.run(paused)
	if w.r.Pause == nil || w.r.Pause.Code != rollout.PauseMisrouted {
		t.Fatalf("%s, pause %+v", w.r.Phase, w.r.Pause)
	}
	w.r, _ = w.r.Resume(w.now)
	w.run(func(r rollout.Rollout) bool { return r.Step > 0 || r.Pause != nil })
	if w.r.Step != 1 || w.r.Pause != nil {
		t.Errorf("step %d, pause %+v", w.r.Step, w.r.Pause)
	}
	w.run(nil)
	if w.r.Phase != rollout.Succeeded {
		t.Errorf("%s, %+v", w.r.Phase, w.r.Cause)
	}
}

func TestNumbersThatCannotBeAreAskedAboutAndCostNoSyntheticCall(t *testing.T) {
	w := probing(barely)
	w.run(w.isProbed)
	w.counts = func(time.Time, float64) (*judge.Counts, *judge.Counts) {
		return &judge.Counts{Invocations: 1, Errors: 2}, &judge.Counts{Invocations: 10}
	}
	w.run(paused)
	if w.r.Pause == nil || w.r.Pause.Code != rollout.PauseMetrics {
		t.Fatalf("%s, pause %+v", w.r.Phase, w.r.Pause)
	}
	var told int64
	for _, j := range w.kept {
		if j.Minute.Probes != nil && j.Verdict.Kind != judge.Error {
			told += j.Minute.Probes.Invocations
		}
	}
	if sent := int64(len(w.probed)); told+w.r.Unjudged.Invocations != sent {
		t.Errorf("%d sent, %d judged, %d waiting", sent, told, w.r.Unjudged.Invocations)
	}
}
