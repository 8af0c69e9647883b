// Package host keeps a bot going on one machine: what moves rollouts on, what hands out
// jobs and what sends notices, side by side in one process, over one file. A host that
// starts again finds in the file what the one before has left undone.
package host

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/local/engine"
	"github.com/slipway-dev/slipway/local/queue"
	"github.com/slipway-dev/slipway/local/store"
	"github.com/slipway-dev/slipway/rollout"
)

// Bot is what a host calls when there is something to do. All of it may be called again
// for what was done already.
type Bot struct {
	// Tick is one turn of a rollout; it gives the time of the next, zero for none.
	Tick func(ctx context.Context, id rollout.ID) (next time.Time, err error)
	// Handle does a job.
	Handle func(ctx context.Context, j job.Job) error
	// Deliver sends a notice.
	Deliver func(ctx context.Context, notice string) error
}

// Options say how a host works.
type Options struct {
	Clock engine.Clock                          // that rollouts live by
	Real  engine.Clock                          // that notices and jobs live by
	Late  func(id rollout.ID, by time.Duration) // hears how late each tick begins; may be nil
	Log   *slog.Logger
}

// Host is a bot's engine, queue and outbox.
type Host struct {
	Engine *engine.Engine // ticks rollouts

	o       Options
	store   *store.Store
	queue   *queue.Queue
	notices *engine.Engine // sends notices, as ticks of its own
	bot     Bot
}

// New makes a host over a store. Nothing moves until Run.
func New(s *store.Store, o Options) (*Host, error) {
	h := &Host{o: o, store: s}
	var err error
	if h.queue, err = queue.Open(s, queue.Options{Now: o.Real.Now, Log: o.Log}); err != nil {
		return nil, fmt.Errorf("open the queue: %w", err)
	}
	h.Engine = engine.New(h.tick, o.Clock, engine.Options{Log: o.Log, Late: o.Late})
	h.notices = engine.New(h.deliver, o.Real, engine.Options{Parallel: 16, Log: o.Log})
	return h, nil
}

// Run does the bot's work until ctx is done; then nothing of it is running any more. It
// is to be called once.
func (h *Host) Run(ctx context.Context, b Bot) error {
	h.bot = b
	if err := h.takeUp(ctx); ctx.Err() != nil {
		return nil // it is over before it began; nothing is lost
	} else if err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return h.Engine.Run(ctx) })
	g.Go(func() error { return h.notices.Run(ctx) })
	g.Go(func() error { return h.queue.Run(ctx, h.handle) })
	return g.Wait()
}

// takeUp finds what an earlier life of the bot has left undone: rollouts that
// are open, and notices that were not sent. It does not wait, as the sweep does,
// until they are overdue.
func (h *Host) takeUp(ctx context.Context) error {
	for index, take := range map[string]*engine.Engine{rollout.OpenIndex: h.Engine, rollout.OutboxIndex: h.notices} {
		rows, err := h.store.Query(ctx, rollout.Query{Index: index})
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

// tick is the engine's. It is a method so that there can be an engine before there is
// the bot, which needs it.
func (h *Host) tick(ctx context.Context, id rollout.ID) (time.Time, error) {
	return h.bot.Tick(ctx, id)
}
