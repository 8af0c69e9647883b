package commands

import (
	"context"
	"errors"
	"fmt"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// change applies what a person wants to a rollout that is under way.
func (c *Commands) change(ctx context.Context, q Request, p Person, s grammar.Subject, action string, want func(rollout.Rollout) (rollout.Rollout, error)) (Outcome, error) {
	return retry(ctx, func(ctx context.Context) (Outcome, bool, error) {
		r, err := c.subject(ctx, s)
		if err != nil {
			return nil, false, err
		}
		if refusal := c.Authorize(p, Control, r.Target); refusal != nil {
			return nil, false, refusal
		}
		if s.Rollout == "" && r.Phase.Ended() {
			return nil, false, c.repeated(ctx, q, nothingUnderWay(r.Target))
		}
		after, err := want(r)
		if err != nil {
			return nil, false, c.repeated(ctx, q, err)
		}
		lock, err := c.lockOf(ctx, r.Target)
		if err != nil {
			return nil, false, err
		}
		return c.wish(ctx, q, p, after, lock, action)
	})
}

// nothingUnderWay refuses what only a running rollout can do.
func nothingUnderWay(t rollout.Target) *rollout.Refusal {
	return rollout.Refuse("nothing_under_way",
		fmt.Sprintf("Nothing is being rolled out to %s in %s.", t.Service, t.Environment),
		fmt.Sprintf("To begin: `/deploy %[1]s %[2]s <commit>`. To take back what is live: `/rollback %[1]s %[2]s`", t.Environment, t.Service))
}

// wish saves a changed rollout, with what belongs to that, and has it ticked at once, by an
// engine of its own if that has died.
func (c *Commands) wish(ctx context.Context, q Request, p Person, after rollout.Rollout, lock rollout.Lock, action string, besides ...rollout.Record) (Outcome, bool, error) {
	change := rollout.Wish(after, lock, p.ID, action, c.Now())
	change.Put = append(change.Put, besides...)
	again, err := c.commit(ctx, q, change)
	if err != nil || again {
		return nil, again, err
	}
	c.goBack(ctx, after)
	if err := errors.Join(c.Engine.Start(ctx, after.ID), c.Engine.Wake(ctx, after.ID)); err != nil {
		c.Log.WarnContext(ctx, "the engine wakes this one later", "rollout", after.ID, "error", err)
	}
	c.tell(ctx, change)
	return Changed{Action: action, Rollout: after}, false, nil
}

func (c *Commands) promote(ctx context.Context, q Request, p Person, cmd grammar.Promote) (Outcome, error) {
	return c.change(ctx, q, p, cmd.Subject, "promote", func(r rollout.Rollout) (rollout.Rollout, error) {
		return r.Promote(c.Now())
	})
}

func (c *Commands) pause(ctx context.Context, q Request, p Person, cmd grammar.Pause) (Outcome, error) {
	return c.change(ctx, q, p, cmd.Subject, "pause", func(r rollout.Rollout) (rollout.Rollout, error) {
		return r.PauseBy(p.ID, cmd.Reason, c.Now())
	})
}

func (c *Commands) resume(ctx context.Context, q Request, p Person, cmd grammar.Resume) (Outcome, error) {
	return c.change(ctx, q, p, cmd.Subject, "resume", func(r rollout.Rollout) (rollout.Rollout, error) {
		return r.Resume(c.Now())
	})
}

func (c *Commands) abort(ctx context.Context, q Request, p Person, cmd grammar.Abort) (Outcome, error) {
	return c.change(ctx, q, p, cmd.Subject, "abort", func(r rollout.Rollout) (rollout.Rollout, error) {
		return r.Abort(p.ID, cmd.Reason, c.Now())
	})
}
