package commands

import (
	"context"
	"fmt"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// canary shows how a target's traffic is split, or sets the candidate's share by
// hand and holds it there.
func (c *Commands) canary(ctx context.Context, q Request, p Person, cmd grammar.Canary) (Outcome, error) {
	t := target(cmd.Target)
	_, owner, err := c.ownership(ctx, t)
	if err != nil {
		return nil, err
	}
	if cmd.Percent == nil {
		aliases, err := c.Traffic.Aliases(ctx, t)
		if err != nil {
			return nil, fmt.Errorf("read the aliases of %s: %w", t, err)
		}
		return CanaryShown{Target: t, Live: aliases[rollout.Live].Routing, Rollout: owner}, nil
	}
	if refusal := c.Authorize(p, Control, t); refusal != nil {
		return nil, refusal
	}
	if owner == nil {
		return nil, c.repeated(ctx, q, nothingUnderWay(t))
	}
	s := grammar.Subject{Rollout: string(owner.ID)}
	return c.change(ctx, q, p, s, "weight", func(r rollout.Rollout) (rollout.Rollout, error) {
		return r.SetWeight(float64(*cmd.Percent)/100, p.ID, c.Now())
	})
}
