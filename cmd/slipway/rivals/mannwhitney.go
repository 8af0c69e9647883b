package rivals

import (
	"github.com/aclements/go-moremath/stats"

	"github.com/slipway-dev/slipway/rollout/judge"
)

func mannWhitneyRival() Rival {
	return Rival{
		Name: "mann-whitney",
		Rule: "Takes the candidate back when, every five minutes, a Mann-Whitney test of all its error rates per minute against stable's says that they are higher, at 1 %; a minute without a call is left out.",
		Source: "https://spinnaker.io/docs/guides/user/canary/judge/: Kayenta's NetflixACAJudge compares two series of a metric with the Mann-Whitney U test, " +
			"interval by interval; from its code a confidence of 98 % on both sides, which is 1 % on the bad one. " +
			"Left out: removal of outliers, the least size of an effect, scores over several metrics. " +
			"The chance is exact up to 25 minutes (50 without ties) where Kayenta always approximates.",
		New: func() Judge { return new(mannWhitney) },
	}
}

const (
	mannWhitneyLevel = 0.01
	minutesPerLook   = 5
)

type mannWhitney struct {
	minutes           int
	candidate, stable []float64 // error rates, one a minute
}

// Fails implements Judge.
func (j *mannWhitney) Fails(m judge.Minute) bool {
	j.minutes++
	j.candidate = join(j.candidate, m.Candidate)
	j.stable = join(j.stable, m.Stable)
	return j.minutes%minutesPerLook == 0 && chanceHigher(j.candidate, j.stable) <= mannWhitneyLevel
}

func join(rates []float64, c *judge.Counts) []float64 {
	if share, ok := rate(c); ok {
		return append(rates, share)
	}
	return rates
}

// chanceHigher is how likely the candidate's rates would rank so high if both
// versions were alike. It is 1 if a side is empty or all rates are the same. It
// asks whether stable is lower: with ties the library's other side is not exact.
func chanceHigher(candidate, stable []float64) float64 {
	result, err := stats.MannWhitneyUTest(stable, candidate, stats.LocationLess)
	if err != nil {
		return 1
	}
	return result.P
}
