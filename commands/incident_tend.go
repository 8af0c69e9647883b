package commands

import (
	"context"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// lookEvery is how often an incident is looked at while it is going on.
const lookEvery = time.Minute

// TendIncidents has each incident that is going on looked at again, when that was a while
// ago: metrics tell more every minute, and people are reminded. It is part of Sweep, and
// may be called oftener.
func (c *Commands) TendIncidents(ctx context.Context) error {
	open, err := legible[rollout.Incident](ctx, c, rollout.OpenIncidentsIndex)
	if err != nil {
		return err
	}
	for _, i := range open {
		if c.Now().Sub(i.Looked) < lookEvery {
			continue
		}
		if err := c.haveLooked(ctx, i.ID); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// haveLooked has an incident looked at. Somebody who was faster has just done so.
func (c *Commands) haveLooked(ctx context.Context, id string) error {
	n, err := c.afresh(ctx, rollout.LookNotice(id, c.Now()))
	if err != nil {
		return err
	}
	change := rollout.Change{Put: []rollout.Record{n}}
	err = c.Store.Commit(ctx, change)
	switch {
	case rollout.IsConflict(err):
		return nil
	case err != nil:
		return fmt.Errorf("have the incident %s looked at: %w", id, err)
	}
	c.tell(ctx, change)
	return nil
}
