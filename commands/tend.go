package commands

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// rounds is in how many sweeps every target is looked at once: reading aliases and
// versions costs calls that a rollback may need.
const rounds = 5

// tend looks after the targets whose turn it is.
func (c *Commands) tend(ctx context.Context, real time.Time) error {
	for _, t := range c.Policy.targets(rollout.Target{}) {
		if !turnOf(t, real) {
			continue
		}
		if err := c.tendTarget(ctx, t); err != nil && !rollout.IsKind(err, rollout.NotFound) { // not made yet
			c.Log.WarnContext(ctx, "a target is looked after later", "target", t.String(), "error", err)
		}
	}
	return ctx.Err()
}

// turnOf says whether a target is looked after in this minute.
func turnOf(t rollout.Target, real time.Time) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(t.String())) // never fails
	return int64(h.Sum32()%rounds) == real.Unix()/60%rounds
}

// tendTarget does nothing while a rollout owns the target.
func (c *Commands) tendTarget(ctx context.Context, t rollout.Target) error {
	lock, owner, err := c.ownership(ctx, t)
	if err != nil || owner != nil {
		return err
	}
	aliases, err := c.Traffic.Aliases(ctx, t)
	if err != nil {
		return fmt.Errorf("read the aliases of %s: %w", t, err)
	}
	return errors.Join(c.tendSplit(ctx, lock, aliases[rollout.Live]), c.cleanUp(ctx, lock, aliases))
}

// note adds to the target's audit. It is written before anything is done, and only
// while the lock is as it was read: whoever took the target meanwhile looks after it.
func (c *Commands) note(ctx context.Context, l rollout.Lock, action string, id rollout.ID, detail string) (mine bool, err error) {
	err = c.Store.Commit(ctx, rollout.Noted(l, rollout.Slipway, action, id, detail, c.Now()))
	var conflict *rollout.ConflictError
	switch {
	case errors.As(err, &conflict):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("write the audit of %s: %w", l.Target, err)
	}
	return true, nil
}
