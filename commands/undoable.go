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
	if err != nil {
		return rollout.Rollout{}, err
	}
	r, err := c.rolloutByID(ctx, id)
	if err != nil {
		return rollout.Rollout{}, err
	}
	err = c.undoable(ctx, p, r)
	if refusal := asRefusal(err); refusal != nil {
		c.noteRefusal(ctx, q, r.Target, "rollback", refusal)
	}
	return r, err
}

func (c *Commands) undoable(ctx context.Context, p Person, r rollout.Rollout) error {
	if refusal := c.Authorize(p, RollBack, r.Target); refusal != nil {
		return refusal
	}
	_, owner, err := c.ownership(ctx, r.Target)
	switch {
	case err != nil:
		return err
	case !r.Phase.Ended():
		_, err = r.RollBack(p.ID, "", c.Now())
		return err
	case r.First():
		return rollout.Refuse("no_way_back",
			fmt.Sprintf("That was the first version of %s in %s; there is nothing to go back to.", r.Target.Service, r.Target.Environment),
			fmt.Sprintf("To replace it: `/deploy %s %s <commit>`", r.Target.Environment, r.Target.Service))
	}
	return c.outOfDate(ctx, r, owner)
}
