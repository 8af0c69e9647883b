package commands

import (
	"context"
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
)

// Undo is the button on a rollout's own message: it stops that rollout, or, when
// it is finished and still what is live, goes back from it. A button that is out
// of date changes nothing and says so.
func (c *Commands) Undo(ctx context.Context, q Request, id rollout.ID) (Outcome, error) {
	out, err := c.undo(ctx, q, id)
	c.noteNoUndo(ctx, q, id, err)
	return out, err
}

func (c *Commands) undo(ctx context.Context, q Request, id rollout.ID) (Outcome, error) {
	p, err := c.identify(ctx, q.Actor)
	if err != nil {
		return nil, err
	}
	return retry(ctx, func(ctx context.Context) (Outcome, bool, error) {
		r, lock, err := c.undoable(ctx, p, id)
		switch {
		case asRefusal(err) != nil:
			return nil, false, c.repeated(ctx, q, err)
		case err != nil:
			return nil, false, err
		case !r.Phase.Ended():
			return c.rollBackRunning(ctx, q, p, r, lock)
		}
		return c.rollBackFinished(ctx, q, p, r.Target, lock, string(r.Stable))
	})
}

// outOfDate says why a finished rollout's button no longer stands for what is live.
func (c *Commands) outOfDate(ctx context.Context, r rollout.Rollout, owner *rollout.Rollout) error {
	hint := fmt.Sprintf("What is live: `/deploy status %[1]s %[2]s`. To go back from that: `/rollback %[1]s %[2]s`", r.Target.Environment, r.Target.Service)
	switch {
	case r.Phase != rollout.Succeeded:
		return rollout.Refuse("ended", fmt.Sprintf("That rollout %s; there is nothing to take back.", r.Phase.Past()), hint)
	case owner != nil:
		return rollout.Refuse("superseded", fmt.Sprintf("Another rollout of %s is under way in %s.", r.Target.Service, r.Target.Environment), hint)
	case c.Now().Sub(r.Ended) > rollout.UndoFor:
		return rollout.Refuse("expired", "That deploy is more than a day old, so its button no longer works.", hint)
	}
	aliases, err := c.Traffic.Aliases(ctx, r.Target)
	if err != nil {
		return fmt.Errorf("read the aliases of %s: %w", r.Target, err)
	}
	if live := aliases[rollout.Live].Routing; live != rollout.All(r.Candidate) {
		return rollout.Refuse("superseded", fmt.Sprintf("%s is not what is live in %s any more: that is %s.", r.Candidate, r.Target.Environment, live), hint)
	}
	return nil
}
