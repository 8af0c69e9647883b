package report

import (
	"math"

	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// reference is a figure of the simulation that the judge was designed by. It has
// an error of its own, of as many runs as it was made of.
type reference struct {
	percent float64
	runs    int64
}

// interval is where the figure's true value lies in 95 cases of 100.
func (r reference) interval() (low, high float64) {
	hits := int64(math.Round(r.percent / 100 * float64(r.runs)))
	return judge.Counts{Invocations: r.runs, Errors: hits}.Interval(judge.MeasureErrors)
}

// asOften asks that something good happens as often as in the reference, as far
// as both intervals tell.
func (r reference) asOften(cell, figure string, rate simulate.Rate) goal {
	low, _ := r.interval()
	return goal{cell, "the upper end of " + figure, 100 * rate.High, true, 100 * low, " %"}
}

// asSeldom asks that something bad happens as seldom as in the reference, as far
// as both intervals tell.
func (r reference) asSeldom(cell, figure string, rate simulate.Rate) goal {
	_, high := r.interval()
	return goal{cell, "the lower end of " + figure, 100 * rate.Low, false, 100 * high, " %"}
}
