package commands

import (
	"context"

	"github.com/slipway-dev/slipway/rollout"
)

// Undoable is the rollout that Undo would take back now, or the refusal that it
// would answer. It changes nothing, and Undo looks at everything again.
func (c *Commands) Undoable(ctx context.Context, q Request, id rollout.ID) (rollout.Rollout, error) {
	p, err := c.identify(ctx, q.Actor)
	var found takeable
	if err == nil {
		found, err = c.undoable(ctx, p, id)
	}
	c.noteNoUndo(ctx, q, id, err)
	return found.rollout, err
}

// undoable is a rollout that somebody may take back now.
func (c *Commands) undoable(ctx context.Context, p Person, id rollout.ID) (takeable, error) {
	r, err := c.rolloutByID(ctx, id)
	if err != nil {
		return takeable{rollout: r}, err
	}
	if refusal := c.Authorize(p, RollBack, r.Target); refusal != nil {
		return takeable{rollout: r}, refusal
	}
	if r.Phase == rollout.Succeeded && c.Now().Sub(r.Ended) > rollout.UndoFor {
		return takeable{rollout: r}, rollout.Refuse("expired", "That deploy is more than a day old, so its button no longer works.", hintBack(r.Target, r.Stable, ""))
	}
	return c.takeable(ctx, r)
}

// noteNoUndo writes into the audit that somebody was refused to take a rollout back.
func (c *Commands) noteNoUndo(ctx context.Context, q Request, id rollout.ID, err error) {
	refusal := asRefusal(err)
	if refusal == nil {
		return
	}
	if r, err := c.rolloutByID(ctx, id); err == nil {
		c.noteRefusal(ctx, q, r.Target, "rollback", refusal)
	}
}
