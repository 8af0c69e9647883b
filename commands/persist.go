package commands

import (
	"context"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	// patient is how often is tried what many may change at once. With the pauses between
	// that takes about seven seconds.
	patient = 40
	// shortest and longest are those pauses at most; what each really is is left to chance,
	// so that those who met do not meet again.
	shortest, longest = 10 * time.Millisecond, 400 * time.Millisecond
)

// persist does something again and again, until nobody else was faster.
func (c *Commands) persist(ctx context.Context, try func(ctx context.Context) (again bool, err error)) error {
	pause := shortest
	for range patient {
		again, err := try(ctx)
		if err != nil || !again {
			return err
		}
		c.Pause(ctx, pause)
		pause = min(2*pause, longest)
	}
	return &rollout.Error{Kind: rollout.Stale, Message: "Others kept changing the same thing."}
}
