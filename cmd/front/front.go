package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/slipway-dev/slipway/aws/queue"
	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/aws/session"
	"github.com/slipway-dev/slipway/bot/ingress"
	"github.com/slipway-dev/slipway/cmd/logs"
	"github.com/slipway-dev/slipway/cmd/settings"
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
		c, err = readConfig(s.Config)
		problems = append(problems, err)
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	line := queue.New(aws, queue.Options{URL: s.QueueURL, Urgent: s.UrgentURL, Now: w.now})
	f := &front{
		line: line, source: secrets.New(aws, ref, secrets.Options{Env: w.env, Required: []string{secrets.SlackSigningSecret}, Now: w.now, Log: log}),
		options: ingress.Options{
			Team: c.Front().Team, App: c.Front().App, Channels: c.Front().Channels,
			Names:          grammar.Names{Services: c.Front().Services, Environments: c.Front().Environments},
			ResponseOrigin: responseOrigin(s), Now: w.now, Log: log,
			Queue: jobs{line},
		},
	}
	return f.warm(ctx)
}

func readConfig(name string) (config.Config, error) {
	body, err := os.ReadFile(name) //nolint:gosec // the operator says where it is
	if err != nil {
		return config.Config{}, fmt.Errorf("SLIPWAY_CONFIG: %w", err)
	}
	return config.Read(name, body)
}

// responseOrigin is where private answers may go.
func responseOrigin(s settings.Settings) string {
	if s.Slack != "" {
		return s.Slack
	}
	return "https://hooks.slack.com"
}

// front serves with the secrets that count now. While they are rotated there are
// two, and a process that lives through that takes the new ones up by itself.
type front struct {
	line    *queue.Queue
	source  *secrets.Source
	options ingress.Options

	mu      sync.Mutex
	signing [2]string // that the handler was made with
	handler http.Handler
}
