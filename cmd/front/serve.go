package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/slipway-dev/slipway/aws/gateway"
	"github.com/slipway-dev/slipway/aws/queue"
	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/bot/ingress"
	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/cmd/logs"
)

// connecting is how long the queue may take to be connected to early. That it
// can't be is for the first request to find out.
const connecting = 2 * time.Second

// warm does what a first request should not wait for, both at the same time, and
// fails when requests could not be verified.
func (f *front) warm(ctx context.Context) (answer, error) {
	connected := make(chan error, 1)
	go func() {
		ctx, cancel := context.WithTimeout(ctx, connecting)
		defer cancel()
		connected <- f.connect(ctx)
	}()
	_, err := f.current(ctx)
	if early := <-connected; early != nil {
		f.options.Log.WarnContext(ctx, "the queue cannot be reached yet", "error", early)
	}
	if err != nil {
		return nil, err
	}
	serve := gateway.Handler(f.meter.Front(f), f.options.Log)
	return func(ctx context.Context, e events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
		return serve(logs.With(ctx, e.RequestContext.RequestID), e)
	}, nil
}

// connect opens the queue's connection, unless the secret's will be good for it too.
func (f *front) connect(ctx context.Context) error {
	queue, err1 := f.line.Host(ctx)
	secret, err2 := f.source.Host(ctx)
	if err := errors.Join(err1, err2); err != nil || queue == secret {
		return err
	}
	return f.line.Connect(ctx)
}

// ServeHTTP answers one request. Without the secrets nobody is let in.
func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h, err := f.current(r.Context())
	if err != nil {
		f.options.Log.ErrorContext(r.Context(), "the secrets cannot be read, so nobody is let in", "error", err)
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	h.ServeHTTP(w, r)
}

// current is the handler with the secrets that count now.
func (f *front) current(ctx context.Context) (http.Handler, error) {
	set, err := f.source.Get(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the secrets: %w", err)
	}
	now := f.signingOf(set)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.handler != nil && f.signing.same(now) {
		return f.handler, nil
	}
	o := f.options
	o.Secrets, o.GitHub = now.slack, now.gitHub
	h, err := ingress.New(o)
	if err != nil {
		return nil, err
	}
	f.handler, f.signing = h, now
	return h, nil
}

// signing are the secrets that requests are verified with: of each kind the current
// one and, while it is rotated, the previous one.
type signing struct{ slack, gitHub []string }

func (s signing) same(as signing) bool {
	return slices.Equal(s.slack, as.slack) && slices.Equal(s.gitHub, as.gitHub)
}

// signingOf are those of a set. A secret of GitHub's opens no door that the
// configuration has not.
func (f *front) signingOf(set secrets.Set) signing {
	reveal := func(names ...string) []string {
		var values []string
		for _, s := range set.All(names...) {
			values = append(values, s.Reveal())
		}
		return values
	}
	s := signing{slack: reveal(secrets.SlackSigningSecret, secrets.SlackSigningSecretPrevious)}
	if f.gitHub {
		s.gitHub = reveal(secrets.GitHubWebhookSecret, secrets.GitHubWebhookSecretPrevious)
	}
	return s
}

// jobs is the front's way to the queue.
type jobs struct{ queue *queue.Queue }

// Send queues a job with the id of the request that it came in.
func (q jobs) Send(ctx context.Context, j job.Job) error {
	body, err := job.Pack(job.Parcel{Correlation: logs.Correlation(ctx), Job: &j})
	if err != nil {
		return err
	}
	return q.queue.Send(ctx, queue.Message{ID: j.ID, Group: j.Group(), Urgent: j.Urgent(), Body: string(body)})
}
