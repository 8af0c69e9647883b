package judge

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// exactSum is Σ P(j)·ψ^j over j from `from` on, as a fraction.
func exactSum(candidate, stable, events, from int64, psi float64) *big.Rat {
	ratio, sum := new(big.Rat), new(big.Rat)
	ratio.SetFloat64(psi)
	for j := from; j <= min(events, candidate); j++ {
		if events-j > stable {
			continue
		}
		ways := new(big.Int).Binomial(candidate, j)
		ways.Mul(ways, new(big.Int).Binomial(stable, events-j))
		term := new(big.Rat).SetInt(ways)
		for range j {
			term.Mul(term, ratio)
		}
		sum.Add(sum, term)
	}
	all := new(big.Int).Binomial(candidate+stable, events)
	return sum.Quo(sum, new(big.Rat).SetInt(all))
}

func logRat(r *big.Rat) float64 {
	var mantissa big.Float
	mantissa.SetRat(r)
	exponent := mantissa.MantExp(&mantissa)
	m, _ := mantissa.Float64()
	return math.Log(m) + float64(exponent)*math.Ln2
}

func drawDraws(t *rapid.T) (candidate, stable, events int64) {
	candidate = rapid.Int64Range(0, 60).Draw(t, "candidate")
	stable = rapid.Int64Range(0, 60).Draw(t, "stable")
	return candidate, stable, rapid.Int64Range(0, candidate+stable).Draw(t, "events")
}

func TestMomentsEqualTheExactSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, s, e := drawDraws(t)
		got := draws{float64(c), float64(s), float64(e)}.logMoments()
		for i, psi := range ratios() {
			want := logRat(exactSum(c, s, e, 0, psi))
			if math.Abs(got[i]-want) > 1e-12*(1+want) {
				t.Fatalf("log E[%v^X] = %v, exact %v", psi, got[i], want)
			}
		}
	})
}

func TestTheTailEqualsTheExactSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, s, e := drawDraws(t)
		x := rapid.Int64Range(max(0, e-s), min(c, e)).Draw(t, "x")
		got := draws{float64(c), float64(s), float64(e)}.logTail(float64(x))
		want := logRat(exactSum(c, s, e, x, 1))
		if math.Abs(got-want) > 1e-12*(1-want) {
			t.Fatalf("log P(X ≥ %d) = %v, exact %v", x, got, want)
		}
	})
}
