package rivals_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/slipway-dev/slipway/cmd/slipway/rivals"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// world is a column of the table: traffic, and the share of calls that fail.
type world struct {
	perMinute         float64
	stable, candidate float64
	outage            float64 // added to both for three minutes at a random time
}

func columns() []world {
	return []world{
		{20, 0.01, 0.01, 0}, {200, 0.01, 0.01, 0}, {2_000, 0.01, 0.01, 0},
		{20, 0.01, 0.01, 0.3}, {200, 0.01, 0.01, 0.3}, {2_000, 0.01, 0.01, 0.3},
		{200, 0.01, 0.05, 0}, {20, 0.001, 0.2, 0}, {2, 0.001, 1, 0}, {20, 0.001, 1, 0},
	}
}

// rollout is five minutes at 10, 25 and 50 % each.
func (w world) rollout(random *rand.Rand) (minutes []judge.Minute) {
	from := random.IntN(13)
	for at := range 15 {
		extra := 0.0
		if at >= from && at < from+3 {
			extra = w.outage
		}
		weight := []float64{0.1, 0.25, 0.5}[at/5]
		calls := distuv.Poisson{Lambda: w.perMinute, Src: random}.Rand()
		mine := hits(random, calls, weight)
		minutes = append(minutes, judge.Minute{
			Weight:    weight,
			Candidate: counts(int64(mine), int64(hits(random, mine, w.candidate+extra))),
			Stable:    counts(int64(calls-mine), int64(hits(random, calls-mine, w.stable+extra))),
		})
	}
	return minutes
}

func hits(random *rand.Rand, calls, share float64) float64 {
	if calls == 0 || share >= 1 {
		return calls
	}
	return distuv.Binomial{N: calls, P: share, Src: random}.Rand()
}

// The reference table of docs/judge.md: P(rollback) in % out of 4,000 rollouts.
// Margins are four standard errors of this test's few rollouts, and two points
// for the reference's own noise and for what its sentences leave open.
func TestTheReferenceTableIsReproduced(t *testing.T) {
	const runs = 250
	table := map[string][10]float64{
		"alarm":        {4.9, 91, 100, 69, 100, 100, 100, 99.8, 90.8, 100},
		"threshold":    {0.9, 63, 91, 22, 95, 99, 100, 99.8, 100, 100},
		"ratio":        {1.0, 27, 15, 1.1, 42, 44, 100, 6.7, 0, 6},
		"fisher":       {0.8, 3.0, 4.5, 13, 59, 77, 100, 100, 99.8, 100},
		"mann-whitney": {0, 0, 1.4, 0, 0.1, 0.5, 90, 99, 100, 100},
	}
	for column, w := range columns() {
		random := rand.New(rand.NewPCG(5, uint64(column)))
		failed := map[string]int{}
		for range runs {
			minutes := w.rollout(random)
			for _, r := range rivals.All() {
				if failsAt(r, minutes) > 0 {
					failed[r.Name]++
				}
			}
		}
		for name, row := range table {
			got, want := 100*float64(failed[name])/runs, row[column]
			if margin := 2 + 4*math.Sqrt(want*(100-want)/runs); math.Abs(got-want) > margin {
				t.Errorf("%s in column %d: %.1f %%, reference %.1f ± %.1f", name, column+1, got, want, margin)
			}
		}
	}
}
