package rivals

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// exactTail is P(X ≥ x) as a fraction: the ways to choose the errors, each number
// of them made of the one before without a remainder.
func exactTail(x, errors, candidate, stable int64) *big.Rat {
	x = max(x, errors-stable)
	ways := new(big.Int).Binomial(candidate, x)
	ways.Mul(ways, new(big.Int).Binomial(stable, errors-x))
	sum, factor := new(big.Int), new(big.Int)
	for j := x; j <= min(errors, candidate); j++ {
		sum.Add(sum, ways)
		ways.Mul(ways, factor.SetInt64((candidate-j)*(errors-j)))
		ways.Quo(ways, factor.SetInt64((j+1)*(stable-errors+j+1)))
	}
	return new(big.Rat).SetFrac(sum, new(big.Int).Binomial(candidate+stable, errors))
}

func near(got float64, want *big.Rat, within float64) bool {
	w, _ := want.Float64()
	return math.Abs(got-w) <= within*w
}

func TestFishersTailEqualsTheExactSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.Int64Range(0, 60).Draw(t, "candidate")
		s := rapid.Int64Range(0, 60).Draw(t, "stable")
		e := rapid.Int64Range(0, c+s).Draw(t, "errors")
		x := rapid.Int64Range(max(0, e-s), min(c, e)).Draw(t, "x")
		if got, want := tail(x, e, c, s), exactTail(x, e, c, s); !near(got, want, 1e-11) {
			t.Fatalf("P(X ≥ %d) = %v, exact %s", x, got, want.FloatString(20))
		}
	})
}

// Numbers of a busy service: 1,440 errors are expected on the candidate.
func TestFishersTailHoldsForLargeCounts(t *testing.T) {
	const candidate, stable, errors = 72_000, 128_000, 4_000
	for _, x := range []int64{1, 1_400, 1_439, 1_440, 1_441, 1_512, 1_700} {
		got, want := tail(x, errors, candidate, stable), exactTail(x, errors, candidate, stable)
		if !near(got, want, 1e-11) {
			t.Errorf("P(X ≥ %d) = %v, exact %s", x, got, want.FloatString(20))
		}
	}
}

func TestFishersTailOfTheImpossibleIsZero(t *testing.T) {
	if p := tail(3_000, 3_000, 3_000, 27_000); p != 0 {
		t.Errorf("all calls of the candidate fail, none of stable: %v", p)
	}
}

// Permeability constants of the human chorioamnion at term and at 12 to 26
// weeks: Hollander and Wolfe, Nonparametric Statistical Methods, 1973, page 69,
// the example of R's wilcox.test, which prints W = 35, p-value = 0.1272.
func TestMannWhitneyGivesThePublishedChance(t *testing.T) {
	term := []float64{0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46}
	early := []float64{1.15, 0.88, 0.90, 0.74, 1.21}
	if p := chanceHigher(term, early); math.Abs(p-0.1272) > 5e-5 {
		t.Errorf("%v, published 0.1272", p)
	}
}

// pairsWon is the U statistic, times two.
func pairsWon(a, b []float64) (won int) {
	for _, x := range a {
		for _, y := range b {
			if x > y {
				won += 2
			} else if x == y {
				won++
			}
		}
	}
	return won
}

// Error rates have many ties, most of them at zero. The chance is then that of
// dealing the same rates to the two versions at random, which small samples
// allow to count out.
func TestMannWhitneyIsExactWithTies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rates := rapid.SliceOfN(rapid.SampledFrom([]float64{0, 0, 0, 0.01, 0.02, 0.5, 1}), 2, 9).Draw(t, "rates")
		split := rapid.IntRange(1, len(rates)-1).Draw(t, "candidate's minutes")
		seen := pairsWon(rates[:split], rates[split:])
		var deals, asHigh float64
		for hands := range 1 << len(rates) {
			var a, b []float64
			for i, r := range rates {
				if hands>>i&1 == 1 {
					a = append(a, r)
				} else {
					b = append(b, r)
				}
			}
			if len(a) != split {
				continue
			}
			deals++
			if pairsWon(a, b) >= seen {
				asHigh++
			}
		}
		if got := chanceHigher(rates[:split], rates[split:]); math.Abs(got-asHigh/deals) > 1e-12 {
			t.Fatalf("%v, counted %v", got, asHigh/deals)
		}
	})
}

func TestMannWhitneyOfNothingOrOfEqualRatesSaysNothing(t *testing.T) {
	for name, rates := range map[string][2][]float64{
		"no minutes":           {nil, nil},
		"no stable minutes":    {{1, 1}, nil},
		"no candidate minutes": {nil, {0, 0}},
		"all the same":         {{0, 0}, {0, 0, 0}},
	} {
		if p := chanceHigher(rates[0], rates[1]); p != 1 {
			t.Errorf("%s: %v, want 1", name, p)
		}
	}
}
