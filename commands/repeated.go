package commands

import (
	"context"
	"errors"

	"github.com/slipway-dev/slipway/rollout"
)

// repeated is the refusal, unless the request is the twin of one that was acted
// upon: then the gate is closed by what that one did, and saying so would only
// confuse.
func (c *Commands) repeated(ctx context.Context, q Request, refusal error) error {
	_, err := c.Store.Load(ctx, rollout.Seen{ID: q.ID}.Key())
	var missing *rollout.MissingError
	switch {
	case q.ID == "", errors.As(err, &missing):
		return refusal
	case err != nil:
		return err
	default:
		return ErrRepeated
	}
}
