package judge_test

import (
	"math"
	"testing"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// Values of R's binom.test.
func TestAnIntervalIsTheExactOne(t *testing.T) {
	for _, test := range []struct {
		counts    judge.Counts
		low, high float64
	}{
		{judge.Counts{Invocations: 10, Errors: 0}, 0, 0.3084971},
		{judge.Counts{Invocations: 10, Errors: 10}, 0.6915029, 1},
		{judge.Counts{Invocations: 20, Errors: 1}, 0.001265089, 0.2487328},
		{judge.Counts{Invocations: 1000, Errors: 10}, 0.004805516, 0.01831348},
		{judge.Counts{}, 0, 1},
	} {
		low, high := test.counts.Interval(judge.MeasureErrors)
		if math.Abs(low-test.low) > 1e-5 || math.Abs(high-test.high) > 1e-5 {
			t.Errorf("%+v: %v to %v, want %v to %v", test.counts, low, high, test.low, test.high)
		}
	}
}
