package commands

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	overdue  = 2 * time.Minute // after its wake, a rollout's engine is taken for dead
	leftOver = time.Minute     // after it was written, a notice is taken for lost
)

// How long the parts of a sweep may take, so that what hangs starves nothing else.
// The targets have what they leave of the two minutes.
const (
	little = 5 * time.Second  // the notices; the notes; starting and waking one rollout
	starts = 20 * time.Second // starting and waking all that are overdue
	turns  = 40 * time.Second // giving each of them a turn
	each   = 20 * time.Second // one rollout's turn, or one target
)

// Sweep looks after what nobody else does any more: notices that were never sent,
// notes that may be forgotten, incidents that go on, builds that nobody wants, rollouts
// whose engine has died, splits that nobody owns and versions that nobody needs. It is to
// be called every two minutes or so, with the real time and two minutes to run; running it
// twice is harmless. What goes wrong with one of them is logged, and stops none of the
// others; an error says that a part of the sweep could not begin, or did not come to its
// end.
func (c *Commands) Sweep(ctx context.Context, real time.Time) error {
	return errors.Join(
		within(ctx, little, c.resend),
		within(ctx, little, func(ctx context.Context) error { return c.Forget(ctx, real) }),
		within(ctx, little, c.TendIncidents),
		within(ctx, little, c.tendOrphans),
		c.takeUp(ctx, real),
		c.tend(ctx, real),
	)
}

// takeUp goes on with open rollouts that are long due. First they are started again,
// in case their engine has died, and woken, in case it waits for a wake that was
// lost; only then each is given a turn, in case there is no engine to be had.
func (c *Commands) takeUp(ctx context.Context, real time.Time) error {
	open, err := legible[rollout.Rollout](ctx, c, rollout.OpenIndex)
	if err != nil {
		return err
	}
	late := slices.DeleteFunc(open, func(r rollout.Rollout) bool { return c.Now().Sub(r.Wake) < overdue })
	late = rotated(late, real)
	for _, r := range late {
		c.Log.WarnContext(ctx, "a rollout is overdue", "rollout", r.ID, "target", r.Target.String(), "since", r.Wake)
	}
	return errors.Join(
		within(ctx, starts, func(ctx context.Context) error {
			return c.take(ctx, late, little, func(ctx context.Context, id rollout.ID) error {
				return errors.Join(c.Engine.Start(ctx, id), c.Engine.Wake(ctx, id))
			})
		}),
		within(ctx, turns, func(ctx context.Context) error {
			return c.take(ctx, late, each, func(ctx context.Context, id rollout.ID) error {
				_, err := c.Turn(ctx, id)
				return err
			})
		}),
	)
}

// take does something for each of the rollouts that are overdue.
func (c *Commands) take(ctx context.Context, late []rollout.Rollout, most time.Duration, do func(context.Context, rollout.ID) error) error {
	for _, r := range late {
		err := within(ctx, most, func(ctx context.Context) error { return do(ctx, r.ID) })
		if err != nil {
			c.Log.ErrorContext(ctx, "a rollout that is overdue could not be taken up", "rollout", r.ID, "error", err)
		}
	}
	return ctx.Err()
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
	return ctx.Err()
}

// within does something that may take no longer than d.
func within(ctx context.Context, d time.Duration, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	return do(ctx)
}

// rotated are the same in the same order, but begin with another one each minute, so
// that when the time is too short for all it is not always the same that go without.
func rotated[T any](all []T, real time.Time) []T {
	if len(all) == 0 {
		return nil
	}
	begin := int64(hash(strconv.FormatInt(real.Unix()/60, 10))) % int64(len(all))
	return slices.Concat(all[begin:], all[:begin])
}
