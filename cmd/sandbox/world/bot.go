package world

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/slipway-dev/slipway/bot/client"
	"github.com/slipway-dev/slipway/bot/ingress"
	"github.com/slipway-dev/slipway/bot/worker"
	"github.com/slipway-dev/slipway/cmd/pause"
	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/local/engine"
	"github.com/slipway-dev/slipway/local/queue"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/clock"
)

// bot is one life of the bot: the same parts as anywhere, with the simulated world
// behind their ports. All that it knows beyond its store ends with it.
type bot struct {
	world    *World
	commands *commands.Commands
	worker   *worker.Worker
	queue    *queue.Queue
	engine   *engine.Engine // ticks rollouts, by the simulated clock
	notices  *engine.Engine // sends notices, by the real one
	front    http.Handler   // what Slack and GitHub reach
}

// newBot wires a bot. Nothing moves until it is run.
func (w *World) newBot() (*bot, error) {
	b := &bot{world: w}
	var err error
	if b.queue, err = queue.Open(w.Store, queue.Options{Now: w.o.Real, Log: w.o.Log}); err != nil {
		return nil, fmt.Errorf("open the queue: %w", err)
	}
	slack, err := client.New(client.Options{
		Token: w.Secrets.BotToken, API: w.o.URL + "/api/", ResponseOrigin: w.o.URL,
		Transport: inProcess{w.mux}, Now: w.o.Real,
	})
	if err != nil {
		return nil, err
	}
	a := &account.Account{Cloud: w.Cloud, Function: w.function, Checks: policy.Checks(w.Config)}
	code, err := w.newCodeHost()
	if err != nil {
		return nil, err
	}
	b.engine = engine.New(b.tick, w.Clock, engine.Options{Log: w.o.Log, Late: w.o.Late})
	if b.notices, err = b.newNotices(); err != nil {
		return nil, err
	}
	b.commands = commands.New(commands.Deps{
		Store: w.Store, Engine: b.engine, Outbox: outbox{b},
		Commits: code, Workflows: code, Gatekeeper: code, Deployments: code, Events: code,
		Artifacts: a, Versions: a, Traffic: a, Metrics: a, Health: a, People: slack,
		Monitor: account.Monitor{Cloud: w.Cloud}, Logs: account.Logs{Cloud: w.Cloud, Function: w.function}, Topic: &w.topic,
		Checkups: w.checkups(slack, code), Policy: w.policyNow(), Now: w.Clock.Now, Real: w.Clock.Now, // the code host lives by it too
		NewID: func() string { return w.ids.At(w.Clock.Now()) }, Pause: pause.New(w.o.Random), Log: w.o.Log,
	})
	b.worker = worker.New(worker.Options{
		Commands: b.commands, Proposals: b.commands, Builds: b.commands, Incidents: b.commands, CodeHost: b.commands, Screens: b.commands, Store: w.Store, Answers: slack, Dialogs: slack, Posts: slack, Fallback: w.Config.Slack.Channel,
		Page: w.Config.Page, Runbook: w.runbook, Now: w.Clock.Now, Real: w.o.Real, NewRef: w.ids.Ref, Log: w.o.Log,
	})
	b.front, err = b.newFront()
	return b, err
}

func (b *bot) newFront() (http.Handler, error) {
	w, f := b.world, b.world.Config.Front()
	return ingress.New(ingress.Options{
		Secrets: []string{w.Secrets.SigningSecret}, Team: f.Team, App: f.App,
		GitHub: []string{w.Secrets.HookSecret}, Repositories: f.Repositories,
		Names: grammar.Names{Services: f.Services, Environments: f.Environments}, Channels: f.Channels,
		ResponseOrigin: w.o.URL, Queue: jobs{b}, Now: w.o.Real, Log: w.o.Log,
	})
}

// newNotices makes the engine that sends notices: a few at a time, in real time.
func (b *bot) newNotices() (*engine.Engine, error) {
	real, err := clock.New(b.world.o.Real(), 1, b.world.o.Real)
	if err != nil {
		return nil, fmt.Errorf("the clock of notices: %w", err)
	}
	return engine.New(b.deliver, real, engine.Options{Parallel: 16, Log: b.world.o.Log}), nil
}

// tick is the engine's tick. It is a method so that the engine can be wired
// before the commands, which need it.
func (b *bot) tick(ctx context.Context, id rollout.ID) (time.Time, error) {
	return b.commands.Tick(ctx, id)
}

// function names the Lambda function of a target.
func (w *World) function(t rollout.Target) string {
	s, _ := w.Config.Service(t.Service)
	return s.Function(t.Environment)
}
