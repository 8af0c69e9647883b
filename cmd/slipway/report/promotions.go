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

// promotionGoals ask that with 200 calls a minute and more at least 95 % are
// through within an hour.
func promotionGoals(cells []simulate.Options, results []simulate.Result) (goals []goal) {
	for i, o := range cells {
		if o.World.Traffic < 200 {
			continue
		}
		within := 0
		for _, at := range ours(results[i]).Promotions {
			if at <= time.Hour {
				within++
			}
		}
		cell := fmt.Sprintf("both %s, %s", judge.Percent(o.World.Stable.Errors), perMinute(o.World.Traffic))
		goals = append(goals, goal{cell, "promoted within an hour", 100 * float64(within) / float64(o.Runs), true, 95, " %"})
	}
	return goals
}
