package commands

import (
	"context"

	"github.com/slipway-dev/slipway/rollout"
)

// repeated is the refusal, unless the request is the twin of one that was acted
// upon: then the gate is closed by what that one did, and saying so would only
// confuse.
func (c *Commands) repeated(ctx context.Context, q Request, refusal error) error {
	if q.ID == "" {
		return refusal
	}
	_, err := c.Store.Load(ctx, rollout.Seen{ID: q.ID}.Key())
	switch {
	case rollout.IsMissing(err):
		return refusal
	case err != nil:
		return err
	default:
		return ErrRepeated
	}
}
