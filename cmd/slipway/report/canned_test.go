package report

import (
	"math"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// whole is the scale of the tables as they are committed.
func whole() scale { return scale{runs: 4_000, seed: 42} }

// all are the parts at that scale.
func all(t *testing.T) []part {
	t.Helper()
	return parts(whole(), params.Standard())
}

// canned are results that hold every goal, and differ from cell to cell: a
// version that is much worse goes back, others are promoted, or asked for where
// there is little traffic.
func canned(cells []simulate.Options) (results []simulate.Result) {
	for _, o := range cells {
		r := simulate.Result{Judges: []simulate.Figures{cannedFigures("slipway", o)}}
		for _, rival := range o.Rivals {
			r.Judges = append(r.Judges, cannedFigures(rival.Name, o))
		}
		results = append(results, r)
	}
	return results
}

func cannedFigures(name string, o simulate.Options) simulate.Figures {
	const minute = 60
	w := o.World
	odd := math.Log10(w.Traffic) + 100*w.Stable.Errors + 10*w.Outage.Share + 10*o.Strategy.Steps[0].Weight + float64(len(name))
	f := simulate.Figures{Judge: name}
	few := int(odd) * o.Runs / 4_000
	back, asked := few, 0
	switch {
	case name == "ratio":
		back = 0
	case w.Candidate.Errors > 1.5*w.Stable.Errors:
		back = o.Runs - few/4
	case w.Traffic < 200 && o.Strategy.Inconclusive == rollout.Ask:
		asked = o.Runs - 2*few
	}
	if w.Traffic == scarceTraffic && w.Stable.Errors == scarceRate {
		asked = 7 * o.Runs / 10
	}
	promoted := o.Runs - back - asked
	f.RolledBack, f.Asked, f.Promoted = rate(back, o.Runs), rate(asked, o.Runs), rate(promoted, o.Runs)
	f.FailedCalls = simulate.Spread{Runs: o.Runs, Mean: odd, Median: odd, P95: 100 * odd}
	if back > 0 {
		f.ToRollback = simulate.Spread{Runs: back, Mean: minute, Median: minute, P95: 4 * minute}
		f.ToRestored = simulate.Spread{Runs: back, Mean: minute + odd, Median: minute + odd, P95: 100 * odd}
		f.ErrorsSeen = simulate.Spread{Runs: back, Mean: 2.2, Median: 2, P95: 5}
	}
	f.ToPromotion = simulate.Spread{Runs: promoted, Mean: 33 * minute, Median: minute * (20 + odd), P95: 50 * minute}
	f.Rollbacks, f.Promotions = rising(back), rising(promoted)
	return f
}

func rate(hits, runs int) simulate.Rate {
	c := judge.Counts{Invocations: int64(runs), Errors: int64(hits)}
	low, high := c.Interval(judge.MeasureErrors)
	return simulate.Rate{Runs: hits, Share: c.Rate(judge.MeasureErrors), Low: low, High: high}
}

// rising are times from 10 to 50 minutes.
func rising(n int) (times []time.Duration) {
	for i := range n {
		times = append(times, 10*time.Minute+40*time.Minute*time.Duration(i)/time.Duration(n))
	}
	return times
}
