package main

import (
	"context"

	"github.com/slipway-dev/slipway/aws/alarms"
	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/bot/client"
	"github.com/slipway-dev/slipway/bot/worker"
	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/cmd/telemetry/counted"
	"github.com/slipway-dev/slipway/cmd/telemetry/spans"
	"github.com/slipway-dev/slipway/cmd/wiring"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/rollout"
)

// open wires the function that the environment names. The error has everything
// that is wrong with what it says.
func open(ctx context.Context, w wiring.World) (any, error) {
	p, err := wiring.Read(w, settings.Worker, settings.Ticker)
	if err != nil {
		return nil, err
	}
	if p.Settings.Function == settings.Ticker {
		return openTicker(p), nil
	}
	return openWorker(ctx, p)
}

// openTicker wires the ticker, which needs no secret.
func openTicker(p wiring.Plan) any {
	parts := p.Parts(nobody{}, wiring.Silent("The ticker"))
	parts.Commands.Engine = counted.Engine{Engine: parts.Engine, Meter: p.Meter}
	return spans.Handler(p.Traces, ticker{
		turn: parts.Commands.Turn, park: parts.Engine.Park, sweep: counted.Sweep(p.Meter, parts.Commands.Sweep),
		known: p.Known, settings: p.Settings, real: p.Now, log: p.Log,
	}.Handle)
}

// openWorker wires the worker, which speaks to Slack and GitHub. Without what it
// needs for that it does not start.
func openWorker(ctx context.Context, p wiring.Plan) (any, error) {
	gitHub, required := p.Config.GitHub != nil, []string{secrets.SlackBotToken}
	if p.Config.PagerDuty != nil {
		required = append(required, secrets.PagerDutyRoutingKey)
	}
	w := &keyed{
		gitHub: gitHub, open: func(k keys) (inbox, error) { return openInbox(p, k) },
		source: secrets.New(p.AWS, p.Secrets, secrets.Options{
			Env: p.Env, Required: required, GitHub: gitHub, Now: p.Now, Log: p.Log,
		}),
	}
	if _, err := w.current(ctx); err != nil {
		return nil, err
	}
	return spans.Handler(p.Traces, w.Handle), nil
}

// openInbox wires everything that a job or a notice needs, with those keys.
func openInbox(p wiring.Plan, k keys) (inbox, error) {
	slack, err := client.New(slackOptions(p, k.slack.Reveal()))
	if err != nil {
		return inbox{}, err
	}
	host, err := p.CodeHost(k.gitHub)
	if err != nil {
		return inbox{}, err
	}
	parts := p.Hearing(k.pager).Parts(slack, host)
	all := parts.Commands
	all.Checkups, _, err = p.Checkups(wiring.Access{Slack: slack, GitHub: k.gitHub, Pager: k.pager, Front: wiring.Heard})
	if err != nil {
		return inbox{}, err
	}
	w := worker.New(worker.Options{
		Commands: all, Proposals: all, Builds: all, Incidents: all, CodeHost: all, Screens: all, Summaries: all, Homes: all,
		Store: parts.Store, Answers: slack, Dialogs: slack, Posts: slack, Links: slack, Pictures: slack, Fallback: p.Config.Slack.Channel,
		Page: p.Config.Page, Runbook: runbook(p.Config), Now: p.Clock, Real: p.Now, NewRef: p.NewRef, Log: p.Log,
	})
	arn := func(url string) string { return queueARN(p.AWS.Region, url) }
	return inbox{
		ears:   ears{from: alarms.Sources(all.Policy.Alarms), hear: all.Alarmed, drill: all.RunDrill, sum: all.Summarise},
		queues: []string{arn(p.Settings.QueueURL), arn(p.Settings.UrgentURL)}, dead: arn(p.Settings.DeadURL),
		handle: w.Handle, giveUp: w.GiveUp, deliver: w.Deliver, log: p.Log,
	}, nil
}

// runbook says where to read what to do when a service's alarms are red.
func runbook(c config.Config) func(service string) string {
	return func(service string) string {
		s, _ := c.Service(service)
		return s.Runbook
	}
}

func slackOptions(p wiring.Plan, token string) client.Options {
	o := client.Options{Token: token, ResponseOrigin: p.Settings.ResponseOrigin(), Now: p.Now, Transport: p.ToSlack()}
	if p.Settings.Slack != "" {
		o.API = p.Settings.Slack + "/api/"
	}
	return o
}

// nobody is the ticker's directory: it speaks to no one.
type nobody struct{}

// Person knows no one.
func (nobody) Person(_ context.Context, id string) (commands.Person, error) {
	return commands.Person{}, &rollout.MissingError{Key: rollout.Key{Kind: "person", ID: id}}
}
