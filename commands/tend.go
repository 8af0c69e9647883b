package commands

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// rounds is in how many sweeps every target is looked at once: reading aliases and
// versions costs calls that a rollback may need.
const rounds = 5

// opens gives the open rollouts as they are when it is first asked.
type opens func() ([]rollout.Rollout, error)

// tend looks after the targets whose turn it is.
func (c *Commands) tend(ctx context.Context, real time.Time) error {
	open := sync.OnceValues(func() ([]rollout.Rollout, error) {
		return query[rollout.Rollout](ctx, c.Store, rollout.Query{Index: rollout.OpenIndex})
	})
	for _, t := range rotated(c.Policy.targets(rollout.Target{}), real) {
		if !turnOf(t, real) {
			continue
		}
		err := within(ctx, each, func(ctx context.Context) error { return c.tendTarget(ctx, t, open, real) })
		if err != nil && !rollout.IsKind(err, rollout.NotFound) { // not made yet
			c.Log.WarnContext(ctx, "a target is looked after later", "target", t.String(), "error", err)
		}
	}
	return ctx.Err()
}

// turnOf says whether a target is looked after in this minute.
func turnOf(t rollout.Target, real time.Time) bool {
	return int64(hash(t.String())%rounds) == real.Unix()/60%rounds
}

func hash(s string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s)) // never fails
	return h.Sum32()
}

// tendTarget does nothing while a rollout owns the target.
func (c *Commands) tendTarget(ctx context.Context, t rollout.Target, open opens, real time.Time) error {
	lock, owner, err := c.ownership(ctx, t)
	if err != nil || owner != nil {
		return err
	}
	aliases, err := c.Traffic.Aliases(ctx, t)
	if err != nil {
		return fmt.Errorf("read the aliases of %s: %w", t, err)
	}
	return errors.Join(c.tendSplit(ctx, lock, aliases[rollout.Live]), c.cleanUp(ctx, t, aliases, open, real))
}

// noted writes a change of the target's audit, whoever owns the target by now.
func (c *Commands) noted(ctx context.Context, t rollout.Target, change func(rollout.Lock) rollout.Change) error {
	for range attempts {
		lock, err := c.lockOf(ctx, t)
		if err != nil {
			return err
		}
		written, err := c.note(ctx, t, change(lock))
		if err != nil || written {
			return err
		}
	}
	return &rollout.Error{Kind: rollout.Stale, Message: fmt.Sprintf("Others kept changing the audit of %s.", t)}
}

// note writes a change that adds to the target's audit, and has people told if it
// says so. It is written only while the lock is as it was read: whoever took the
// target meanwhile looks after it.
func (c *Commands) note(ctx context.Context, t rollout.Target, change rollout.Change) (mine bool, err error) {
	err = c.Store.Commit(ctx, change)
	switch {
	case rollout.IsConflict(err):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("write the audit of %s: %w", t, err)
	}
	c.tell(ctx, change)
	return true, nil
}
