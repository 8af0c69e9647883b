package judge

import (
	"math"
	"testing"
)

// The tests of this file go through everything that can happen to a few calls in
// a few minutes, so their means are exact. Each goes on from every state that the
// minutes before can lead to: with slow calls first seen at any time, around
// changes of weight, and with datapoints missing.

var both = Params{ErrorRateMax: 0.3, SlowRateMax: 0.2, FalseRollback: 0.01, FalsePromote: 0.05}

// bets is the mean, over the measures that are bet on, of one form of evidence.
func bets(form func(*Evidence) float64) func(State, Verdict) float64 {
	return func(s State, _ Verdict) float64 {
		if !s.SlowSeen {
			return form(&s.Errors)
		}
		return (form(&s.Errors) + form(&s.Slow)) / 2
	}
}

func weighted(e *Evidence) float64    { return math.Exp(logMean(e.Weighted[:])) }
func conditional(e *Evidence) float64 { return math.Exp(logMean(e.Conditional[:])) }

func relative(_ State, v Verdict) float64 { return math.Pow(10, v.Relative) }
func absolute(_ State, v Verdict) float64 { return math.Pow(10, v.Absolute) }

func noSlow(m *Minute) { m.NoSlow = true }
func mixed(m *Minute)  { m.Mixed = true }

// oneMore gives stable a call that is known to be fine. Bets on where the errors
// fall do not see it, and no minute is lost for want of a stable datapoint.
func oneMore(m *Minute) {
	if m.Stable == nil {
		m.Stable = &Counts{}
	}
	m.Stable.Invocations++
}

func TestEvidenceThatTrustsTheWeightKeepsItsMeanOverMinutesAndSteps(t *testing.T) {
	for name, m := range mixes(0.3, 0.2) {
		minutes := [][]outcome{
			with(0.2, routed(2, 0.2, m, m), func(m *Minute) { oneMore(m); noSlow(m) }),
			with(0.2, routed(2, 0.2, m, m), oneMore),
			with(0.5, routed(2, 0.5, m, m), oneMore),
		}
		isOne(t, name, mean(both, State{}, minutes, bets(weighted)))
	}
}

func TestEvidenceThatDoesNotTrustTheWeightKeepsItsMeanWhateverTheRouting(t *testing.T) {
	for name, m := range mixes(0.3, 0.2) {
		minutes := [][]outcome{
			with(0.2, given(1, 1, m, m), noSlow),
			with(0.2, given(1, 1, m, m), mixed),
			with(0.2, given(2, 1, m, m), nil),
			with(0.01, given(1, 1, m, m), nil),
		}
		isOne(t, name, mean(both, State{}, minutes, bets(conditional)))
	}
}

// Stable has no datapoint when all calls went to the candidate. The bet would have
// won something then, and leaves it: the mean is below 1, if not by much.
func TestNoRelativeEvidenceGainsOnAverageWhenDatapointsAreMissing(t *testing.T) {
	for name, m := range mixes(0.3, 0.2) {
		for what, lost := range map[string]func(*Minute){
			"as routed":    nil,
			"no stable":    func(m *Minute) { m.Stable = nil },
			"no candidate": func(m *Minute) { m.Candidate = nil },
		} {
			minutes := [][]outcome{
				with(0.2, routed(2, 0.2, m, m), nil),
				with(0.2, routed(2, 0.2, m, m), lost),
				with(0.5, routed(2, 0.5, m, m), nil),
			}
			if got := mean(both, State{}, minutes, relative); got > 1+1e-12 || got < 0.7 {
				t.Errorf("%s, %s: mean %v", name, what, got)
			}
		}
	}
}

// Whether a minute is skipped depends on stable alone, so the mean at the limit is
// exactly 1 however bad stable is.
func TestEvidenceAgainstTheLimitKeepsItsMeanHoweverBadStableIs(t *testing.T) {
	for name, m := range mixes(both.ErrorRateMax, both.SlowRateMax) {
		for _, stable := range []mix{{fine: 1}, {0.4, 0.3, 0.2, 0.1}, {both: 1}} {
			minutes := [][]outcome{
				with(0.2, routed(2, 0.2, m, stable), nil),
				with(0.5, given(1, 1, m, stable), mixed),
				with(0.5, given(1, 1, m, stable), func(m *Minute) { m.Probes, m.Candidate = m.Candidate, nil }),
				with(1, given(2, 0, m, stable), nil),
			}
			isOne(t, name, mean(both, State{}, minutes, absolute))
		}
	}
}

