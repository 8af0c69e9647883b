package cloud

import (
	"math"
	"math/rand/v2"
	"time"
)

// spread is the standard deviation of a duration's logarithm: with 0.5 one call
// in twenty takes 2.3 times the median.
const spread = 0.5

// slower is the share of calls around a median that take longer than a limit.
func slower(medianMS float64, limit time.Duration) float64 {
	return math.Erfc(math.Log(milliseconds(limit)/medianMS)/(spread*math.Sqrt2)) / 2
}

func draw(r *rand.Rand, medianMS float64) time.Duration {
	return time.Duration(medianMS * math.Exp(spread*r.NormFloat64()) * float64(time.Millisecond))
}

// quantile is the duration that the share q of the rows' calls stay below, in
// milliseconds. It is that of the distribution they were drawn from.
func quantile(rows []row, q float64) float64 {
	var calls float64
	low, high := math.Inf(1), 0.0
	for _, r := range rows {
		calls += float64(r.Calls)
		low, high = min(low, r.LatencyMS), max(high, r.LatencyMS)
	}
	low, high = math.Log(low)-6*spread, math.Log(high)+6*spread
	for range 40 {
		middle := (low + high) / 2
		limit := time.Duration(math.Exp(middle) * float64(time.Millisecond))
		var above float64
		for _, r := range rows {
			above += float64(r.Calls) * slower(r.LatencyMS, limit)
		}
		if above > (1-q)*calls {
			low = middle
		} else {
			high = middle
		}
	}
	return math.Exp(high)
}

// mean is the mean duration of the rows' calls, in milliseconds. That of a
// log-normal distribution is above its median.
func mean(rows []row) float64 {
	var calls, sum float64
	for _, r := range rows {
		calls += float64(r.Calls)
		sum += float64(r.Calls) * r.LatencyMS
	}
	return sum / calls * math.Exp(spread*spread/2)
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
