package world

import (
	"fmt"
	"net/http"

	"github.com/slipway-dev/slipway/bot/client"
	"github.com/slipway-dev/slipway/bot/ingress"
	"github.com/slipway-dev/slipway/bot/worker"
	"github.com/slipway-dev/slipway/cmd/bill"
	"github.com/slipway-dev/slipway/cmd/host"
	"github.com/slipway-dev/slipway/cmd/inprocess"
	"github.com/slipway-dev/slipway/cmd/pause"
	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/cmd/prices"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/local/picture"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/clock"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// bot is one life of the bot: the same parts as anywhere, with the simulated world
// behind their ports. All that it knows beyond its store ends with it.
type bot struct {
	world    *World
	commands *commands.Commands
	worker   *worker.Worker
	host     *host.Host   // ticks rollouts by the simulated clock, and sends notices by the real one
	front    http.Handler // what Slack and GitHub reach
}

// newBot wires a bot. Nothing moves until it is run.
func (w *World) newBot() (*bot, error) {
	b := &bot{world: w}
	var err error
	if b.host, err = w.newHost(); err != nil {
		return nil, err
	}
	slack, err := client.New(client.Options{
		Token: w.Secrets.BotToken, API: w.o.URL + "/api/", ResponseOrigin: w.o.URL,
		Transport: inprocess.Transport{Handler: w.mux}, Now: w.o.Real,
	})
	if err != nil {
		return nil, err
	}
	a := &account.Account{Cloud: w.Cloud, Function: w.function, Checks: policy.Checks(w.Config)}
	asked, err := prices.Of(cloud.Region)
	if err != nil {
		return nil, err
	}
	code, err := w.newCodeHost()
	if err != nil {
		return nil, err
	}
	b.commands = commands.New(commands.Deps{
		Store: w.Store, Engine: b.host.Engine, Outbox: b.host.Outbox(),
		Commits: code, Branch: code, Workflows: code, Gatekeeper: code, Deployments: code, Events: code,
		Artifacts: a, Versions: a, Traffic: a, Metrics: a, Health: a, People: slack,
		Monitor: account.Monitor{Cloud: w.Cloud}, Logs: account.Logs{Cloud: w.Cloud, Function: w.function}, Topic: &w.topic,
		Gauges: account.Gauges{Cloud: w.Cloud, Function: w.function, Draw: picture.Draw}, Prices: asked,
		Spending: bill.Spending{Region: cloud.Region},                                                 // as if it ran on AWS
		Checkups: w.checkups(slack, code), Policy: w.policyNow(), Now: w.Clock.Now, Real: w.Clock.Now, // the code host lives by it too
		NewID: func() string { return w.ids.At(w.Clock.Now()) }, Pause: pause.New(w.o.Random), Log: w.o.Log,
	})
	b.worker = worker.New(worker.Options{
		Commands: b.commands, Proposals: b.commands, Builds: b.commands, Incidents: b.commands, CodeHost: b.commands, Screens: b.commands, Summaries: b.commands, Homes: b.commands,
		Store: w.Store, Answers: slack, Dialogs: slack, Posts: slack, Links: slack, Pictures: slack, Fallback: w.Config.Slack.Channel,
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
		ResponseOrigin: w.o.URL, Queue: b.host.Jobs(), Now: w.o.Real, Log: w.o.Log,
	})
}

// newHost makes what the bot is run by.
func (w *World) newHost() (*host.Host, error) {
	real, err := clock.New(w.o.Real(), 1, w.o.Real)
	if err != nil {
		return nil, fmt.Errorf("the clock of notices: %w", err)
	}
	return host.New(w.Store, host.Options{Clock: w.Clock, Real: real, Late: w.o.Late, Log: w.o.Log})
}

// function names the Lambda function of a target.
func (w *World) function(t rollout.Target) string {
	s, _ := w.Config.Service(t.Service)
	return s.Function(t.Environment)
}
