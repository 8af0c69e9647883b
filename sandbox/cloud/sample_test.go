package cloud

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

func TestSamplesHaveTheRightMeanAndSpread(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for name, c := range map[string]struct {
		draw           func() int64
		mean, variance float64
	}{
		"poisson, few":         {func() int64 { return poisson(r, 0.7) }, 0.7, 0.7},
		"poisson, some":        {func() int64 { return poisson(r, 29) }, 29, 29},
		"poisson, many":        {func() int64 { return poisson(r, 2000) }, 2000, 2000},
		"binomial, rare":       {func() int64 { return binomial(r, 200, .0005) }, .1, .1 * .9995},
		"binomial, few":        {func() int64 { return binomial(r, 40, .2) }, 8, 6.4},
		"binomial, likely":     {func() int64 { return binomial(r, 40, .9) }, 36, 3.6},
		"binomial, many":       {func() int64 { return binomial(r, 2000, .1) }, 200, 180},
		"binomial, never":      {func() int64 { return binomial(r, 2000, 0) }, 0, 0},
		"binomial, always":     {func() int64 { return binomial(r, 7, 1) }, 7, 0},
		"binomial, of nothing": {func() int64 { return binomial(r, 0, .5) }, 0, 0},
	} {
		const n = 20000
		var sum, squares float64
		for range n {
			x := float64(c.draw())
			sum += x
			squares += (x - c.mean) * (x - c.mean)
		}
		if off := math.Abs(sum/n - c.mean); off > 5*math.Sqrt(c.variance/n) {
			t.Errorf("%s: mean %v, want %v", name, sum/n, c.mean)
		}
		if off := math.Abs(squares/n - c.variance); off > .08*c.variance {
			t.Errorf("%s: variance %v, want %v", name, squares/n, c.variance)
		}
	}
}

func TestDrawnDurationsAreAsOftenSlowAsCounted(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	const n, limit = 20000, 150 * time.Millisecond
	slow := 0
	for range n {
		if draw(r, 80) > limit {
			slow++
		}
	}
	within(t, "slow", float64(slow), n, slower(80, limit))
}

func BenchmarkADayOfTraffic(b *testing.B) {
	for b.Loop() {
		now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		a, err := New(Options{Now: func() time.Time { return now }, Rand: rand.New(rand.NewPCG(1, 2))})
		if err != nil {
			b.Fatal(err)
		}
		s := Seed{FunctionName: "checkout", Aliases: map[string]string{"live": "1"}, PerMinute: 600,
			Since: now.Add(-72 * time.Hour), Versions: []SeedVersion{{ImageURI: uri(1)}}}
		if err := a.Seed(s); err != nil {
			b.Fatal(err)
		}
		if _, err := a.Functions(now); err != nil {
			b.Fatal(err)
		}
	}
}
