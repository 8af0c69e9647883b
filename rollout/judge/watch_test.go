package judge_test

import (
	"testing"

	"github.com/slipway-dev/slipway/rollout/judge"
)

func watching(invocations, errors int64) judge.Minute {
	return judge.Minute{Weight: 1, Candidate: &judge.Counts{Invocations: invocations, Errors: errors}}
}

func TestACandidateThatTurnsBadWhileWatchedFails(t *testing.T) {
	s, v := run(judge.Default(), judge.State{}, repeat(watching(20, 0), 20)...)
	wants(t, v, judge.Pass, judge.ReasonBelowLimit)
	_, v = run(judge.Default(), s, repeat(watching(20, 4), 10)...)
	wants(t, v, judge.Fail, judge.ReasonAbsolute)
}

func TestWhatStableSuffersTooIsNotBlamedOnTheCandidateWhileWatched(t *testing.T) {
	s, _ := run(judge.Default(), judge.State{}, repeat(minute(0.5, calls(1_000, 40, 0), calls(1_000, 40, 0)), 10)...)
	_, v := run(judge.Default(), s, repeat(watching(2_000, 80), 30)...)
	if v.Kind == judge.Fail {
		t.Error(v)
	}
}

// A tripwire of 5 errors alone would take back good versions at volume.
func TestTheTripwireAsksWhetherChanceExplainsTheErrors(t *testing.T) {
	quick := judge.Default()
	quick.FalseRollback = 1e-12 // leaves the tripwire alone
	step := minute(0.5, calls(10_000, 0, 0), calls(10_000, 10, 0))
	for name, test := range map[string]struct {
		before []judge.Minute
		minute judge.Minute
		trips  bool
	}{
		"a burst on the candidate":               {nil, minute(0.5, calls(1_000, 30, 0), calls(1_000, 1, 0)), true},
		"a burst on both":                        {nil, minute(0.5, calls(1_000, 30, 0), calls(1_000, 25, 0)), false},
		"more than 5 beyond stable, by chance":   {nil, minute(0.5, calls(1_000, 20, 0), calls(1_000, 10, 0)), false},
		"5 are not more than 5":                  {nil, minute(0.1, calls(5, 5, 0), calls(10_000, 0, 0)), false},
		"6 are, at this weight":                  {nil, minute(0.01, calls(10, 6, 0), calls(1_000, 0, 0)), true},
		"watching, by the last step's stable":    {[]judge.Minute{step}, watching(1_000, 14), true},
		"watching, as many as stable had":        {[]judge.Minute{step}, watching(10_000, 16), false},
		"stable's datapoint is missing":          {[]judge.Minute{step}, judge.Minute{Weight: 0.5, Candidate: &judge.Counts{Invocations: 1_000, Errors: 14}}, true},
		"nothing known: the limit, far exceeded": {nil, watching(50, 12), true},
		"nothing known: the limit, kept":         {nil, watching(1_000, 30), false},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := run(quick, judge.State{}, test.before...)
			_, v := run(quick, s, test.minute)
			if got := v.Tripwire >= 6; got != test.trips {
				t.Fatalf("trips %v, want %v: %.1f, %s", got, test.trips, v.Tripwire, v)
			}
			if test.trips {
				wants(t, v, judge.Fail, judge.ReasonTripwire)
			}
			off := quick
			off.Tripwire = 0
			if _, v = run(off, s, test.minute); v.Reason == judge.ReasonTripwire {
				t.Error("trips when off")
			}
		})
	}
}

func TestTheLiteralRuleCountsErrorsAndAsksNothing(t *testing.T) {
	p := judge.Default()
	healthy := minute(0.5, calls(1_000, 6, 0), calls(1_000, 6, 0))
	if _, v := run(p, judge.State{}, healthy); v.Kind == judge.Fail {
		t.Fatalf("on by default: %s", v)
	}
	p.Literal = 6
	if _, v := run(p, judge.State{}, healthy); v.Kind == judge.Fail {
		t.Fatalf("6 are not more than 6: %s", v)
	}
	p.Literal = 5
	_, v := run(p, judge.State{}, healthy)
	wants(t, v, judge.Fail, judge.ReasonLiteral)
}
