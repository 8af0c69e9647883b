package serve

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/bot/worker"
	"github.com/slipway-dev/slipway/cmd/clock"
	"github.com/slipway-dev/slipway/cmd/host"
	"github.com/slipway-dev/slipway/cmd/wiring"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/local/store"
)

const (
	sweeping = 2 * time.Minute // how often it is looked after what nobody else does, and how long that may take
	looking  = time.Minute     // how often alarms, incidents and the summary's time are looked at
)

// server is the bot in one process.
type server struct {
	plan     wiring.Plan
	store    *store.Store
	host     *host.Host
	commands *commands.Commands
	worker   *worker.Worker
	post     post
}

// run does the bot's work until ctx is done. What was not done by then is in the file.
func (s *server) run(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, s.store.Close()) }()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		return s.host.Run(ctx, host.Bot{Tick: s.commands.Tick, Handle: s.worker.Handle, Deliver: s.worker.Deliver})
	})
	g.Go(func() error { return s.post.run(ctx) })
	g.Go(func() error { return atOnceAndEvery(ctx, sweeping, s.sweep) })
	g.Go(func() error { return atOnceAndEvery(ctx, looking, s.tend) })
	if alarms := s.watch(); alarms != nil {
		g.Go(func() error { return atOnceAndEvery(ctx, looking, alarms.look) })
	}
	if summary := s.summary(); summary != nil {
		g.Go(func() error {
			return atOnceAndEvery(ctx, looking, func(ctx context.Context) { summary.Look(ctx, s.plan.Now()) })
		})
	}
	return g.Wait()
}

// atOnceAndEvery does something now and then again and again, until ctx is done.
func atOnceAndEvery(ctx context.Context, period time.Duration, do func(context.Context)) error {
	within := func() error {
		ctx, cancel := context.WithTimeout(ctx, period)
		defer cancel()
		do(ctx)
		return nil
	}
	_ = within() // it never fails
	return host.Every(ctx, period, within)
}

// sweep looks after what nobody else does any more.
func (s *server) sweep(ctx context.Context) {
	if err := s.commands.Sweep(ctx, s.plan.Now()); err != nil && ctx.Err() == nil {
		s.plan.Log.WarnContext(ctx, "the sweep is tried again later", "error", err)
	}
}

// tend looks after incidents that go on, which a sweep does not do often enough.
func (s *server) tend(ctx context.Context) {
	if err := s.commands.TendIncidents(ctx); err != nil && ctx.Err() == nil {
		s.plan.Log.WarnContext(ctx, "incidents are looked at again later", "error", err)
	}
}

// watch looks at alarms; nil where none are listened to.
func (s *server) watch() *watch {
	if len(s.commands.Policy.Alarms.Accounts) == 0 || s.commands.Monitor == nil {
		return nil
	}
	return &watch{red: s.plan.Red, now: s.commands.Monitor.Alarms, tell: s.commands.Alarmed, log: s.plan.Log}
}

// summary tells daily what was shipped; nil where it is told to nobody.
func (s *server) summary() *host.Daily {
	told := s.commands.Policy.Summary
	if len(told.Channels) == 0 {
		return nil
	}
	return &host.Daily{Zone: told.Zone, At: told.At, Do: s.commands.Summarise, Log: s.plan.Log}
}

// real is the wall clock, as those see it who wait by it.
type real struct{ now func() time.Time }

// Now is the real time.
func (r real) Now() time.Time { return r.now() }

// Until gives a channel that is closed once Now is t or later, or ctx is done.
func (r real) Until(ctx context.Context, t time.Time) <-chan struct{} {
	return clock.Real().Until(ctx, t)
}
