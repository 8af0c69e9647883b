package world

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/cmd/host"
)

// dead is how long a killed bot stays so, in real time: long enough for somebody
// to see that the traffic goes on without it.
const dead = 4 * time.Second

// Kill ends the bot as if its process had died: what it is doing is cut off, what
// it has in memory is gone, and until another one starts a few seconds later
// nobody answers Slack. The workspace and the account go on. Killing a dead bot
// changes nothing.
func (w *World) Kill() {
	if !w.Up() {
		return
	}
	select {
	case w.kills <- struct{}{}:
	default: // somebody else was faster
	}
}

// Up says whether the bot is alive.
func (w *World) Up() bool { return w.bot.Load() != nil }

// openBot makes the first bot, and the routes to whichever there is.
func (w *World) openBot() error {
	for _, path := range []string{"/slack/", "/github/", "/see/", "/healthz"} {
		w.mux.HandleFunc(path, w.serveBot)
	}
	return w.revive()
}

// revive puts a new bot in the place of the one that has ended. Nobody is served
// meanwhile: what the one before took into its queue, the new one finds there.
func (w *World) revive() error {
	w.handover.Lock()
	defer w.handover.Unlock()
	b, err := w.newBot()
	if err != nil {
		return fmt.Errorf("start the bot: %w", err)
	}
	select {
	case <-w.kills: // meant for the one before
	default:
	}
	w.bot.Store(b)
	return nil
}

// serveBot leads to the bot. A dead one answers as a gateway does without it.
func (w *World) serveBot(a http.ResponseWriter, q *http.Request) {
	w.handover.RLock()
	defer w.handover.RUnlock()
	b := w.bot.Load()
	if b == nil {
		http.Error(a, "the bot is dead", http.StatusBadGateway)
		return
	}
	b.front.ServeHTTP(a, q)
}

// keepBot lets one bot live after the other, until ctx is done.
func (w *World) keepBot(ctx context.Context) error {
	for {
		waits, err := w.live(ctx)
		if waits == nil && err == nil {
			waits = w.lie(ctx)
		}
		if err == nil && ctx.Err() == nil {
			err = w.revive()
		}
		if waits != nil {
			close(waits)
		}
		if err != nil || ctx.Err() != nil {
			return err
		}
	}
}

// live runs the bot until it is killed, or started over, or ctx is done. Who wants it
// started over waits for the next one.
func (w *World) live(ctx context.Context) (waits chan struct{}, err error) {
	b := w.bot.Load()
	life, end := context.WithCancel(ctx)
	defer end()
	ended := make(chan error, 1)
	go func() { ended <- b.run(life) }()
	select {
	case err := <-ended:
		return nil, err
	case waits = <-w.restarts: // it stays in its place until the next one takes it
	case <-w.kills:
		w.bot.Store(nil)
	}
	end()
	return waits, <-ended
}

// lie lets the dead bot lie for a while, or until somebody wants a new one.
func (w *World) lie(ctx context.Context) (waits chan struct{}) {
	select {
	case <-ctx.Done():
	case <-time.After(dead):
	case waits = <-w.restarts:
	}
	return waits
}

// run does the bot's work until ctx is done.
func (b *bot) run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		return b.host.Run(ctx, host.Bot{Tick: b.commands.Tick, Handle: b.worker.Handle, Deliver: b.worker.Deliver})
	})
	g.Go(func() error { return b.sweep(ctx) })
	alarms := courier{world: b.world, tell: b.commands.Alarmed}
	g.Go(func() error { return alarms.run(ctx) })
	g.Go(func() error { return b.tendIncidents(ctx) })
	g.Go(func() error { return b.tellSummaries(ctx) })
	return g.Wait()
}
