package commands

import (
	"context"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// Tick is Turn for an engine that needs to know no more than when the next one is
// due; a zero time means that the rollout is over.
func (c *Commands) Tick(ctx context.Context, id rollout.ID) (time.Time, error) {
	r, err := c.Turn(ctx, id)
	return r.Wake, err
}

// Turn is one turn of a rollout: load, observe, advance, save, and only then
// carry out the one intent. It gives the rollout as it was saved last, with an
// error too if it could be loaded; its Wake is when the next turn is due. Running it
// twice is harmless, and whatever it could not finish is seen and mended by the next.
func (c *Commands) Turn(ctx context.Context, id rollout.ID) (rollout.Rollout, error) {
	var r rollout.Rollout
	for range attempts {
		var again bool
		var err error
		if r, again, err = c.turn(ctx, id); err != nil || !again {
			return r, err
		}
	}
	return r, &rollout.Error{Kind: rollout.Stale, Message: fmt.Sprintf("Others kept changing what %s is about.", id)}
}

// turn is one attempt at a turn; again is true when somebody else changed the
// rollout or its lock meanwhile.
func (c *Commands) turn(ctx context.Context, id rollout.ID) (saved rollout.Rollout, again bool, err error) {
	before, err := load[rollout.Rollout](ctx, c.Store, rollout.RolloutKey(id))
	if err != nil {
		return before, false, err
	}
	at := c.Now()
	if before.Phase.Ended() || at.Before(before.Wake) { // a wake that came early, or twice
		return before, false, nil
	}
	lock, err := c.lockOf(ctx, before.Target)
	if err != nil {
		return before, false, err
	}
	after, intent, err := c.advance(ctx, before, lock, at)
	if err != nil {
		return c.remember(ctx, before, err), false, err
	}
	change := rollout.Turn(before, after, intent, lock, at)
	err = c.Store.Commit(ctx, change)
	if rollout.IsConflict(err) {
		return before, true, nil
	}
	if err != nil {
		return before, false, fmt.Errorf("save the turn: %w", err)
	}
	err = c.carryOut(ctx, after, intent)
	c.tell(ctx, change)
	return c.remember(ctx, after, err), false, err
}

// remember saves what the turn failed with, or that it did not. Whoever was faster
// has seen more than this turn.
func (c *Commands) remember(ctx context.Context, r rollout.Rollout, failed error) rollout.Rollout {
	after, changed := r.Met(failed)
	if !changed {
		return r
	}
	err := c.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{after}})
	switch {
	case err == nil:
		return after
	case !rollout.IsConflict(err):
		c.Log.WarnContext(ctx, "what a turn failed with could not be saved", "rollout", r.ID, "error", err)
	}
	return r
}

// advance advances the rollout, or ends it when its target belongs to another one.
// One that moved no traffic needs to see nothing to be over at its deadline.
func (c *Commands) advance(ctx context.Context, r rollout.Rollout, lock rollout.Lock, at time.Time) (rollout.Rollout, rollout.Intent, error) {
	if lock.Owner != r.ID || lock.Fence != r.Fence {
		return r.Lose(lock.Owner, at), rollout.Intent{}, nil
	}
	o, err := c.observe(ctx, r, at)
	if err != nil && (r.MustSee() || at.Before(r.Deadline)) {
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
	case rollout.Nothing, rollout.DoBuild:
		return nil // an errand, which was saved with the turn, sees to it
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