func TestEvidenceAgainstTheLimitLosesOnAverageBelowIt(t *testing.T) {
	for name, m := range mixes(0.2, 0.1) {
		minutes := [][]outcome{with(0.2, given(2, 2, m, m), nil), with(0.2, given(3, 1, m, m), nil)}
		if got := mean(both, State{}, minutes, absolute); got >= 1 {
			t.Errorf("%s: mean %v", name, got)
		}
	}
}

// The candidate is at its limit in the first step and just ψ₀ times worse than
// stable in both: what the second step shows does not depend on the first.
func TestEvidenceForPassingHasMeanOneForACandidateJustTooBad(t *testing.T) {
	below := func(s State, _ Verdict) float64 { return math.Exp(logMean(s.Errors.Below[:])) }
	notWorse := func(s State, _ Verdict) float64 { return math.Exp(s.Errors.NotWorse) }
	for weight, psi := range map[float64]float64{0.1: 10, 0.25: 5, 0.5: 3} {
		odds := 0.3 / 0.7 / psi
		candidate, stable := mix{fine: 0.7, failed: 0.3}, mix{fine: 1 / (1 + odds), failed: odds / (1 + odds)}
		minutes := [][]outcome{
			with(0.05, given(2, 2, candidate, stable), nil),
			with(weight, given(1, 4, candidate, stable), nil),
			with(weight, given(2, 3, candidate, stable), nil),
		}
		isOne(t, "below the limit", mean(both, State{}, minutes, below))
		isOne(t, "not worse", mean(both, State{}, minutes, notWorse))
	}
}

// ψ₀ times the rate is more than ψ₀ times the odds: shown with room to spare.
func TestNotWorseGainsNothingForACandidateWithSoManyTimesTheRate(t *testing.T) {
	notWorse := func(s State, _ Verdict) float64 { return math.Exp(s.Errors.NotWorse) }
	candidate, stable := mix{fine: 0.1, failed: 0.9}, mix{fine: 0.7, failed: 0.3}
	minutes := [][]outcome{with(0.5, given(2, 2, candidate, stable), nil), with(0.5, given(3, 2, candidate, stable), nil)}
	if got := mean(both, State{}, minutes, notWorse); got >= 1 {
		t.Errorf("mean %v", got)
	}
}

func TestRoutingEvidenceKeepsItsMeanOverTheMinutesOfAStep(t *testing.T) {
	misrouting := func(s State, _ Verdict) float64 { return math.Exp(s.Routed.evidence(s.Weight)) }
	m := mix{fine: 1}
	minutes := [][]outcome{
		with(0.1, routed(4, 0.5, m, m), nil), // another step: does not count
		with(0.2, routed(5, 0.9, m, m), mixed),
		with(0.2, routed(5, 0.2, m, m), nil),
		with(0.2, routed(6, 0.2, m, m), nil),
	}
	isOne(t, "routing", mean(both, State{}, minutes, misrouting))
}

func TestTheTripwireTakesBackAGoodCandidateAtMostOnceInAMillionMinutes(t *testing.T) {
	p := Default()
	p.FalseRollback, p.SlowRateMax = 1e-300, 0
	trips := func(_ State, v Verdict) float64 {
		if v.Reason == ReasonTripwire {
			return 1
		}
		return 0
	}
	m := mix{fine: 0.7, failed: 0.3}
	limit := mix{fine: 1 - p.ErrorRateMax, failed: p.ErrorRateMax}
	for name, minute := range map[string][]outcome{
		"beside stable":            with(0.5, given(30, 60, m, m), nil),
		"stable not seen yet":      with(0.5, given(40, 0, limit, m), nil),
		"watching, nothing to see": with(1, given(60, 0, limit, m), nil),
	} {
		if chance := mean(p, State{}, [][]outcome{minute}, trips); chance > 1e-6 || chance == 0 {
			t.Errorf("%s: trips with a chance of %v", name, chance)
		}
	}
	minutes := [][]outcome{with(0.5, given(9, 40, m, m), nil), with(1, given(25, 0, m, m), nil)}
	if chance := mean(p, State{}, minutes, trips); chance > 1e-6 || chance == 0 {
		t.Errorf("watching, by the stable of the step before: trips with a chance of %v", chance)
	}
}
