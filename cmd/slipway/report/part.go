package report

import (
	"context"
	"fmt"

	"github.com/slipway-dev/slipway/cmd/slipway/rivals"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate/world"
	"github.com/slipway-dev/slipway/rollout"
)

// The sections, by the names that their places on the page have.
const (
	takenBack    = "rollbacks"
	letThrough   = "promotions"
	noDifference = "no-difference"
	callers      = "callers"
)

// part is a table or a plot: what is simulated for it, and what it then says.
// tell gets a result for each cell, in their order, and nothing else: what is on
// the page depends on the figures alone.
type part struct {
	section string // where it goes, after the parts before it
	what    string // a few words for the one who waits
	plot    bool   // a picture and no figures: made for a page only
	cells   []simulate.Options
	tell    func([]simulate.Result) told
}

// told is what a part says.
type told struct {
	text    string // Markdown, ends with a line break
	goals   []goal
	picture *picture // or nil
}

// scale is how much is simulated.
type scale struct {
	runs int // rollouts a cell, where it matters most
	seed uint64
}

// quarter is for figures that need no more digits than two.
func (s scale) quarter() scale { return scale{runs: max(1, s.runs/4), seed: s.seed} }

// cell is one scenario under one policy.
func (s scale) cell(w world.Scenario, policy rollout.Strategy, others []rivals.Rival) simulate.Options {
	return simulate.Options{World: w, Strategy: policy, Rivals: others, Runs: s.runs, Seed: s.seed}
}

// parts are all of them, as they stand on the page. The policy is what a service
// gets that says nothing.
func parts(s scale, policy rollout.Strategy) []part {
	return []part{
		rollbackTable(s, policy), powerPlot(s.quarter(), policy),
		promotionTable(s.quarter(), policy), unattendedTable(s.quarter(), policy), promotionPlot(s.quarter(), policy),
		noDifferenceTable(s, policy), littleTrafficTable(s, policy),
		callersTable(s.quarter(), policy),
	}
}

// run simulates the cells, each of them on all cores.
func (p part) run(ctx context.Context, progress func(done int)) (told, error) {
	results := make([]simulate.Result, len(p.cells))
	before := 0
	for i, o := range p.cells {
		var err error
		if results[i], err = simulate.Run(ctx, o, func(done int) { progress(before + done) }); err != nil {
			return told{}, fmt.Errorf("%s, cell %d: %w", p.what, i+1, err)
		}
		before += o.Runs
	}
	return p.tell(results), nil
}

// valid says what is wrong with the first cell that cannot be simulated, or nil.
func (p part) valid() error {
	for _, o := range p.cells {
		if err := o.Validate(); err != nil {
			return err
		}
	}
	return nil
}

// total is how many rollouts the cells have together.
func (p part) total() (runs int) {
	for _, o := range p.cells {
		runs += o.Runs
	}
	return runs
}

// ours are the figures of Slipway's own judge.
func ours(r simulate.Result) simulate.Figures { return r.Judges[0] }
