package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/slipway-dev/slipway/aws/queue"
	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/aws/session"
	"github.com/slipway-dev/slipway/bot/ingress"
	"github.com/slipway-dev/slipway/cmd/logs"
	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/cmd/telemetry/metrics"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/config"
)

// patience is for one attempt of a call. Three of them, as many as there are, end
// within the ten seconds that Lambda gives a start, so that the log says why; and
// one is all that Slack has time for.
const patience = 2 * time.Second

// world is what a process is given.
type world struct {
	environ []string
	env     func(string) string
	now     func() time.Time
	out     io.Writer // the log
}

// answer is what the runtime calls with each request.
type answer func(context.Context, events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error)

// open wires the front. The error has everything that is wrong. When it returns,
// the secret is here and the queue's connection is open.
func open(ctx context.Context, w world) (answer, error) {
	s, err := settings.Read(w.environ, settings.Front)
	w.out = logs.Lines(w.out)
	log := logs.New(w.out, s.Level, "front")
	problems := []error{err}
	aws, err := session.New(w.env, session.Options{Log: log, Now: w.now, Patience: patience})
	problems = append(problems, err)
	ref, err := secrets.Parse(s.Secrets)
	if s.Secrets != "" {
		problems = append(problems, err)
	}
	var c config.Config
	if s.Config != "" {
		c, err = s.ReadConfig()
		problems = append(problems, err)
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	policy, line := c.Front(), queue.New(aws, queue.Options{URL: s.QueueURL, Urgent: s.UrgentURL, Now: w.now})
	meter := metrics.New(w.out, w.now, "front")
	f := &front{
		line: line, gitHub: c.GitHub != nil, meter: meter,
		source: secrets.New(aws, ref, secrets.Options{Env: w.env, Required: required(c), Now: w.now, Log: log}),
		options: ingress.Options{
			Team: policy.Team, App: policy.App, Channels: policy.Channels,
			Repositories:   policy.Repositories,
			Names:          grammar.Names{Services: policy.Services, Environments: policy.Environments},
			ResponseOrigin: s.ResponseOrigin(), Now: w.now, Log: log,
			Queue: jobs{line}, Refused: meter.Refused,
		},
	}
	return f.warm(ctx)
}

// required are the secrets without which nobody could be let in.
func required(c config.Config) []string {
	names := []string{secrets.SlackSigningSecret}
	if c.GitHub != nil {
		names = append(names, secrets.GitHubWebhookSecret)
	}
	return names
}

// front serves with the secrets that count now. While they are rotated there are
// two, and a process that lives through that takes the new ones up by itself.
type front struct {
	line    *queue.Queue
	source  *secrets.Source
	gitHub  bool // tells of what happens
	meter   *metrics.Meter
	options ingress.Options

	mu      sync.Mutex
	signing signing // that the handler was made with
	handler http.Handler
}
