package judge

import "math"

// logMean is the log of the mean of numbers given by their logs.
func logMean(logs []float64) float64 {
	top := logs[0]
	for _, l := range logs[1:] {
		top = max(top, l)
	}
	sum := 0.0
	for _, l := range logs {
		sum += math.Exp(l - top)
	}
	return top + math.Log(sum/float64(len(logs)))
}

func logMean2(a, b float64) float64 { return logAdd(a, b) - math.Ln2 }

func logAdd(a, b float64) float64 {
	return max(a, b) + math.Log1p(math.Exp(-math.Abs(a-b)))
}

func log10(natural float64) float64 { return natural / math.Ln10 }

func fill(logs []float64, value float64) {
	for i := range logs {
		logs[i] = value
	}
}
