package commands

import (
	"context"
	"errors"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	overdue  = 2 * time.Minute // after its wake, a rollout's engine is taken for dead
	leftOver = time.Minute     // after it was written, a notice is taken for lost
)

// Sweep looks after what nobody else does any more: rollouts whose engine has died,
// notices that were never sent, notes that may be forgotten, splits that nobody
// owns and versions that nobody needs. It is to be called every two minutes or so,
// with the real time; running it twice is harmless. What goes wrong with one of
// them is logged, and stops none of the others; an error says that a part of the
// sweep could not begin.
func (c *Commands) Sweep(ctx context.Context, real time.Time) error {
	return errors.Join(c.takeUp(ctx), c.resend(ctx), c.Forget(ctx, real), c.tend(ctx, real))
}

// takeUp goes on with open rollouts that are long due. They are started again too,
// in case their engine has died, and woken, in case it waits for a wake that was lost.
func (c *Commands) takeUp(ctx context.Context) error {
	open, err := legible[rollout.Rollout](ctx, c, rollout.OpenIndex)
	if err != nil {
		return err
	}
	for _, r := range open {
		if c.Now().Sub(r.Wake) < overdue {
			continue
		}
		c.Log.WarnContext(ctx, "a rollout is overdue", "rollout", r.ID, "target", r.Target.String(), "since", r.Wake)
		after, err := c.Turn(ctx, r.ID)
		if err == nil && after.Phase.Ended() {
			continue
		}
		if err = errors.Join(err, c.Engine.Start(ctx, r.ID), c.Engine.Wake(ctx, r.ID)); err != nil {
			c.Log.ErrorContext(ctx, "a rollout that is overdue could not be taken up", "rollout", r.ID, "error", err)
		}
	}
	return nil
}

// resend puts notices on their way again that have been in the outbox for a while.
func (c *Commands) resend(ctx context.Context) error {
	notices, err := legible[rollout.Notice](ctx, c, rollout.OutboxIndex)
	if err != nil {
		return err
	}
	for _, n := range notices {
		if c.Now().Sub(n.At) < leftOver {
			continue
		}
		if err := c.Outbox.Send(ctx, n.ID, n.Version); err != nil {
			c.Log.WarnContext(ctx, "a notice stays in the outbox", "notice", n.ID, "error", err)
		}
	}
	return nil
}
