package judge

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/combin"
	"pgregory.net/rapid"
)

// choose is the binomial coefficient of small numbers.
func choose(n, k int64) float64 { return float64(combin.Binomial(int(n), int(k))) }

func binomial(n, k int64, p float64) float64 {
	return choose(n, k) * math.Pow(p, float64(k)) * math.Pow(1-p, float64(n-k))
}

func isOne(t *testing.T, what string, mean float64) {
	t.Helper()
	if math.Abs(mean-1) > 1e-12 {
		t.Errorf("%s: mean %v, want 1", what, mean)
	}
}

func compared(weight float64, x, candidate, y, stable int64) Evidence {
	var e Evidence
	e.compare(reading{
		weight:    weight,
		candidate: Counts{Invocations: candidate, Errors: x},
		stable:    Counts{Invocations: stable, Errors: y},
	}, float64(x), float64(y))
	return e
}

func TestWeightedEvidenceHasMeanOneWhenEachErrorFallsByTheWeight(t *testing.T) {
	for _, weight := range []float64{0.01, 0.1, 0.5} {
		for _, errors := range []int64{1, 4, 9} {
			mean := 0.0
			for x := range errors + 1 {
				e := compared(weight, x, 20, errors-x, 20)
				mean += binomial(errors, x, weight) * math.Exp(logMean(e.Weighted[:]))
			}
			isOne(t, "weighted", mean)
		}
	}
}

func TestConditionalEvidenceHasMeanOneWhenErrorsFallByChance(t *testing.T) {
	for _, c := range []struct{ candidate, stable, errors int64 }{{1, 9, 3}, {5, 15, 8}, {6, 4, 7}, {3, 3, 6}} {
		mean := 0.0
		for x := max(0, c.errors-c.stable); x <= min(c.errors, c.candidate); x++ {
			e := compared(0.3, x, c.candidate, c.errors-x, c.stable)
			chance := choose(c.candidate, x) * choose(c.stable, c.errors-x) / choose(c.candidate+c.stable, c.errors)
			mean += chance * math.Exp(logMean(e.Conditional[:]))
		}
		isOne(t, "conditional", mean)
	}
}

func TestNotWorseHasMeanOneWhenTheCandidateIsJustTooBad(t *testing.T) {
	for weight, psi := range map[float64]float64{0.05: 10, 0.1: 10, 0.2: 5, 0.25: 5, 0.5: 3} {
		const candidate, stable, errors = 6, 9, 7
		sum, mean := 0.0, 0.0
		for x := range int64(candidate + 1) {
			e := compared(weight, x, candidate, errors-x, stable)
			odds := choose(candidate, x) * choose(stable, errors-x) * math.Pow(psi, float64(x))
			sum += odds
			mean += odds * math.Exp(e.NotWorse)
		}
		isOne(t, "not worse", mean/sum)
	}
}

func TestEvidenceAgainstAndForTheLimitHasMeanOneAtTheLimit(t *testing.T) {
	for _, limit := range []float64{0.001, 0.02, 0.1, 0.6} {
		above, below := 0.0, 0.0
		for x := range int64(13) {
			var e Evidence
			e.addAbsolute(limit, float64(x), 12)
			e.addBelow(limit, float64(x), 12)
			above += binomial(12, x, limit) * math.Exp(e.absolute(limit))
			below += binomial(12, x, limit) * math.Exp(logMean(e.Below[:]))
		}
		isOne(t, "above the limit", above)
		isOne(t, "below the limit", below)
	}
}

func TestOnlyRatesAboveTheLimitAreBetOnAgainstIt(t *testing.T) {
	for limit, want := range map[float64]int{0.02: 0, 0.05: 1, 0.3: 3, 0.89: 4} {
		if _, first := worseRates(limit); first != want {
			t.Errorf("limit %v: bets from %d on, want %d", limit, first, want)
		}
	}
}

func TestRoutingEvidenceHasMeanOneAtTheWeight(t *testing.T) {
	for _, weight := range []float64{0.01, 0.1, 0.5} {
		const calls = 30
		mean := 0.0
		for n := range int64(calls + 1) {
			mean += binomial(calls, n, weight) * math.Exp(Routed{Candidate: n, Stable: calls - n}.evidence(weight))
		}
		isOne(t, "routing", mean)
	}
}

// outcome is a way a minute of few calls can go, and its chance.
type outcome struct {
	minute Minute
	chance float64
}

// outcomes routes n calls by the weight and lets each fail, and be slow, at one
// rate on both versions: everything that can happen when there is no difference.
func outcomes(n int64, weight, rate float64) (all []outcome) {
	for candidate := range n + 1 {
		for x := range candidate + 1 {
			for y := range n - candidate + 1 {
				all = append(all, outcome{
					minute: Minute{Weight: weight, Candidate: few(candidate, x), Stable: few(n-candidate, y)},
					chance: binomial(n, candidate, weight) * binomial(candidate, x, rate) * binomial(n-candidate, y, rate),
				})
			}
		}
	}
	return all
}

// few are counts in which the calls that fail are the slow ones too.
func few(calls, events int64) *Counts {
	if calls == 0 {
		return nil
	}
	return &Counts{Invocations: calls, Errors: events, Slow: events}
}

// No bet may gain on average, whatever came before: with versions that have no
// datapoint, after a change of weight, and when slow calls are seen late.
func TestNoEvidenceGainsOnAverageWithoutADifference(t *testing.T) {
	const rate = 0.3
	p := Params{ErrorRateMax: rate, SlowRateMax: rate, FalseRollback: 0.01, FalsePromote: 0.05}
	for _, first := range outcomes(4, 0.2, rate) {
		first.minute.NoSlow = true
		s, before := Judge(p, State{}, first.minute)
		relative, absolute := 0.0, 0.0
		for _, second := range outcomes(4, 0.4, rate) {
			_, after := Judge(p, s, second.minute)
			relative += second.chance * math.Pow(10, after.Relative)
			absolute += second.chance * math.Pow(10, after.Absolute)
		}
		if was := math.Pow(10, before.Relative); relative > was*(1+1e-12) || relative < was*0.8 {
			t.Errorf("relative evidence went from %v to %v on average", was, relative)
		}
		if was := math.Pow(10, before.Absolute); absolute > was*(1+1e-12) || absolute < was*0.5 {
			t.Errorf("absolute evidence went from %v to %v on average", was, absolute)
		}
	}
}

func TestWeightedEvidenceDependsOnTheTotalsOfAStepAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weight := rapid.Float64Range(0.01, 0.99).Draw(t, "weight")
		var apart Evidence
		var x, y int64
		for range rapid.IntRange(1, 8).Draw(t, "minutes") {
			dx, dy := rapid.Int64Range(0, 30).Draw(t, "x"), rapid.Int64Range(0, 30).Draw(t, "y")
			apart.compare(reading{weight: weight, candidate: Counts{Invocations: 40}, stable: Counts{Invocations: 50}}, float64(dx), float64(dy))
			x, y = x+dx, y+dy
		}
		together := compared(weight, x, 1_000, y, 1_000)
		for i := range apart.Weighted {
			if diff := apart.Weighted[i] - together.Weighted[i]; math.Abs(diff) > 1e-9 {
				t.Fatalf("minute by minute %v, as totals %v", apart.Weighted[i], together.Weighted[i])
			}
		}
	})
}
