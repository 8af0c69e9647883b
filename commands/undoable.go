package commands

import (
	"context"
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
)

// Undoable is the rollout that Undo would take back now, or the refusal that it
// would answer. It changes nothing, and Undo looks at everything again.
func (c *Commands) Undoable(ctx context.Context, q Request, id rollout.ID) (rollout.Rollout, error) {
	p, err := c.identify(ctx, q.Actor)
	var r rollout.Rollout
	if err == nil {
		r, _, err = c.undoable(ctx, p, id)
	}
	c.noteNoUndo(ctx, q, id, err)
	return r, err
}

// undoable is a rollout that somebody may take back now, with its target's lock.
func (c *Commands) undoable(ctx context.Context, p Person, id rollout.ID) (rollout.Rollout, rollout.Lock, error) {
	r, err := c.rolloutByID(ctx, id)
	if err != nil {
		return r, rollout.Lock{}, err
	}
	if refusal := c.Authorize(p, RollBack, r.Target); refusal != nil {
		return r, rollout.Lock{}, refusal
	}
	lock, owner, err := c.ownership(ctx, r.Target)
	switch {
	case err != nil:
	case !r.Phase.Ended():
		_, err = r.RollBack(p.ID, "", c.Now())
	case r.First():
		err = rollout.Refuse("no_way_back",
			fmt.Sprintf("That was the first version of %s in %s; there is nothing to go back to.", r.Target.Service, r.Target.Environment),
			fmt.Sprintf("To replace it: `/deploy %s %s <commit>`", r.Target.Environment, r.Target.Service))
	default:
		err = c.outOfDate(ctx, r, owner)
	}
	return r, lock, err
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
