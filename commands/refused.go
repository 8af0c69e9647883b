package commands

import (
	"context"
	"errors"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// asRefusal is the refusal that an error is, or nil.
func asRefusal(err error) *rollout.Refusal {
	var refusal *rollout.Refusal
	if errors.As(err, &refusal) {
		return refusal
	}
	return nil
}

// noteRefusal writes a refusal into the audit of the target that it is about. It
// does not matter to whoever was refused, so that it fails is only logged.
func (c *Commands) noteRefusal(ctx context.Context, q Request, t rollout.Target, what string, refusal *rollout.Refusal) {
	if c.known(t) != nil {
		return
	}
	err := c.noted(ctx, t, func(l rollout.Lock) rollout.Change {
		return rollout.Refused(l, q.Actor, what+": "+refusal.Code, c.Now())
	})
	if err != nil {
		c.Log.WarnContext(ctx, "a refusal is not in the audit", "target", t.String(), "code", refusal.Code, "error", err)
	}
}

// about is the target that a command is about; zero for none, or for several.
func (c *Commands) about(ctx context.Context, cmd grammar.Command) rollout.Target {
	if named, ok := cmd.(interface{ ID() string }); ok && named.ID() != "" {
		r, err := c.rolloutByID(ctx, rollout.ID(named.ID()))
		if err != nil {
			return rollout.Target{}
		}
		return r.Target
	}
	return target(cmd.Where())
}
