package rollout_test

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

func TestWhatIsFoundOfASuspectThatIsUnderWay(t *testing.T) {
	for name, c := range map[string]struct {
		counts func(time.Time, float64) (*judge.Counts, *judge.Counts)
		want   rollout.Finding
	}{
		"it fails":                         {traffic(200, 0.2, 0.001), rollout.FoundWorse},
		"both fail":                        {traffic(2000, 0.2, 0.21), rollout.FoundAlike},
		"both fail, stable far more":       {traffic(2000, 0.1, 0.5), rollout.FoundUnclear},
		"only stable fails":                {traffic(2000, 0, 0.5), rollout.FoundWell},
		"neither fails":                    {traffic(2000, 0.001, 0.001), rollout.FoundWell},
		"one call, and it fails":           {oneFails, rollout.FoundUnclear},
		"no data":                          {silent, rollout.FoundUnclear},
		"a few errors, of either":          {constant(judge.Counts{Invocations: 30, Errors: 1}, judge.Counts{Invocations: 270, Errors: 9}), rollout.FoundUnclear},
		"more than a few, of either":       {constant(judge.Counts{Invocations: 20, Errors: 2}, judge.Counts{Invocations: 20, Errors: 1}), rollout.FoundUnclear},
		"far less than its share of calls": {constant(judge.Counts{Invocations: 20}, judge.Counts{Invocations: 980}), rollout.FoundUnclear},
		"no data of the new version alone": {func(time.Time, float64) (*judge.Counts, *judge.Counts) { return nil, &judge.Counts{Invocations: 100} }, rollout.FoundUnclear},
	} {
		w := shifting(4)
		w.from(w.now.Truncate(time.Minute), c.counts)
		w.now = w.now.Add(6 * time.Minute)
		e := w.weighed()
		if e.Finding != c.want || (c.want == rollout.FoundWorse) != (e.Verdict.Kind == judge.Fail) {
			t.Errorf("%s: %s by %+v, %+v and %+v", name, e.Finding, e.Verdict, e.Candidate, e.Stable)
		}
		if e.Earlier {
			t.Errorf("%s: it is held against an earlier time, %+v", name, e.Stable)
		}
	}
}

