package judge_test

import (
	"math"
	"testing"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// minute is one minute in which both versions have calls.
func minute(weight float64, candidate, stable judge.Counts) judge.Minute {
	return judge.Minute{Weight: weight, Candidate: &candidate, Stable: &stable}
}

func calls(invocations, errors, slow int64) judge.Counts {
	return judge.Counts{Invocations: invocations, Errors: errors, Slow: slow}
}

// run judges minutes in order and returns the last verdict.
func run(p judge.Params, s judge.State, minutes ...judge.Minute) (judge.State, judge.Verdict) {
	var v judge.Verdict
	for _, m := range minutes {
		s, v = judge.Judge(p, s, m)
	}
	return s, v
}

func repeat(m judge.Minute, times int) []judge.Minute {
	all := make([]judge.Minute, times)
	for i := range all {
		all[i] = m
	}
	return all
}

func wants(t *testing.T, v judge.Verdict, kind judge.Kind, reason judge.Reason) {
	t.Helper()
	if v.Kind != kind || v.Reason != reason {
		t.Fatalf("verdict %s because %s, want %s because %s\n%s", v.Kind, v.Reason, kind, reason, v)
	}
}

func TestWorseThanStableFails(t *testing.T) {
	_, v := run(judge.Default(), judge.State{}, minute(0.1, calls(200, 10, 0), calls(1_800, 4, 0)))
	wants(t, v, judge.Fail, judge.ReasonRelative)
	if v.Measure != judge.MeasureErrors || v.Relative < v.Threshold || v.Threshold != math.Log10(200) {
		t.Errorf("verdict %+v", v)
	}
}

func TestSlowerThanStableFails(t *testing.T) {
	_, v := run(judge.Default(), judge.State{}, repeat(minute(0.1, calls(200, 0, 40), calls(1_800, 0, 9)), 2)...)
	wants(t, v, judge.Fail, judge.ReasonRelative)
	if v.Measure != judge.MeasureSlow {
		t.Errorf("measure %s, want slow", v.Measure)
	}
}

// faults.md E8; a minimum sample on rollback would let this one through.
func TestABrokenCandidateAtTwoCallsAMinuteIsCaughtAfterTwoErrors(t *testing.T) {
	one := judge.Minute{Weight: 0.1, Candidate: &judge.Counts{Invocations: 1, Errors: 1}, Stable: &judge.Counts{Invocations: 1}}
	s, v := run(judge.Default(), judge.State{}, one)
	wants(t, v, judge.Inconclusive, judge.ReasonTooFewCalls)
	_, v = run(judge.Default(), s, one)
	wants(t, v, judge.Fail, judge.ReasonAbsolute)
}

func TestEvidenceForFailingMultipliesOnAcrossSteps(t *testing.T) {
	alone := judge.Minute{Weight: 0.1, Candidate: &judge.Counts{Invocations: 1, Errors: 1}}
	s, _ := run(judge.Default(), judge.State{}, alone)
	alone.Weight = 0.25
	_, v := run(judge.Default(), s.NextStep(), alone)
	wants(t, v, judge.Fail, judge.ReasonAbsolute)
	if v.Candidate.Invocations != 1 {
		t.Errorf("counts %+v were added up over steps", v.Candidate)
	}
}

func TestAChangeOfWeightBeginsAStep(t *testing.T) {
	good := minute(0.1, calls(2_000, 0, 0), calls(18_000, 10, 0))
	s, v := run(judge.Default(), judge.State{}, good)
	wants(t, v, judge.Pass, judge.ReasonBelowLimit)
	few := minute(0.25, calls(50, 0, 0), calls(150, 0, 0))
	alone, fresh := run(judge.Default(), judge.State{}, few)
	s, v = run(judge.Default(), s, few)
	wants(t, v, judge.Inconclusive, judge.ReasonTooFewCalls)
	if v.Pass != fresh.Pass || s.Errors.Below != alone.Errors.Below || s.Slow.Below != alone.Slow.Below {
		t.Errorf("evidence %v for passing, %v if this step were the first", v.Pass, fresh.Pass)
	}
	if v.Candidate.Invocations != 50 || v.Stable.Invocations != 150 || v.Minutes != 1 {
		t.Errorf("totals %+v, %+v after %d minutes are not of this step", v.Candidate, v.Stable, v.Minutes)
	}
}

func TestAnOutageOfBothVersionsIsNotTheCandidatesFault(t *testing.T) {
	outage := minute(0.1, calls(200, 60, 0), calls(1_800, 540, 0))
	_, v := run(judge.Default(), judge.State{}, repeat(outage, 10)...)
	wants(t, v, judge.Pass, judge.ReasonNotWorse)
}

func TestAnOutageIsRememberedForThreeMinutes(t *testing.T) {
	outage := minute(0.1, calls(1, 0, 0), calls(18, 18, 0))
	broken := judge.Minute{Weight: 0.1, Candidate: &judge.Counts{Invocations: 3, Errors: 3}} // stable: no datapoint
	_, v := run(judge.Default(), judge.State{}, outage, broken, broken)
	wants(t, v, judge.Inconclusive, judge.ReasonTooFewCalls)
	_, v = run(judge.Default(), judge.State{}, outage, broken, broken, broken)
	wants(t, v, judge.Fail, judge.ReasonAbsolute)

	s, _ := run(judge.Default(), judge.State{}, outage)
	broken.Weight = 0.25
	_, v = run(judge.Default(), s, broken, broken)
	wants(t, v, judge.Inconclusive, judge.ReasonTooFewCalls)
}

func TestPassing(t *testing.T) {
	for name, test := range map[string]struct {
		minute  judge.Minute
		kind    judge.Kind
		reason  judge.Reason
		measure string
	}{
		"below the limit":                    {minute(0.1, calls(400, 0, 0), calls(3_600, 0, 0)), judge.Pass, judge.ReasonBelowLimit, "errors"},
		"above the limit, as stable is":      {minute(0.1, calls(400, 12, 0), calls(3_600, 108, 0)), judge.Pass, judge.ReasonNotWorse, "errors"},
		"not 10 times worse is enough first": {minute(0.1, calls(100, 3, 0), calls(900, 27, 0)), judge.Pass, judge.ReasonNotWorse, "errors"},
		"and not later":                      {minute(0.5, calls(100, 3, 0), calls(100, 3, 0)), judge.Inconclusive, judge.ReasonTooFewCalls, "errors"},
		"too few calls":                      {minute(0.1, calls(20, 0, 0), calls(180, 0, 0)), judge.Inconclusive, judge.ReasonTooFewCalls, "errors"},
		"slow calls hold what errors pass":   {minute(0.5, calls(400, 0, 16), calls(400, 0, 12)), judge.Inconclusive, judge.ReasonTooFewCalls, "slow"},
	} {
		t.Run(name, func(t *testing.T) {
			_, v := run(judge.Default(), judge.State{}, test.minute)
			wants(t, v, test.kind, test.reason)
			if v.Measure != test.measure {
				t.Errorf("measure %s, want %s", v.Measure, test.measure)
			}
			if (v.Needs > 0) != (v.Kind == judge.Inconclusive) {
				t.Errorf("%s needs %d more calls", v.Kind, v.Needs)
			}
		})
	}
}

func TestWithoutDataOnSlowCallsErrorsAreJudgedAlone(t *testing.T) {
	m := minute(0.1, calls(400, 0, 0), calls(3_600, 0, 0))
	m.NoSlow = true
	_, v := run(judge.Default(), judge.State{}, m)
	wants(t, v, judge.Pass, judge.ReasonBelowLimit)
	if !v.NoSlow {
		t.Error("the verdict does not say so")
	}
	off := judge.Default()
	off.SlowRateMax = 0
	if _, v = run(off, judge.State{}, m); v.NoSlow {
		t.Error("slow calls were not asked for, but are missed")
	}
}

// faults.md E8, C5.
func TestNoDataNeverPasses(t *testing.T) {
	_, v := run(judge.Default(), judge.State{}, repeat(judge.Minute{Weight: 0.1}, 100)...)
	wants(t, v, judge.Inconclusive, judge.ReasonNoData)
	if v.Pass != 0 || v.Needs == 0 {
		t.Errorf("evidence %v out of nothing, needs %d", v.Pass, v.Needs)
	}
	healthy := minute(0.1, calls(2_000, 0, 0), calls(18_000, 10, 0))
	_, v = run(judge.Default(), judge.State{}, healthy, judge.Minute{Weight: 0.1})
	wants(t, v, judge.Inconclusive, judge.ReasonNoData)
	_, v = run(judge.Default(), judge.State{}, judge.Minute{Weight: 0.1, Candidate: &judge.Counts{}, Stable: &judge.Counts{}})
	wants(t, v, judge.Inconclusive, judge.ReasonNoData)
}

func TestACandidateThatGetsNoneOfItsCallsIsHeld(t *testing.T) {
	silent := judge.Minute{Weight: 0.1, Stable: &judge.Counts{Invocations: 50}}
	s, v := run(judge.Default(), judge.State{}, silent, silent)
	if v.Misrouted {
		t.Fatalf("held too early: %s", v)
	}
	s, v = run(judge.Default(), s, silent)
	wants(t, v, judge.Inconclusive, judge.ReasonRouting)
	if !v.Misrouted {
		t.Error("not marked as misrouted")
	}
	if _, v = run(judge.Default(), s, minute(0.1, calls(3, 3, 0), calls(50, 0, 0))); v.Kind != judge.Fail || !v.Misrouted {
		t.Errorf("a held candidate that fails is not taken back: %s", v)
	}
}

func TestMinutesAroundAChangeOfWeightCompareNothing(t *testing.T) {
	m := minute(0.1, calls(1_000, 15, 0), calls(1_000, 0, 0))
	m.Mixed = true
	_, v := run(judge.Default(), judge.State{}, m)
	wants(t, v, judge.Inconclusive, judge.ReasonSettling)
	if v.Relative != 0 || v.Tripwire != 0 || v.Misrouted {
		t.Errorf("compared: %+v", v)
	}
	m.Candidate.Errors = 200
	_, v = run(judge.Default(), judge.State{}, m)
	wants(t, v, judge.Fail, judge.ReasonAbsolute)
}

func TestNumbersThatCannotBeTrueChangeNothing(t *testing.T) {
	before, _ := run(judge.Default(), judge.State{}, minute(0.1, calls(20, 1, 0), calls(180, 0, 0)))
	after, v := run(judge.Default(), before, minute(0.1, calls(1, 2, 0), calls(1, 0, 0)))
	wants(t, v, judge.Error, judge.ReasonInvalid)
	if after != before {
		t.Error("the state has changed")
	}
	_, v = run(judge.Params{}, before, minute(0.1, calls(2, 2, 0), calls(1, 0, 0)))
	wants(t, v, judge.Error, judge.ReasonInvalid)
}

// A quarter of the calls where a tenth was wanted: the candidate then gets a
// quarter of the errors too, which is the routing's fault and not its own.
func TestAShareThatDoesNotFitTheWeightIsNotTakenForMoreErrors(t *testing.T) {
	s := judge.State{}
	var v judge.Verdict
	for range 30 {
		s, v = run(judge.Default(), s, minute(0.1, calls(500, 5, 5), calls(1500, 15, 15)))
		if v.Kind == judge.Fail {
			t.Fatalf("fails: %s", v)
		}
	}
	if !v.Misrouted {
		t.Error("not marked as misrouted")
	}
	if _, v = run(judge.Default(), s.NextStep(), minute(0.25, calls(500, 200, 0), calls(1500, 15, 15))); v.Kind != judge.Fail {
		t.Errorf("a bad one is not caught any more: %s", v)
	}
}
