package rollout_test

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

func TestEvidenceSaysSinceWhenAndHowManyTimes(t *testing.T) {
	w := shifting(6)
	bad := w.now.Truncate(time.Minute)
	w.from(bad, traffic(1000, 0.2, 0.01))
	w.now = w.now.Add(5 * time.Minute)
	e := w.weighed()
	if !e.FirstBad.Equal(bad) || !e.From.Equal(bad) || !e.To.Equal(w.now.Add(-time.Minute).Truncate(time.Minute)) {
		t.Errorf("bad since %s, of %s to %s, and it began at %s", e.FirstBad, e.From, e.To, bad)
	}
	if minutes := int64(e.To.Sub(e.From) / time.Minute); e.Times < 19 || e.Times > 21 || e.Candidate.Invocations != 100*minutes || e.Stable.Invocations != 900*minutes {
		t.Errorf("%.1f times worse, %+v and %+v", e.Times, e.Candidate, e.Stable)
	}
	w.from(bad, traffic(1000, 0.2, 0))
	if e := w.weighed(); e.Times < 400 || e.Times > 40_000 {
		t.Errorf("no error at all counts as half a one: %.1f times worse", e.Times)
	}
}

// rates gives the minutes of a canary the errors per hundred calls of its candidate; -1
// is a minute without calls. The last one is the newest.
func rates(w *world, errors ...int64) {
	w.now = w.now.Add(time.Duration(len(errors)) * time.Minute)
	first := w.now.Add(-w.r.Strategy.Settle).Truncate(time.Minute).Add(-time.Duration(len(errors)) * time.Minute)
	w.from(first, func(at time.Time, _ float64) (*judge.Counts, *judge.Counts) {
		stable := &judge.Counts{Invocations: 100}
		if n := int(at.Sub(first) / time.Minute); n < len(errors) && errors[n] >= 0 {
			return &judge.Counts{Invocations: 100, Errors: errors[n]}, stable
		}
		return nil, stable
	})
}

func TestItIsBadSinceTheFirstOfTheBadMinutesThatLeadToNow(t *testing.T) {
	for name, c := range map[string]struct {
		errors []int64
		ago    int // minutes before the newest one's end; 0: it is not bad
	}{
		"well":                      {[]int64{0, 0, 0, 0, 0}, 0},
		"bad":                       {[]int64{0, 0, 9, 9, 9}, 3},
		"one minute is better":      {[]int64{0, 9, 0, 9, 9}, 4},
		"one here, and one there":   {[]int64{9, 0, 9, 0, 9}, 5},
		"two minutes are better":    {[]int64{9, 0, 0, 9, 9}, 2},
		"the newest one is better":  {[]int64{0, 0, 9, 9, 0}, 0},
		"some have no calls":        {[]int64{0, 9, -1, -1, 9}, 4},
		"the newest have no calls":  {[]int64{0, 9, 9, -1, -1}, 4},
		"none has any":              {[]int64{-1, -1, -1, -1, -1}, 0},
		"no more than is allowed":   {[]int64{0, 0, 2, 2, 2}, 0},
		"it was bad, and no longer": {[]int64{9, 9, 9, 0, 0}, 0},
	} {
		w := shifting(4)
		w.r.Strategy.Judge.Tripwire = 0
		rates(w, c.errors...)
		var want time.Time
		e := w.weighed()
		if c.ago > 0 {
			want = e.To.Add(-time.Duration(c.ago) * time.Minute)
		}
		if !e.FirstBad.Equal(want) {
			t.Errorf("%s: bad since %s, want %s", name, e.FirstBad, want)
		}
	}
}

// A burst that the limit allows is bad where it is the reason.
func TestAMinuteThatTripsTheWireIsBadBelowTheLimitAsWell(t *testing.T) {
	w := shifting(4)
	w.r.Strategy.Judge.ErrorRateMax = 0.6
	rates(w, 0, 0, 50)
	if e := w.weighed(); e.Finding != rollout.FoundWorse || !e.FirstBad.Equal(e.To.Add(-time.Minute)) {
		t.Errorf("%s since %s", e.Finding, e.FirstBad)
	}
}

func TestSlowCallsAreEvidenceWhereTheyAreJudged(t *testing.T) {
	slowly := func(_ time.Time, share float64) (*judge.Counts, *judge.Counts) {
		calls := int64(1000 * share)
		return &judge.Counts{Invocations: calls, Slow: calls / 2}, &judge.Counts{Invocations: 1000 - calls, Slow: (1000 - calls) / 100}
	}
	w := shifting(4)
	w.from(w.now.Truncate(time.Minute), slowly)
	w.now = w.now.Add(5 * time.Minute)
	if e := w.weighed(); e.Finding != rollout.FoundWorse || e.Verdict.Measure != judge.MeasureSlow || e.Times < 45 || e.FirstBad.IsZero() {
		t.Errorf("%+v", e)
	}
	w.r.Strategy.Judge.SlowRateMax = 0
	if e := w.weighed(); e.Finding != rollout.FoundWell || !e.FirstBad.IsZero() {
		t.Errorf("slow calls are not judged: %+v", e)
	}
}
