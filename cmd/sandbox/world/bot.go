package world

import (
	"context"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/bot/client"
	"github.com/slipway-dev/slipway/bot/ingress"
	"github.com/slipway-dev/slipway/bot/worker"
	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/local/engine"
	"github.com/slipway-dev/slipway/local/queue"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/clock"
)

// openBot wires the bot: the same parts as anywhere, with the simulated world
// behind their ports.
func (w *World) openBot() error {
	p, err := policy.From(w.Config)
	if err != nil {
		return fmt.Errorf("slipway.yaml: %w", err)
	}
	if w.queue, err = queue.Open(w.Store.DB(), queue.Options{Now: w.o.Real, Log: w.o.Log}); err != nil {
		return fmt.Errorf("open the queue: %w", err)
	}
	slack, err := client.New(client.Options{
		Token: w.Secrets.BotToken, API: w.o.URL + "/api/", ResponseOrigin: w.o.URL,
		Transport: inProcess{w.mux}, Now: w.o.Real,
	})
	if err != nil {
		return err
	}
	a := &account.Account{Cloud: w.Cloud, GitHub: w.GitHub, Function: w.function, Checks: policy.Checks(w.Config)}
	w.engine = engine.New(w.tick, w.Clock, engine.Options{Log: w.o.Log, Late: w.o.Late})
	if w.notices, err = w.openNotices(); err != nil {
		return err
	}
	w.Commands = commands.New(commands.Deps{
		Store: w.Store, Engine: w.engine, Outbox: outbox{w},
		Commits: a, Builds: a, Versions: a, Traffic: a, Metrics: a, Health: a, People: slack,
		Policy: p, Now: w.Clock.Now, NewID: func() string { return w.ids.At(w.Clock.Now()) }, Log: w.o.Log,
	})
	w.worker = worker.New(worker.Options{
		Commands: w.Commands, Store: w.Store, Answers: slack, Posts: slack, Fallback: w.Config.Slack.Channel,
		Now: w.Clock.Now, Real: w.o.Real, NewRef: w.ids.Ref, Log: w.o.Log,
	})
	return w.openFront()
}

// openFront wires the front.
func (w *World) openFront() error {
	f := w.Config.Front()
	front, err := ingress.New(ingress.Options{
		Secrets: []string{w.Secrets.SigningSecret}, Team: f.Team, App: f.App,
		Names: grammar.Names{Services: f.Services, Environments: f.Environments}, Channels: f.Channels,
		ResponseOrigin: w.o.URL, Queue: jobs{w}, Now: w.o.Real, Log: w.o.Log,
	})
	if err != nil {
		return err
	}
	for _, path := range []string{"/slack/", "/github/", "/healthz"} {
		w.mux.Handle(path, front)
	}
	return nil
}

// openNotices makes the engine that sends notices: a few at a time, in real time.
func (w *World) openNotices() (*engine.Engine, error) {
	real, err := clock.New(w.o.Real(), 1, w.o.Real)
	if err != nil {
		return nil, fmt.Errorf("the clock of notices: %w", err)
	}
	return engine.New(w.deliver, real, engine.Options{Parallel: 16, Log: w.o.Log}), nil
}

// tick is the engine's tick. It is a method so that the engine can be wired
// before the commands, which need it.
func (w *World) tick(ctx context.Context, id rollout.ID) (time.Time, error) {
	return w.Commands.Tick(ctx, id)
}

// function names the Lambda function of a target.
func (w *World) function(t rollout.Target) string {
	s, _ := w.Config.Service(t.Service)
	return s.Function(t.Environment)
}
