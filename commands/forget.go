package commands

import (
	"context"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// Remembered is how long a message that was acted upon is remembered: longer than
// a signature lives. A message that comes when it is older must not be acted upon.
const Remembered = 15 * time.Minute

// Forget deletes the notes of messages that were acted upon long ago, the deploys that
// nobody has confirmed in time, and who has looked at the Home tab a day ago. The time is
// real, as Slack's.
func (c *Commands) Forget(ctx context.Context, now time.Time) error {
	notes, err := query[rollout.Seen](ctx, c.Store, rollout.Query{Index: rollout.SeenIndex})
	if err != nil {
		return err
	}
	for _, n := range notes {
		if now.Sub(n.At) < Remembered {
			continue
		}
		if err := c.forget(ctx, n.Key()); err != nil {
			return fmt.Errorf("forget a message: %w", err)
		}
	}
	proposals, err := query[rollout.Proposal](ctx, c.Store, rollout.Query{Index: rollout.ProposalsIndex})
	if err != nil {
		return err
	}
	for _, p := range proposals {
		if now.Sub(p.At) < rollout.ProposalLife {
			continue
		}
		if err := c.forget(ctx, p.Key()); err != nil {
			return fmt.Errorf("forget a proposal: %w", err)
		}
	}
	return c.forgetViewers(ctx, now)
}

// forget deletes a record that never changes, if it is still there.
func (c *Commands) forget(ctx context.Context, key rollout.Key) error {
	err := c.Store.Commit(ctx, rollout.Change{Delete: []rollout.Deletion{{Key: key, Rev: 1}}})
	if err != nil && !rollout.IsConflict(err) {
		return err
	}
	return nil
}
