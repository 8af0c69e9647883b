package commands

import (
	"context"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	// lookEvery is how often an incident is looked at while it is going on, where whoever
	// calls TendIncidents does so that often: a sweep is every two minutes.
	lookEvery = time.Minute
	// lookRarely is how often once nothing was heard of its alarms for staleAfter: what is
	// found costs calls, and tells nothing new.
	lookRarely, staleAfter = 10 * time.Minute, time.Hour
)

// TendIncidents has each incident that is going on looked at again, when that was a while
// ago: metrics tell more every minute, and people are reminded. So has one that is over,
// and whose thread has not heard of that. It is part of Sweep, and may be called oftener.
// An incident that cannot be seen to is in no other's way.
func (c *Commands) TendIncidents(ctx context.Context) error {
	open, err := legible[rollout.Incident](ctx, c, rollout.TendedIncidentsIndex)
	if err != nil {
		return err
	}
	for _, i := range rotated(open, c.Real()) {
		if !c.dueLook(i) {
			continue
		}
		if err := c.haveLooked(ctx, i.ID); err != nil {
			c.Log.WarnContext(ctx, "an incident is looked at later", "incident", i.ID, "error", err)
		}
	}
	return ctx.Err()
}

// dueLook says whether an incident was not looked at for long.
func (c *Commands) dueLook(i rollout.Incident) bool {
	every := lookEvery
	if c.Now().Sub(lastHeard(i)) >= staleAfter {
		every = lookRarely
	}
	return c.Now().Sub(i.Looked) >= every
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
