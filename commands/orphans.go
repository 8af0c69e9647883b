package commands

import (
	"context"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	silent  = 5 * time.Minute // after this, a build that nobody was heard of is looked after again
	orphans = 10              // how many of them one sweep hands over at most
)

// tendOrphans hands builds that have not ended, and that no rollout wants, to an errand:
// the one that should have ended them was lost, or the code host has told of their end
// and nobody heard. What does not help is done less and less often, and given up after a
// day.
func (c *Commands) tendOrphans(ctx context.Context) error {
	builds, err := legible[rollout.BuildRun](ctx, c, rollout.BuildsIndex)
	if err != nil {
		return err
	}
	left := orphans
	for _, b := range builds {
		if left == 0 || ctx.Err() != nil {
			break
		}
		_, over := b.Closes(givenUp, c.Now())
		if !over && c.Now().Sub(b.Looked) < max(silent, b.Looked.Sub(b.Heard)) {
			continue
		}
		tended, err := c.tendOrphan(ctx, b)
		if err != nil {
			return err
		}
		if tended {
			left--
		}
	}
	return ctx.Err()
}

// tendOrphan has a build looked after, or closes it, unless a rollout waits for it.
func (c *Commands) tendOrphan(ctx context.Context, b rollout.BuildRun) (bool, error) {
	waiting, err := c.waitingFor(ctx, b)
	if err != nil || len(waiting) > 0 {
		return false, err
	}
	if _, over := b.Closes(givenUp, c.Now()); over {
		c.Log.WarnContext(ctx, "a build is not asked about any more", "service", b.Service, "sha", b.SHA, "run", b.Run.ID)
		_, err := c.learn(ctx, b, func(b rollout.BuildRun, at time.Time) (rollout.BuildRun, bool) { return b.Closes(givenUp, at) })
		return true, err
	}
	return c.handOver(ctx, b)
}

// givenUp is why a build is over that nobody could end, or see the end of.
const givenUp = "nothing was heard of its run for a day"

// handOver has a build looked after.
func (c *Commands) handOver(ctx context.Context, b rollout.BuildRun) (bool, error) {
	change := rollout.Change{Put: []rollout.Record{rollout.BuildNotice(b.Service, rollout.Release{SHA: b.SHA}, c.Now())}}
	err := c.Store.Commit(ctx, change)
	switch {
	case rollout.IsConflict(err): // somebody has just done so
		return false, nil
	case err != nil:
		return false, fmt.Errorf("hand over the build of %s: %w", b.SHA, err)
	}
	c.tell(ctx, change)
	return true, nil
}
