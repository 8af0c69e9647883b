package world

import (
	"context"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// sweepEvery is how often what was left undone is looked for, in real time. Once
// too often does no harm: a tick that is not due does nothing, and a notice that
// was sent is gone.
const sweepEvery = 15 * time.Second

// sweep takes up what was left undone until ctx is done.
func (w *World) sweep(ctx context.Context) error {
	t := time.NewTicker(sweepEvery)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			if err := w.takeUp(ctx); err != nil && ctx.Err() == nil {
				w.o.Log.WarnContext(ctx, "the sweep is tried again later", "error", err)
			}
		case <-ctx.Done():
			return nil
		}
	}
}

// takeUp finds what was left undone: by an earlier life of this process, or, for
// notices, by a Slack that was away for longer than the queue is patient.
func (w *World) takeUp(ctx context.Context) error {
	open, err := w.Store.Query(ctx, rollout.Query{Index: rollout.OpenIndex})
	if err != nil {
		return fmt.Errorf("find the open rollouts: %w", err)
	}
	for _, row := range open {
		if err := w.engine.Start(ctx, rollout.ID(row.Key.ID)); err != nil {
			return fmt.Errorf("take up %s: %w", row.Key, err)
		}
	}
	unsent, err := w.Store.Query(ctx, rollout.Query{Index: rollout.OutboxIndex})
	if err != nil {
		return fmt.Errorf("find the unsent notices: %w", err)
	}
	for _, row := range unsent {
		if err := w.send(ctx, row.Key.ID, row.Rev, "again/"+w.ids.random()); err != nil {
			return err
		}
	}
	return nil
}
