package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/aws/health"
	"github.com/slipway-dev/slipway/aws/images"
	"github.com/slipway-dev/slipway/aws/limit"
	"github.com/slipway-dev/slipway/aws/metrics"
	"github.com/slipway-dev/slipway/aws/queue"
	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/aws/store"
	"github.com/slipway-dev/slipway/aws/traffic"
	"github.com/slipway-dev/slipway/aws/versions"
	"github.com/slipway-dev/slipway/bot/client"
	"github.com/slipway-dev/slipway/bot/worker"
	"github.com/slipway-dev/slipway/cmd/logs"
	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// parts are what worker and ticker have in common.
type parts struct {
	store    *store.Store
	queue    *queue.Queue
	engine   *engine.Engine
	commands *commands.Commands
}

// burst is how many calls to Lambda's control plane one process makes without a
// pause. Many tickers begin at the same moment, so they make one; few people wait
// for a worker at a time, and what is live where takes several calls to say.
func burst(f settings.Function) int {
	if f == settings.Worker {
		return 8
	}
	return 1
}

// parts wires the commands to AWS. People are looked up by whoever speaks to Slack.
func (p plan) parts(people commands.People) *parts {
	s := p.settings
	control := limit.New(s.Rate, burst(s.Function))
	functions := lambda.NewFromConfig(p.aws, control.Apply)
	artifacts := images.New(ecr.NewFromConfig(p.aws), s3.NewFromConfig(p.aws), images.Options{Artifact: p.artifact})
	out := &parts{
		store: store.New(dynamodb.NewFromConfig(p.aws), store.Options{Table: s.Table, NewToken: p.ids.Random, Now: p.now}),
		queue: queue.New(p.aws, queue.Options{URL: s.QueueURL, Urgent: s.UrgentURL, Now: p.now}),
	}
	out.engine = engine.New(sfn.NewFromConfig(p.aws), engine.Options{StateMachine: s.StateMachine, Parking: out.store, Correlation: logs.Correlation, Known: known(out, p.function)})
	out.commands = commands.New(commands.Deps{
		Store: out.store, Engine: out.engine, Outbox: outbox{out.queue},
		Commits: artifacts, Builds: artifacts,
		Versions: versions.New(functions, versions.Options{Function: p.function, Code: codeOf(artifacts), Provisioned: p.provisioned}),
		Traffic:  traffic.New(functions, p.function),
		Metrics:  metrics.New(cloudwatch.NewFromConfig(p.aws), p.function),
		Health:   health.New(lambda.NewFromConfig(p.patient), health.Options{Function: p.function, Checks: policy.Checks(p.config), Now: p.now, Log: p.log}),
		People:   people, Policy: p.policy, Now: p.clock, NewID: p.newID, Log: p.log,
	})
	return out
}

// ticker wires the ticker, which needs no secret.
func (p plan) ticker() (any, error) {
	parts := p.parts(nobody{})
	return ticker{
		turn: parts.commands.Turn, park: parts.engine.Park, sweep: parts.commands.Sweep,
		function: p.function, settings: p.settings, real: p.now, log: p.log,
	}.Handle, nil
}

// worker wires the worker, which speaks to Slack. Without the token it does not start.
func (p plan) worker(ctx context.Context) (any, error) {
	w := &slackWorker{
		plan:   p,
		source: secrets.New(p.aws, p.secrets, secrets.Options{Env: p.env, Required: []string{secrets.SlackBotToken}, Now: p.now, Log: p.log}),
	}
	if _, err := w.current(ctx); err != nil {
		return nil, err
	}
	return w.Handle, nil
}

// inbox wires everything that a job or a notice needs, with that token.
func (p plan) inbox(token string) (inbox, error) {
	slack, err := client.New(p.slackOptions(token))
	if err != nil {
		return inbox{}, err
	}
	parts := p.parts(slack)
	w := worker.New(worker.Options{
		Commands: parts.commands, Screens: parts.commands, Store: parts.store, Answers: slack, Dialogs: slack, Posts: slack, Fallback: p.config.Slack.Channel,
		Now: p.clock, Real: p.now, NewRef: p.ids.Ref, Log: p.log,
	})
	arn := func(url string) string { return queueARN(p.aws.Region, url) }
	return inbox{
		queues: []string{arn(p.settings.QueueURL), arn(p.settings.UrgentURL)}, dead: arn(p.settings.DeadURL),
		handle: w.Handle, giveUp: w.GiveUp, deliver: w.Deliver, log: p.log,
	}, nil
}

func (p plan) slackOptions(token string) client.Options {
	o := client.Options{Token: token, ResponseOrigin: p.settings.ResponseOrigin(), Now: p.now}
	if p.settings.Slack != "" {
		o.API = p.settings.Slack + "/api/"
	}
	return o
}

// nobody is the ticker's directory: it speaks to no one.
type nobody struct{}

// Person knows no one.
func (nobody) Person(_ context.Context, id string) (commands.Person, error) {
	return commands.Person{}, &rollout.MissingError{Key: rollout.Key{Kind: "person", ID: id}}
}
