package commands

import (
	"context"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// lock keeps deploys out of a target until somebody unlocks it or the time is up.
func (c *Commands) lock(ctx context.Context, q Request, p Person, cmd grammar.Lock) (Outcome, error) {
	return c.hold(ctx, q, p, cmd.Target, rollout.Locked, func(l rollout.Lock) (rollout.Lock, *rollout.Refusal) {
		if h := l.HeldAt(c.Now()); h != nil {
			return l, &rollout.Refusal{Code: "locked", Reason: rollout.Say("It is locked already, by ").Who(h.By).Say(" since ").When(h.Since).Say(": ").Quote(h.Reason),
				Hint: fmt.Sprintf("To lock it for another reason, first `/deploy unlock %s %s`", cmd.Environment, cmd.Service)}
		}
		h := rollout.Hold{By: p.ID, Reason: cmd.Reason, Since: c.Now()}
		if cmd.For > 0 {
			h.Until = c.Now().Add(cmd.For)
		}
		return l.Hold(h), nil
	})
}

// unlock lets deploys in again.
func (c *Commands) unlock(ctx context.Context, q Request, p Person, cmd grammar.Unlock) (Outcome, error) {
	return c.hold(ctx, q, p, cmd.Target, rollout.Unlocked, func(l rollout.Lock) (rollout.Lock, *rollout.Refusal) {
		if l.HeldAt(c.Now()) == nil {
			return l, rollout.Refuse("not_locked", fmt.Sprintf("%s is not locked in %s.", cmd.Service, cmd.Environment), "")
		}
		return l.Unhold(), nil
	})
}

// hold changes a target's hold, tells the channel, and wakes nobody: a rollout
// under way goes on.
func (c *Commands) hold(ctx context.Context, q Request, p Person, where grammar.Target, kind rollout.NoticeKind, change func(rollout.Lock) (rollout.Lock, *rollout.Refusal)) (Outcome, error) {
	t := target(where)
	if refusal := c.Authorize(p, LockIt, t); refusal != nil {
		return nil, refusal
	}
	return retry(ctx, func(ctx context.Context) (Outcome, bool, error) {
		before, err := c.lockOf(ctx, t)
		if err != nil {
			return nil, false, err
		}
		after, refusal := change(before)
		if refusal != nil {
			return nil, false, c.repeated(ctx, q, refusal)
		}
		notice := rollout.Notice{ID: c.NewID(), Kind: kind, Channel: c.Policy.channelOf(t.Service), By: p.ID}
		written := rollout.Held(after, notice, string(kind), c.Now())
		again, err := c.commit(ctx, q, written)
		if err != nil || again {
			return nil, again, err
		}
		c.tell(ctx, written)
		return HoldChanged{Target: t, Hold: after.Held}, false, nil
	})
}

// holder is who keeps deploys out of a target; empty when nobody does, or Slipway itself.
func holder(l rollout.Lock, at time.Time) string {
	if h := l.HeldAt(at); h != nil {
		return h.By
	}
	return ""
}