func TestWhatIsFoundOfAFinishedSuspect(t *testing.T) {
	now := func(counts func(time.Time, float64) (*judge.Counts, *judge.Counts)) func(*world) {
		return func(w *world) { w.from(w.now.Add(-6*time.Minute).Truncate(time.Minute), counts) }
	}
	for name, c := range map[string]struct {
		strategy rollout.Strategy
		metrics  func(*world)
		want     rollout.Finding
	}{
		"it began to fail":               {canary(), now(traffic(200, 0.2, 0)), rollout.FoundWorse},
		"it began to fail, without step": {blueGreen(), now(traffic(200, 0.2, 0)), rollout.FoundWorse},
		"it is well":                     {canary(), now(traffic(200, 0, 0)), rollout.FoundWell},
		"no data any more":               {canary(), now(silent), rollout.FoundUnclear},
	} {
		w := over(c.strategy, 20*time.Minute)
		c.metrics(w)
		if e := w.weighed(); e.Finding != c.want || c.want == rollout.FoundWorse && (!e.Earlier || e.Times < 50 || e.Stable.Invocations != 15*200) {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

// The judge is told that the stable version broke its limit, too, so that it does not
// blame the new one; and that is what people are told.
func TestASuspectThatIsNoWorseThanWhatWasBeforeIsNotBlamed(t *testing.T) {
	w := newWorld(canary())
	w.counts = traffic(200, 0.1, 0.1)
	w.run(nil)
	if w.r.Phase != rollout.Succeeded {
		t.Fatalf("%s %+v", w.r.Phase, w.r.Cause)
	}
	w.now = w.now.Add(20 * time.Minute)
	e := w.weighed()
	if e.Finding != rollout.FoundBefore || !e.Earlier || e.Stable.Errors != 15*20 || e.Times != 0 {
		t.Errorf("%+v", e)
	}
	q, _ := w.r.ToWeigh(w.now)
	minutes := w.minutes(q)
	e = w.r.Weigh(minutes[len(minutes)-10:], w.now) // what was before cannot be read
	if e.Finding != rollout.FoundAlike || !e.Earlier || e.Stable != w.r.Judging.State.Baseline {
		t.Errorf("without the time before: %+v", e)
	}
}

// What a judge that only looks on has said counts for an alarm, while it may be so still.
func TestAVerdictThatTookNothingBackIsEvidenceForAWhile(t *testing.T) {
	s := blueGreen()
	s.Shadow, s.Watch = true, 40*time.Minute
	w := newWorld(s)
	w.counts = traffic(200, 0.1, 0)
	w.run(func(r rollout.Rollout) bool { return r.Judging.Shadow != nil })
	w.from(w.now.Add(-time.Minute).Truncate(time.Minute), traffic(2000, 0.0005, 0))
	w.forMinutes(6)
	if v := w.r.Judging.Verdict; v.Kind == judge.Fail {
		t.Fatalf("it still says so: %+v", v)
	}
	if e := w.weighed(); e.Finding != rollout.FoundWorse || e.Verdict != w.r.Judging.Shadow.Verdict {
		t.Errorf("%s, %+v", e.Finding, e.Verdict)
	}
	w.forMinutes(10)
	if e := w.weighed(); e.Finding != rollout.FoundWell {
		t.Errorf("it does well since: %s, %+v", e.Finding, e.Verdict)
	}
	w.from(w.now.Add(-6*time.Minute).Truncate(time.Minute), traffic(2000, 0.1, 0))
	if e := w.weighed(); e.Finding != rollout.FoundWorse || e.Verdict == w.r.Judging.Shadow.Verdict {
		t.Errorf("it is worse again: %s, %+v", e.Finding, e.Verdict)
	}
}

func TestOnlyASuspectThatHasHadTrafficAndMayStillHaveItIsWeighed(t *testing.T) {
	w := shifting(4)
	for _, phase := range []rollout.Phase{
		rollout.Pending, rollout.Building, rollout.Deploying, rollout.Checking, rollout.AwaitingApproval,
		rollout.RollingBack, rollout.RolledBack, rollout.Failed, rollout.Cancelled,
	} {
		r := w.r
		r.Phase = phase
		if q, ok := r.ToWeigh(w.now); ok || q != (rollout.MinutesQuery{}) {
			t.Errorf("%s: %+v", phase, q)
		}
		if e := r.Weigh(nil, w.now); e.Finding != rollout.FoundUnclear {
			t.Errorf("%s: %+v", phase, e)
		}
	}
	fresh := newWorld(canary())
	fresh.run(until(rollout.Shifting))
	if _, ok := fresh.r.ToWeigh(fresh.now); ok {
		t.Error("it has had no traffic, and is weighed")
	}
}

func TestWhatIsReadBeginsBeforeTheFirstTrafficAndFitsTheMetrics(t *testing.T) {
	w := shifting(4)
	first := w.r.Shares[0].Since.Truncate(time.Minute)
	q, _ := w.r.ToWeigh(w.now)
	if !q.From.Equal(first.Add(-15*time.Minute)) || !q.Whole.IsZero() || q.Stable != "41" || q.Candidate != "42" || q.SlowCall != w.r.Strategy.SlowCall || q.Target != checkout {
		t.Errorf("while live is split: %+v", q)
	}
	w.run(until(rollout.Watching))
	if q, _ := w.r.ToWeigh(w.now); !q.Whole.Equal(w.r.Shares[3].From.Truncate(time.Minute).Add(time.Minute)) {
		t.Errorf("just after the last step: %+v", q)
	}
	w.run(nil)
	if q, _ := w.r.ToWeigh(w.now); !q.Whole.Equal(q.From) || !q.From.Equal(first.Add(-15*time.Minute)) {
		t.Errorf("finished: %+v", q)
	}
	w.now = w.now.Add(5 * time.Hour)
	if q, _ := w.r.ToWeigh(w.now); !q.To.Equal(w.now.Add(-time.Minute).Truncate(time.Minute)) {
		t.Errorf("long ago: %+v", q)
	}
}

// The alias's own series of the time in which live was split is both versions', and so
// evidence of neither.
func TestWhatBothVersionsServedTogetherIsNobodysEvidence(t *testing.T) {
	s := canary()
	s.Watch = 2 * time.Minute
	w := over(s, 0)
	e := w.weighed()
	whole := w.r.Shares[3].From.Truncate(time.Minute).Add(time.Minute)
	if minutes := int64(e.To.Sub(whole) / time.Minute); minutes < 1 || e.Candidate.Invocations != 200*minutes {
		t.Errorf("%d minutes, %+v", minutes, e.Candidate)
	}
}

func TestTooFewCallsAreNotFoundWellForWantOfErrors(t *testing.T) {
	w := newShadow(canary())
	w.counts = traffic(30, 0, 0)
	w.first().forMinutes(9)
	if e := w.weighed(); e.Finding != rollout.FoundUnclear || e.Candidate.Invocations == 0 {
		t.Errorf("%s by %+v", e.Finding, e.Verdict)
	}
}

// What the judge was content with counts for nothing when the metrics are gone.
func TestNoDataIsNeverFoundWell(t *testing.T) {
	w := over(canary(), 0)
	if e := w.r.Weigh(nil, w.now); e.Verdict.Kind != judge.Pass || e.Finding != rollout.FoundUnclear {
		t.Errorf("%s by %+v", e.Finding, e.Verdict)
	}
}

// However long ago it was, no more than an hour is judged.
func TestAFinishedSuspectIsJudgedByTheLatestHour(t *testing.T) {
	w := over(canary(), 10*time.Hour)
	settled := w.now.Add(-w.r.Strategy.Settle).Truncate(time.Minute)
	w.from(settled.Add(-90*time.Minute), traffic(200, 0.2, 0))
	w.from(settled.Add(-time.Hour), traffic(200, 0, 0))
	if e := w.weighed(); e.Finding != rollout.FoundWell {
		t.Errorf("more than an hour ago: %+v", e)
	}
	w.from(settled.Add(-50*time.Minute), traffic(200, 0.2, 0))
	if e := w.weighed(); e.Finding != rollout.FoundWorse || !e.FirstBad.Equal(settled.Add(-50*time.Minute)) {
		t.Errorf("for most of an hour: %+v", e)
	}
}
