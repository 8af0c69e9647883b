package commands

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// Tick is one turn of a rollout: load, observe, advance, save, and only then
// carry out the one intent. It says when the next one is due; a zero time means
// that the rollout is over. Running it twice is harmless, and whatever it could
// not finish is seen and mended by the next.
func (c *Commands) Tick(ctx context.Context, id rollout.ID) (time.Time, error) {
	for range attempts {
		next, again, err := c.tick(ctx, id)
		if err != nil || !again {
			return next, err
		}
	}
	return time.Time{}, &rollout.Error{Kind: rollout.Stale, Message: fmt.Sprintf("Others kept changing what %s is about.", id)}
}

// tick is one attempt at a turn; again is true when somebody else changed the
// rollout or its lock meanwhile.
func (c *Commands) tick(ctx context.Context, id rollout.ID) (next time.Time, again bool, err error) {
	before, err := load[rollout.Rollout](ctx, c.Store, rollout.RolloutKey(id))
	if err != nil || before.Phase.Ended() {
		return time.Time{}, false, err
	}
	at := c.Now()
	if at.Before(before.Wake) {
		return before.Wake, false, nil // a wake that came early, or twice
	}
	lock, err := c.lockOf(ctx, before.Target)
	if err != nil {
		return time.Time{}, false, err
	}
	after, intent, err := c.turn(ctx, before, lock, at)
	if err != nil {
		return time.Time{}, false, err
	}
	change := rollout.Turn(before, after, intent, lock, at)
	err = c.Store.Commit(ctx, change)
	var conflict *rollout.ConflictError
	if errors.As(err, &conflict) {
		return time.Time{}, true, nil
	}
	if err != nil {
		return time.Time{}, false, fmt.Errorf("save the turn: %w", err)
	}
	c.tell(ctx, change)
	return after.Wake, false, c.carryOut(ctx, after, intent)
}

// turn advances the rollout, or ends it when its target belongs to another one.
// One that moved no traffic needs to see nothing to be over at its deadline.
func (c *Commands) turn(ctx context.Context, r rollout.Rollout, lock rollout.Lock, at time.Time) (rollout.Rollout, rollout.Intent, error) {
	if lock.Owner != r.ID || lock.Fence != r.Fence {
		return r.Lose(lock.Owner, at), rollout.Intent{}, nil
	}
	o, err := c.observe(ctx, r, at)
	if err != nil && (r.Moved() || at.Before(r.Deadline)) {
		return r, rollout.Intent{}, fmt.Errorf("look at %s: %w", r.Target, err)
	}
	after, intent := rollout.Advance(r, o, at)
	return after, intent, nil
}

// carryOut does what the turn asked for. That somebody else was faster is no
// failure: the next turn sees what there is.
func (c *Commands) carryOut(ctx context.Context, r rollout.Rollout, i rollout.Intent) error {
	var err error
	switch i.Kind {
	case rollout.Nothing:
		return nil
	case rollout.DoBuild:
		err = c.Builds.Start(ctx, r.Target, r.Release, r.ID)
	case rollout.Publish:
		err = c.Versions.Publish(ctx, r.Target, r.Release, r.ID)
	case rollout.Point:
		err = c.Traffic.Point(ctx, r.Target, i)
	}
	if err == nil || rollout.IsKind(err, rollout.Stale) {
		return nil
	}
	return fmt.Errorf("%s %s for %s: %w", i.Kind, i.Alias, r.Target, err)
}
