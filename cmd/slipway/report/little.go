package report

import (
	"fmt"

	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// littleTraffic is where an outage may look like the new version's own fault.
func littleTraffic() []float64 { return []float64{2, 5, 10, 20} }

// littleTrafficTable is what an outage does with half of the traffic on the new
// version, and little of it. It is shown and has no goal.
func littleTrafficTable(s scale, policy rollout.Strategy) part {
	p := part{section: noDifference, what: "an outage with little traffic"}
	head := []string{"both 1 %, an outage, weight 50 %"}
	for _, calls := range littleTraffic() {
		head = append(head, perMinute(calls))
		p.cells = append(p.cells, s.cell(hit(scenario(calls, 0.01, 0.01)), half(policy), nil))
	}
	p.tell = func(results []simulate.Result) told {
		row := []string{"taken back by mistake, % (no goal)"}
		for _, r := range results {
			back := ours(r).RolledBack
			row = append(row, upTo(back.Share, back.High))
		}
		return told{text: "\n" + table(head, [][]string{row}) + littleNote(p.cells)}
	}
	return p
}

func littleNote(cells []simulate.Options) string {
	return fmt.Sprintf(`
The same outage, %s rollouts a cell, with the default hold of 10 and maxHold of 30 minutes. At 5 calls a minute:

`+"```sh\n%s\n```\n", judge.Count(int64(cells[1].Runs)), shell(cells[1]))
}
