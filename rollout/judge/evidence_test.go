package judge

import (
	"math"
	"math/big"
	"testing"
)

// choose is the binomial coefficient.
func choose(n, k int64) float64 {
	c, _ := new(big.Int).Binomial(n, k).Float64()
	return c
}

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
