package world

import (
	"context"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/local/engine"
	"github.com/slipway-dev/slipway/rollout"
)

// sweepEvery is how often it is looked after what nobody else does any more, in
// real time. The sweep takes a rollout for overdue, and a notice for lost, after
// minutes of the simulated clock, which are soon over: that one of them is taken up
// although it is looked after is harmless.
const sweepEvery = time.Minute

// sweep looks after what nobody else does, until ctx is done.
func (b *bot) sweep(ctx context.Context) error {
	return every(ctx, sweepEvery, func() error {
		if err := b.commands.Sweep(ctx, b.world.o.Real()); err != nil && ctx.Err() == nil {
			b.world.o.Log.WarnContext(ctx, "the sweep is tried again later", "error", err)
		}
		return nil
	})
}

// takeUp finds what an earlier life of the bot has left undone: rollouts that
// are open, and notices that were not sent. It does not wait, as the sweep does,
// until they are overdue.
func (b *bot) takeUp(ctx context.Context) error {
	for index, take := range map[string]*engine.Engine{rollout.OpenIndex: b.engine, rollout.OutboxIndex: b.notices} {
		rows, err := b.world.Store.Query(ctx, rollout.Query{Index: index})
		if err != nil {
			return fmt.Errorf("find what was left undone in %s: %w", index, err)
		}
		for _, row := range rows {
			if err := take.Start(ctx, rollout.ID(row.Key.ID)); err != nil {
				return fmt.Errorf("take up %s: %w", row.Key, err)
			}
		}
	}
	return nil
}
