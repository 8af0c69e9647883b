package report

import (
	"fmt"

	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate/world"
	"github.com/slipway-dev/slipway/rollout"
)

// designedPromotions is how many rollouts the design's figures of the section are of.
const designedPromotions = 150

// bad is a version that is worse, and how many % of such went through without a
// person in the simulation that the judge was designed by.
type bad struct {
	world     world.Scenario
	reference float64
}

func bads() []bad {
	return []bad{
		{scenario(200, 0.01, 0.03), 0.7},
		{scenario(200, 0.01, 0.05), 0},
		{scenario(2_000, 0.01, 0.02), 0},
		{scenario(200, 0.001, 0.01), 7},
		{scenario(2_000, 0.001, 0.003), 20},
	}
}

// unattendedTable is how often a bad version gets through without a person.
func unattendedTable(s scale, policy rollout.Strategy) part {
	p := part{section: letThrough, what: "promoted although worse"}
	for _, b := range bads() {
		p.cells = append(p.cells, s.cell(b.world, policy, nil))
	}
	p.tell = func(results []simulate.Result) told {
		var rows [][]string
		var goals []goal
		for i, b := range bads() {
			f := ours(results[i])
			cell := change(b.world) + ", " + perMinute(b.world.Traffic)
			rows = append(rows, []string{
				cell, "**" + upTo(f.Promoted.Share, f.Promoted.High) + "**", "_" + plain(b.reference, 1) + "_",
				share(f.RolledBack.Share), share(f.Asked.Share),
			})
			goals = append(goals, reference{b.reference, designedPromotions}.asSeldom(cell, "promoted", f.Promoted))
		}
		head := []string{"a version that is worse", "promoted unattended, %", "_when it was designed_", "taken back, %", "asks a person, %"}
		return told{text: table(head, rows) + unattendedNote(), goals: goals}
	}
	return p
}

// unattendedNote is about the figures of both tables of the section.
func unattendedNote() string {
	return fmt.Sprintf(`
The goal is the design's figure, here and for 3 %% at %s above, of which %s %% were promoted when it was designed.
It is held if the 95 %% intervals of both overlap, the design's taken as that of %d rollouts.
`, perMinute(scarceTraffic), plain(scarcePromoted, 0), designedPromotions)
}
