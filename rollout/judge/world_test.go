package judge_test

import (
	"math"
	"math/rand/v2"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// world is simulated traffic of two versions behind a weighted alias.
type world struct {
	perMinute                     float64
	stableErrors, candidateErrors float64
	outage                        float64 // added to both error rates …
	outageFrom, outageTo          int     // … in these minutes
	slow                          float64 // share of slow calls, both versions
	noSlow                        bool
	random                        *rand.Rand
}

func newWorld(perMinute, stableErrors, candidateErrors float64, seed uint64) world {
	return world{
		perMinute: perMinute, stableErrors: stableErrors, candidateErrors: candidateErrors,
		random: rand.New(rand.NewPCG(seed, 0)),
	}
}

// minute routes a minute's calls at random. A version without calls has no
// datapoint.
func (w world) minute(at int, weight float64) judge.Minute {
	calls := w.poisson(w.perMinute)
	candidate := w.binomial(calls, weight)
	return judge.Minute{
		Weight: weight, NoSlow: w.noSlow,
		Candidate: w.counts(at, candidate, w.candidateErrors),
		Stable:    w.counts(at, calls-candidate, w.stableErrors),
	}
}

func (w world) counts(at int, calls int64, rate float64) *judge.Counts {
	if calls == 0 {
		return nil
	}
	if at >= w.outageFrom && at < w.outageTo {
		rate = 1 - (1-rate)*(1-w.outage)
	}
	return &judge.Counts{Invocations: calls, Errors: w.binomial(calls, rate), Slow: w.binomial(calls, w.slow)}
}

// binomial counts successes by the gaps between them.
func (w world) binomial(n int64, p float64) (hits int64) {
	if p <= 0 {
		return 0
	}
	if p >= 1 {
		return n
	}
	if p > 0.5 {
		return n - w.binomial(n, 1-p)
	}
	for at := int64(0); ; hits++ {
		at += 1 + int64(math.Log(1-w.random.Float64())/math.Log1p(-p))
		if at > n {
			return hits
		}
	}
}

func (w world) poisson(mean float64) (n int64) {
	for sum := w.random.ExpFloat64(); sum < mean; sum += w.random.ExpFloat64() {
		n++
	}
	return n
}
