package commands

import (
	"context"

	"github.com/slipway-dev/slipway/commands/grammar"
)

// plan shows what a deploy would do, and what every gate says of it.
func (c *Commands) plan(ctx context.Context, p Person, cmd grammar.Plan) (Outcome, error) {
	a, err := c.look(ctx, p, cmd.Target, cmd.Ref)
	if err != nil {
		return nil, err
	}
	strategy, err := c.strategy(a.target, "")
	if err != nil {
		return nil, err
	}
	out := Planned{Target: a.target, Release: a.release, Live: a.version, Strategy: strategy}
	if a.live.Routing.Weight > 0 && c.Policy.environment(a.target.Environment).Adopt {
		out.Adopts = a.live.Routing
	}
	for _, g := range gates() {
		out.Gates = append(out.Gates, GateResult{Name: g.name, Refusal: g.check(c, a)})
	}
	return out, nil
}
