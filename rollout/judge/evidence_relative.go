package judge

import "math"

const numRatios = 7

// ratios are the bets on how many times worse the candidate is, rising.
func ratios() [numRatios]float64 {
	return [...]float64{1.5, 2, 3, 5, 10, 30, 100}
}

// compare bets on where the x + y events of a minute fell. If the candidate is
// ψ times worse, the probability of what was seen changes by ψ^x over the mean
// of ψ^X, X being the candidate's share of the events when there is no
// difference: binomial if routing is trusted, hypergeometric if the numbers of
// calls are taken as given.
func (e *Evidence) compare(r reading, x, y float64) {
	if x+y == 0 {
		return
	}
	fall := draws{candidate: float64(r.candidate.Invocations), stable: float64(r.stable.Invocations), events: x + y}
	moments := fall.logMoments()
	excluded := excludedRatio(r.weight)
	for i, psi := range ratios() {
		won := x * math.Log(psi)
		e.Weighted[i] += won - (x+y)*math.Log(r.weight*psi+1-r.weight)
		e.Conditional[i] += won - moments[i]
		if i == excluded {
			e.NotWorse -= won - moments[i]
		}
	}
}

// relative is the log evidence that the candidate is worse than stable, mean of
// the form that trusts the weight and the one that does not. Once the routing was
// shown not to fit the weight only the second one's half is left: that is less
// than the mean ever was, so it stays valid.
func (e *Evidence) relative(trusted bool) float64 {
	conditional := logMean(e.Conditional[:])
	if !trusted {
		return conditional - math.Ln2
	}
	return logMean2(logMean(e.Weighted[:]), conditional)
}
