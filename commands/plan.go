package commands

import (
	"context"

	"github.com/slipway-dev/slipway/commands/grammar"
)

// plan shows what a deploy would do, and what every gate says of it. When none is in
// the way it can be confirmed. It costs what the gates of a deploy cost: three
// questions to the code host at most (the ref, the commit's standing, the comparison
// with what is live), two to the account, six reads of the store, and one write.
func (c *Commands) plan(ctx context.Context, q Request, p Person, cmd grammar.Plan) (Outcome, error) {
	w := shipment{target: target(cmd.Target), ref: cmd.Ref}
	a, err := c.look(ctx, p, w.target, w.ref, true)
	if err != nil {
		return nil, err
	}
	strategy, err := c.strategy(a.target, "")
	if err != nil {
		return nil, err
	}
	out, err := c.proposed(ctx, q, a, w, strategy)
	if err != nil { // it was asked to be seen, and can be
		c.Log.WarnContext(ctx, "a plan is shown without a way to confirm it", "target", a.target.String(), "error", err)
	}
	return out, nil
}
