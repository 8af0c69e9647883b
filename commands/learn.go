package commands

import (
	"context"
	"errors"
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
)

// learn takes note of how the run of a build stands, with more to be written beside it,
// and moves on the rollouts that wait for it, in one change. News of what is over or
// was overtaken change nothing. It gives the build as it is known now.
func (c *Commands) learn(ctx context.Context, b rollout.BuildRun, run rollout.Run, beside ...rollout.Record) (rollout.BuildRun, error) {
	for range attempts {
		after, again, err := c.learnOnce(ctx, b, run, beside)
		if err != nil || !again {
			return after, err
		}
		fresh, err := load[rollout.BuildRun](ctx, c.Store, b.Key())
		if err != nil {
			return b, err
		}
		if fresh.Rollout != b.Rollout || fresh.Run.ID != 0 && run.ID != 0 && fresh.Run.ID != run.ID {
			return fresh, nil // asked for anew meanwhile: this is not its run
		}
		b = fresh
	}
	return b, &rollout.Error{Kind: rollout.Stale, Message: "Others kept changing the build of " + b.SHA + "."}
}

// learnOnce is one attempt; again is true when somebody else was faster.
func (c *Commands) learnOnce(ctx context.Context, b rollout.BuildRun, run rollout.Run, beside []rollout.Record) (after rollout.BuildRun, again bool, err error) {
	known, changed := b.Run.With(run)
	if !changed && b.Run.State.Ended() {
		return b, false, nil
	}
	after = b
	after.Run, after.Looked, after.Revision = known, c.Now(), b.Revision+1
	change := rollout.Change{Put: append([]rollout.Record{after}, beside...)}
	var due []rollout.ID
	if changed {
		waiting, err := c.waiting(ctx, b.Service, b.SHA)
		if err != nil {
			return b, false, err
		}
		for _, r := range waiting {
			change.Put = append(change.Put, r.Nudged(c.Now()))
			due = append(due, r.ID)
		}
	}
	err = c.Store.Commit(ctx, change)
	var conflict *rollout.ConflictError
	switch {
	case errors.As(err, &conflict) && conflict.Key.Kind == rollout.SeenKind:
		return b, false, nil
	case conflict != nil:
		return b, true, nil
	case err != nil:
		return b, false, fmt.Errorf("note how the build of %s stands: %w", b.SHA, err)
	}
	c.wake(ctx, due)
	return after, false, nil
}

// wake has rollouts looked at that were made due. What cannot be woken looks by itself
// a little later.
func (c *Commands) wake(ctx context.Context, due []rollout.ID) {
	for _, id := range due {
		if err := c.Engine.Wake(ctx, id); err != nil {
			c.Log.WarnContext(ctx, "the engine wakes this one later", "rollout", id, "error", err)
		}
	}
}
