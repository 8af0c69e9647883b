package report

import (
	"fmt"

	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate/world"
)

// column is one of the first table.
type column struct {
	name      string
	kind      kind
	world     world.Scenario
	reference float64 // in how many % of the rollouts Slipway took it back, in the simulation that it was designed by
}

// designedRollbacks is how many rollouts the references are of.
const designedRollbacks = 4_000

type kind int

const (
	alike  kind = iota // to take it back is a mistake
	worse              // it should be taken back
	broken             // at once
)

// columns are those of the design. A broken version stands beside 0.1 % errors on
// stable: the design does not say, and with 1 % fewer are found at 2 calls a minute
// than it found.
func columns() []column {
	return []column{
		{"both 1 %, 20/min", alike, scenario(20, 0.01, 0.01), 0},
		{"both 1 %, 200/min", alike, scenario(200, 0.01, 0.01), 0.1},
		{"both 1 %, 2,000/min", alike, scenario(2_000, 0.01, 0.01), 0.1},
		{"both hit by an outage, 20/min", alike, hit(scenario(20, 0.01, 0.01)), 0.5},
		{"outage, 200/min", alike, hit(scenario(200, 0.01, 0.01)), 0},
		{"outage, 2,000/min", alike, hit(scenario(2_000, 0.01, 0.01)), 0},
		{"1 → 5 %, 200/min", worse, scenario(200, 0.01, 0.05), 98.9},
		{"0.1 → 20 %, 20/min", worse, scenario(20, 0.001, 0.2), 99.7},
		{"broken, 2/min", broken, scenario(2, 0.001, 1), 99.8},
		{"broken, 20/min", broken, scenario(20, 0.001, 1), 100},
		{"0.1 → 1 %, 200/min", worse, scenario(200, 0.001, 0.01), 41},
	}
}

// own is Slipway's figure in the column.
func (c column) own(f simulate.Figures) string {
	back := f.RolledBack
	switch c.kind {
	case alike:
		return upTo(back.Share, back.High)
	case broken:
		return fmt.Sprintf("%s (after %s errors, min %s)", share(back.Share), plain(f.ErrorsSeen.Median, 1), plain(f.ToRollback.Median/60, 1))
	case worse:
	}
	return share(back.Share)
}

// goals are what was promised for the column.
func (c column) goals(f simulate.Figures) []goal {
	asOften := reference{c.reference, designedRollbacks}.asOften(c.name, "taken back", f.RolledBack)
	switch c.kind {
	case alike:
		return falseRollbacks(c.name, f.RolledBack)
	case broken:
		return append(c.soon(f), asOften)
	case worse:
	}
	return []goal{asOften}
}

// soon is how fast a broken version has to be found: after two errors where there
// is hardly any traffic, else in the first minute.
func (c column) soon(f simulate.Figures) []goal {
	found := goal{c.name, "taken back", 100 * f.RolledBack.Share, true, 99.5, " %"}
	if c.world.Traffic <= 2 {
		return []goal{found, {c.name, "the median of errors until then", f.ErrorsSeen.Median, false, 2, ""}}
	}
	return []goal{found, {c.name, "the median minute", f.ToRollback.Median / 60, false, 1, ""}}
}

// falseRollbacks asks for at most 1 % mistakes, and 2 % as far as one can tell.
func falseRollbacks(cell string, back simulate.Rate) []goal {
	return []goal{{cell, "taken back", 100 * back.Share, false, 1, " %"}, upperEnd(cell, back, 2)}
}

// upperEnd asks that the 95 % interval of mistakes ends at so many % at most.
func upperEnd(cell string, back simulate.Rate, percent float64) goal {
	return goal{cell, "the upper end of taken back", 100 * back.High, false, percent, " %"}
}
