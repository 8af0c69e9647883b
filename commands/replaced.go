package commands

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// replace has the deploy before a rollout know that what it brought is not live any more, so
// that its message says so and offers no way back. An incident that suspects it hears of
// that, too. Whatever cannot be noted is in nobody's way.
func (c *Commands) replace(ctx context.Context, id rollout.ID) error {
	r, err := c.rolloutByID(ctx, id)
	if err != nil {
		return err
	}
	past, err := c.past(ctx, r.Target, recent)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(past, func(p rollout.Rollout) bool { return p.ID < id && p.Phase == rollout.Succeeded })
	if i >= 0 && past[i].Until.IsZero() {
		if err := c.noteReplaced(ctx, past[i], past[:i]); err != nil {
			return err
		}
	}
	if err := c.noteAway(ctx, r.Target, past); err != nil || !r.IsRollback {
		return err
	}
	brought, err := c.tookBack(ctx, r)
	if err != nil || brought.ID == r.ID {
		return err
	}
	return c.result(ctx, brought.ID)
}

// noteReplaced notes which of the later rollouts, the newest first, took a deploy's place:
// the first that brought another version. Somebody who was faster has noted the same.
func (c *Commands) noteReplaced(ctx context.Context, r rollout.Rollout, later []rollout.Rollout) error {
	for _, by := range slices.Backward(later) {
		if !by.Replaces() || by.Brought() == r.Brought() {
			continue
		}
		r.Revision++
		r.Until, r.Replaced = cameBy(by), by.ID
		change := rollout.Change{Put: []rollout.Record{r, rollout.Notice{
			ID: string(r.ID), Version: r.Revision, Kind: rollout.Progress, Channel: r.Channel, Rollout: r.ID, Late: true, At: c.Now(),
		}}}
		err := c.Store.Commit(ctx, change)
		switch {
		case rollout.IsConflict(err):
			return nil
		case err != nil:
			return fmt.Errorf("note what took the place of %s: %w", r.ID, err)
		}
		c.tell(ctx, change)
		return nil
	}
	return nil
}

// cameBy is when what a rollout has brought was live.
func cameBy(r rollout.Rollout) time.Time {
	if at := r.RestoredAt(); !at.IsZero() {
		return at
	}
	return r.Ended
}

// noteAway has the latest incident of a target know whether its suspect is still there to be
// taken back.
func (c *Commands) noteAway(ctx context.Context, t rollout.Target, past []rollout.Rollout) error {
	known, err := c.alarmsOf(ctx, t)
	if err != nil || known.Incident == "" {
		return err
	}
	err = c.amend(ctx, known.Incident, func(i rollout.Incident) rollout.Incident {
		i.Away = away(i, past)
		return i
	})
	if rollout.IsMissing(err) {
		return nil
	}
	return err
}

// away says that an incident's suspect cannot be taken back now: it is not what is live any
// more, or another rollout is under way. The past is the newest first.
func away(i rollout.Incident, past []rollout.Rollout) bool {
	if i.Suspect == nil {
		return false
	}
	for _, r := range past {
		switch {
		case !r.Phase.Ended():
			return r.ID != i.Suspect.Rollout
		case r.Brought() != "":
			return r.Brought() != i.Suspect.Candidate
		}
	}
	return false
}
