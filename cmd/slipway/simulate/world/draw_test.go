package world

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// The distance between what is drawn and what should be, after Kolmogorov: it is
// beyond this once in a thousand times, and the seed is fixed.
const draws, farthest = 20_000, 1.95

func TestCountsAreDrawnFromTheirDistributions(t *testing.T) {
	for _, mean := range []float64{0.3, 2, 20, 200, 20_000} {
		t.Run(fmt.Sprint("poisson ", mean), func(t *testing.T) {
			holds(t, distuv.Poisson{Lambda: mean}.CDF, func(r *rand.Rand) int64 { return poisson(r, mean) })
		})
	}
	for _, d := range []distuv.Binomial{
		{N: 1, P: 0.5}, {N: 10, P: 0.3}, {N: 40, P: 0.01}, {N: 200, P: 0.01}, {N: 200, P: 0.1},
		{N: 2_000, P: 0.995}, {N: 20_000, P: 0.1}, {N: 20_000, P: 0.5}, {N: 10_000_000, P: 1e-6},
	} {
		t.Run(fmt.Sprint("binomial ", d.N, " ", d.P), func(t *testing.T) {
			holds(t, d.CDF, func(r *rand.Rand) int64 { return binomial(r, int64(d.N), d.P) })
		})
	}
}

func holds(t *testing.T, below func(float64) float64, draw func(*rand.Rand) int64) {
	t.Helper()
	random := Seed{5, 6}.random()
	counts := map[int64]int{}
	least, most := int64(math.MaxInt64), int64(0)
	for range draws {
		n := draw(random)
		counts[n]++
		least, most = min(least, n), max(most, n)
	}
	seen, distance := 0, 0.0
	for n := least; n <= most; n++ {
		seen += counts[n]
		distance = max(distance, math.Abs(float64(seen)/draws-below(float64(n))))
	}
	if limit := farthest / math.Sqrt(draws); distance > limit {
		t.Errorf("is %.4f away, want at most %.4f", distance, limit)
	}
}

func TestNothingAndEverythingAreCertain(t *testing.T) {
	random := Seed{}.random()
	if a, b, c := binomial(random, 0, 0.5), binomial(random, 7, 0), binomial(random, 7, 1); a != 0 || b != 0 || c != 7 {
		t.Errorf("%d, %d, %d", a, b, c)
	}
}
