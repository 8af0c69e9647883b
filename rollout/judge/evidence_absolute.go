package judge

import "math"

const numWorse = 5

// worseRates are the bets on the rate of a candidate that breaks its promise,
// and the first of them that exceeds the limit.
func worseRates(limit float64) (rates [numWorse]float64, first int) {
	rates = [...]float64{0.05, 0.1, 0.2, 0.5, 0.9}
	for first < numWorse && rates[first] <= limit {
		first++
	}
	return rates, first
}

func (e *Evidence) addAbsolute(limit, events, calls float64) {
	rates, first := worseRates(limit)
	for i := first; i < numWorse; i++ {
		e.Absolute[i] += logRatio(rates[i], limit, events, calls)
	}
}

// absolute is the log evidence that the candidate is worse than the limit.
func (e *Evidence) absolute(limit float64) float64 {
	_, first := worseRates(limit)
	return logMean(e.Absolute[first:])
}

// logRatio is how much likelier the events are at one rate than at another.
func logRatio(rate, other, events, calls float64) float64 {
	return events*math.Log(rate/other) + (calls-events)*math.Log((1-rate)/(1-other))
}
