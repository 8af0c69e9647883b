package rollout_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

func TestWhatIsOverIsNotHeldAgainstASuspect(t *testing.T) {
	const lasting = 0 // until now
	for name, c := range map[string]struct {
		began, lasted int // minutes ago, and for how many
		want          rollout.Finding
	}{
		"one minute, long ago":              {45, 1, rollout.FoundWell},
		"one minute, a while ago":           {20, 1, rollout.FoundWell},
		"many minutes, and well for longer": {50, 30, rollout.FoundWell},
		"one minute, just now":              {5, 1, rollout.FoundWorse},
		"since long ago":                    {45, lasting, rollout.FoundWorse},
		"since just now":                    {5, lasting, rollout.FoundWorse},
	} {
		w := over(canary(), 55*time.Minute)
		settled := w.now.Add(-w.r.Strategy.Settle).Truncate(time.Minute)
		bad := settled.Add(-time.Duration(c.began) * time.Minute)
		w.from(bad, traffic(1000, 0.3, 0))
		if c.lasted != lasting {
			w.from(bad.Add(time.Duration(c.lasted)*time.Minute), traffic(1000, 0.0005, 0))
		}
		if e := w.weighed(); e.Finding != c.want {
			t.Errorf("%s: %s by %+v since %s", name, e.Finding, e.Verdict, e.FirstBad)
		}
	}
}

// Too few calls for the judge to say so again, and what there is goes wrong as before.
func TestASuspectThatIsBadUntilNowIsWorseHoweverFewCallsItStillHas(t *testing.T) {
	w := over(canary(), 50*time.Minute)
	settled := w.now.Add(-w.r.Strategy.Settle).Truncate(time.Minute)
	w.from(settled.Add(-30*time.Minute), traffic(1000, 0.3, 0))
	w.from(settled.Add(-13*time.Minute), silent)
	w.from(settled.Add(-3*time.Minute), constant(judge.Counts{Invocations: 1, Errors: 1}, judge.Counts{}))
	w.from(settled.Add(-2*time.Minute), silent)
	if e := w.weighed(); e.Finding != rollout.FoundWorse || !e.FirstBad.Equal(settled.Add(-30*time.Minute)) {
		t.Errorf("%s since %s by %+v", e.Finding, e.FirstBad, e.Verdict)
	}
	w.from(settled.Add(-13*time.Minute), silent)
	if e := w.weighed(); e.Finding != rollout.FoundUnclear {
		t.Errorf("no call for ten minutes, and it is %s", e.Finding)
	}
}

// Many more errors than before, but below the limit: the judge has said so long ago. It
// says so again and again.
func TestWhatLastsIsHeldAgainstASuspectHoweverLongAgoItBegan(t *testing.T) {
	s := canary()
	s.Shadow, s.Watch = true, 4*time.Hour
	under, finished := newWorld(s).first(), over(canary(), 50*time.Minute)
	for name, w := range map[string]*world{"under way": under, "finished": finished} {
		w.from(w.now.Add(-45*time.Minute).Truncate(time.Minute), traffic(10_000, 0.018, 0.0001))
		w.forMinutes(45)
		if e := w.weighed(); e.Finding != rollout.FoundWorse || e.Times < 100 {
			t.Errorf("%s: %s by %+v", name, e.Finding, e.Verdict)
		}
	}
}

// Whatever happened before, nobody takes back a version that has had no error for ten
// minutes: it would be the healthy one that goes.
func TestAVersionWithoutErrorsForTenMinutesIsNeverFoundWorse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom([]rollout.Strategy{canary(), blueGreen()}).Draw(t, "strategy")
		s.Shadow = rapid.Bool().Draw(t, "shadow")
		s.Watch = time.Duration(rapid.IntRange(2, 60).Draw(t, "watch")) * time.Minute
		w := newWorld(s).first()
		goesOn := func(minutes int, errors float64) {
			end := w.now.Add(time.Duration(minutes) * time.Minute)
			w.from(w.now.Truncate(time.Minute), traffic(rapid.Int64Range(0, 3000).Draw(t, "calls"), errors, rapid.Float64Range(0, 0.1).Draw(t, "stable errors")))
			w.forMinutes(minutes)
			w.now = end
		}
		for range rapid.IntRange(0, 6).Draw(t, "spells") {
			goesOn(rapid.IntRange(1, 20).Draw(t, "minutes"), rapid.Float64Range(0, 0.5).Draw(t, "errors"))
		}
		goesOn(rapid.IntRange(11, 40).Draw(t, "minutes without"), 0)
		if e := w.weighed(); e.Finding == rollout.FoundWorse {
			t.Fatalf("%s: %+v", w.r.Phase, e)
		}
	})
}
