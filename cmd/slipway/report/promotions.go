package report

import (
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// The axes of the second table: error rates of both versions, and calls a minute.
func healthyRates() []float64   { return []float64{0.0005, 0.001, 0.005, 0.01, 0.015, 0.03} }
func healthyTraffic() []float64 { return []float64{20, 200, 2_000} }

// promotionTable is how often, and how soon, a healthy version gets through
// without a person.
func promotionTable(s scale, policy rollout.Strategy) part {
	p := part{section: letThrough, what: "promoted"}
	for _, rate := range healthyRates() {
		for _, calls := range healthyTraffic() {
			p.cells = append(p.cells, s.cell(scenario(calls, rate, rate), policy, nil))
		}
	}
	p.tell = func(results []simulate.Result) told {
		return told{text: promotionText(p.cells, results), goals: promotionGoals(p.cells, results)}
	}
	return p
}

func promotionText(cells []simulate.Options, results []simulate.Result) string {
	head := []string{"both versions' error rate"}
	for _, calls := range healthyTraffic() {
		head = append(head, perMinute(calls))
	}
	var rows [][]string
	for i, rate := range healthyRates() {
		row := []string{judge.Percent(rate)}
		for j := range healthyTraffic() {
			row = append(row, promotion(ours(results[i*len(healthyTraffic())+j])))
		}
		rows = append(rows, row)
	}
	return table(head, rows) + fmt.Sprintf(`
%s rollouts a cell, with the default policy: 10, 25 and 50 %%, each held 10 minutes, or up to 30 while undecided,
then a watch of 10 minutes; metrics are a minute late, and two minutes compare nothing at each change of weight.
Minutes are the median from the first traffic to all of it. 3 %% is above the limit of 2 %%, but no worse than stable.

`, judge.Count(int64(cells[0].Runs)))
}

// promotion is what mostly becomes of a healthy version.
func promotion(f simulate.Figures) string {
	s := fmt.Sprintf("promoted %s %%, %s min", share(f.Promoted.Share), plain(f.ToPromotion.Median/60, 0))
	if f.Asked.Share > f.Promoted.Share {
		s = fmt.Sprintf("asks a person %s %%", share(f.Asked.Share))
		if f.Promoted.Share > 0 {
			s += fmt.Sprintf(", promoted %s %%", share(f.Promoted.Share))
		}
	}
	if f.RolledBack.Share > 0 {
		s += fmt.Sprintf(", taken back %s %%", share(f.RolledBack.Share))
	}
	return s
}

// The one cell with little traffic that the design has a figure for: with many
// errors on both sides there is enough to compare.
const (
	scarceTraffic  = 20.0
	scarceRate     = 0.03
	scarcePromoted = 30.0 // %
)

// promotionGoals ask that with 200 calls a minute and more at least 95 % are
// through within an hour, and in the one cell as many as in the design.
func promotionGoals(cells []simulate.Options, results []simulate.Result) (goals []goal) {
	for i, o := range cells {
		f, w := ours(results[i]), o.World
		cell := fmt.Sprintf("both %s, %s", judge.Percent(w.Stable.Errors), perMinute(w.Traffic))
		switch {
		case w.Traffic >= 200:
			goals = append(goals, goal{cell, "promoted within an hour", 100 * within(f, time.Hour) / float64(o.Runs), true, 95, " %"})
		case w.Traffic == scarceTraffic && w.Stable.Errors == scarceRate:
			goals = append(goals, reference{scarcePromoted, designedPromotions}.asOften(cell, "promoted", f.Promoted))
		}
	}
	return goals
}

// within is how many were promoted by then.
func within(f simulate.Figures, limit time.Duration) (n float64) {
	for _, at := range f.Promotions {
		if at <= limit {
			n++
		}
	}
	return n
}
