package commands

import (
	"context"

	"github.com/slipway-dev/slipway/rollout"
)

// BackFor is what an alarm does by itself.
func BackFor(ctx context.Context, c *Commands, i rollout.Incident, text string) (rollout.ID, *rollout.Refusal, error) {
	return c.backFor(ctx, i, text)
}
