package judge

const numBetter = 3

// betterRates are the bets on the rate of a candidate that keeps its promise.
func betterRates(limit float64) [numBetter]float64 {
	return [...]float64{limit / 20, limit / 4, limit / 2}
}

func (e *Evidence) addBelow(limit, events, calls float64) {
	for i, rate := range betterRates(limit) {
		e.Below[i] += logRatio(rate, limit, events, calls)
	}
}

// excludedRatio is the index in ratios of how much worse than stable a passing
// candidate is shown not to be: each step rules out less.
func excludedRatio(weight float64) int {
	switch {
	case weight <= 0.10:
		return 4 // 10 times
	case weight <= 0.25:
		return 3 // 5 times
	default:
		return 2 // 3 times
	}
}

// pass is the log evidence for passing by one measure, and the way it is shown.
func (e *Evidence) pass() (float64, Reason) {
	below := logMean(e.Below[:])
	if e.Compared && e.NotWorse > below {
		return e.NotWorse, ReasonNotWorse
	}
	return below, ReasonBelowLimit
}

// pass is the evidence of the measure that shows least, and the one to speak of:
// slow calls only where there was one, and where they hold back. A mean would not
// do: it would let fast calls pay for failing ones.
func (s *State) pass(enough float64) (evidence float64, why Reason, measure string) {
	evidence, why = s.Errors.pass()
	if !s.SlowSeen || !s.SlowInStep {
		return evidence, why, MeasureErrors
	}
	slow, slowWhy := s.Slow.pass()
	if slow < min(evidence, enough) {
		return slow, slowWhy, MeasureSlow
	}
	return min(evidence, slow), why, MeasureErrors
}
