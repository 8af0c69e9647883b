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
// and nobody heard.
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
		if c.Now().Sub(b.Looked) < silent {
			continue
		}
		handed, err := c.handOver(ctx, b)
		if err != nil {
			return err
		}
		if handed {
			left--
		}
	}
	return ctx.Err()
}

// handOver has a build looked after, unless a rollout does that.
func (c *Commands) handOver(ctx context.Context, b rollout.BuildRun) (bool, error) {
	waiting, err := c.waiting(ctx, b.Service, b.SHA)
	if err != nil || len(waiting) > 0 {
		return false, err
	}
	change := rollout.Change{Put: []rollout.Record{rollout.BuildNotice(b.Service, rollout.Release{SHA: b.SHA}, c.Now())}}
	err = c.Store.Commit(ctx, change)
	switch {
	case rollout.IsConflict(err): // somebody has just done so
		return false, nil
	case err != nil:
		return false, fmt.Errorf("hand over the build of %s: %w", b.SHA, err)
	}
	c.tell(ctx, change)
	return true, nil
}
