package report

import (
	"fmt"

	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate/world"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// The axes of the grid.
func gridWeights() []float64 { return []float64{0.01, 0.1, 0.25, 0.5} }
func gridTraffic() []float64 { return []float64{2, 5, 20, 200, 2_000, 20_000} }

// noDifferenceTable is how often a version that is no worse is taken back, at
// every weight and with every traffic, without an outage and with one.
func noDifferenceTable(s scale, policy rollout.Strategy) part {
	p := part{section: noDifference, what: "no difference, no rollback"}
	for _, calls := range gridTraffic() {
		w := scenario(calls, 0.01, 0.01)
		for _, weight := range gridWeights() {
			p.cells = append(p.cells, s.cell(w, single(policy, weight), nil))
		}
		for _, weight := range gridWeights() {
			p.cells = append(p.cells, s.cell(hit(w), single(policy, weight), nil))
		}
	}
	p.tell = func(results []simulate.Result) told {
		t := told{text: gridRows(p.cells, results) + gridNote(p.cells)}
		for i, o := range p.cells {
			t.goals = append(t.goals, gridGoals(o, ours(results[i]).RolledBack)...)
		}
		return t
	}
	return p
}

func gridRows(cells []simulate.Options, results []simulate.Result) string {
	head := []string{"taken back by mistake, %"}
	for _, weight := range gridWeights() {
		head = append(head, "weight "+judge.Percent(weight))
	}
	var rows [][]string
	for i, o := range cells {
		if i%len(gridWeights()) == 0 {
			rows = append(rows, []string{gridRow(o)})
		}
		back := ours(results[i]).RolledBack
		last := &rows[len(rows)-1]
		*last = append(*last, upTo(back.Share, back.High))
	}
	return table(head, rows)
}

func gridRow(o simulate.Options) string {
	switch row := perMinute(o.World.Traffic); {
	case withoutGoal(o.World):
		return row + ", an outage (no goal)"
	case o.World.Outage.Length > 0:
		return row + ", an outage"
	default:
		return row
	}
}

// withoutGoal says that an outage fails enough calls of the new version to be
// noticed there, and may fail none of stable's.
func withoutGoal(w world.Scenario) bool {
	return w.Outage.Length > 0 && w.Traffic > 2 && w.Traffic < 20
}

// gridGoals ask less than of the rest where stable may show nothing of an outage.
func gridGoals(o simulate.Options, back simulate.Rate) []goal {
	if withoutGoal(o.World) {
		return nil
	}
	cell := gridRow(o) + ", weight " + judge.Percent(o.Strategy.Steps[0].Weight)
	if o.World.Outage.Length > 0 && o.World.Traffic <= 2 {
		return []goal{upperEnd(cell, back, 2.5)}
	}
	return falseRollbacks(cell, back)
}

func gridNote(cells []simulate.Options) string {
	return fmt.Sprintf(`
%s rollouts a cell: one step of fifteen minutes by the default parameters (tripwire on), both versions at 1 %%
errors, metrics a minute late. In brackets the upper end of the 95 %% interval. An outage fails 30 %% of all calls
for three minutes.

Rows without a goal are beyond what the judge can tell: with half of the traffic on the new version and 2 to 15 calls
a minute, stable may answer none of the calls that an outage fails, and the outage then looks like the new version's
own fault. More than 1 %% of good versions may be taken back there. The goal of the other rows is at most 1 %%, with an
interval that ends at 2 %% at most; of 2 calls a minute under an outage only that it ends at 2.5 %% at most.
`, judge.Count(int64(cells[0].Runs)))
}
