package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/bot/ingress"
	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

// nowhere is a queue without a disk or a network.
type nowhere struct{ jobs int }

func (n *nowhere) Send(context.Context, job.Job) error {
	n.jobs++
	return nil
}

// typed is a command as Slack posts it.
func typed(ctx context.Context, secret string) *http.Request {
	body := url.Values{
		"token": {"legacy"}, "team_id": {"T0TEAM"}, "team_domain": {"acme"}, "api_app_id": {"A0APP"},
		"user_id": {"U0ANA"}, "user_name": {"ana"}, "channel_id": {"C0CHECKOUT"}, "channel_name": {"checkout"},
		"command": {"/deploy"}, "text": {"staging checkout abc123"}, "trigger_id": {"13345224609.738474920.8088930838d88f008e0"},
		"response_url": {"https://hooks.slack.com/commands/T0TEAM/123/secretpath"}, "is_enterprise_install": {"false"},
	}.Encode()
	q := httptest.NewRequestWithContext(ctx, http.MethodPost, "/slack/commands", strings.NewReader(body))
	stamp, signature := slack.Sign(secret, time.Now(), []byte(body))
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	q.Header.Set("X-Slack-Request-Timestamp", stamp)
	q.Header.Set("X-Slack-Signature", signature)
	return q
}

// measureFront measures verify + parse + answer of one command, beside a handler that
// reads the same request and answers 200, and the same of a webhook beside the command.
func measureFront(ctx context.Context) ([]figure, error) {
	const secret = "8f742231b10e8888abcd99yyyzzz85a5"
	queue := &nowhere{}
	front, err := ingress.New(ingress.Options{
		Secrets: []string{secret}, Team: "T0TEAM", App: "A0APP", GitHub: []string{hookSecret}, Repositories: map[string][]string{"acme/checkout": {"main"}, "acme/payments": {"main"}},
		Names:          grammar.Names{Services: []string{"checkout", "payments"}, Environments: []string{"dev", "staging", "prod"}},
		Channels:       map[string]string{"C0CHECKOUT": "checkout"},
		ResponseOrigin: "https://hooks.slack.com", Queue: queue, Now: time.Now, Log: slog.New(slog.NewJSONHandler(io.Discard, nil)),
	})
	if err != nil {
		return nil, err
	}
	webhook, err := hooked(ctx)
	if err != nil {
		return nil, err
	}
	command, base, err1 := queue.served(front, typed(ctx, secret))
	news, _, err2 := queue.served(front, webhook)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	what := fmt.Sprintf("the front takes a webhook of %s kB", short(float64(webhook.ContentLength)/1000))
	return slices.Concat(
		answers("the front answers a command", command, 300, 250, "a handler that answers 200", base),
		answers(what, news, 0, 0, "a command", command),
	), nil
}

// answers are the figures of a request and of what it stands beside.
func answers(what string, r testing.BenchmarkResult, took, allocations float64, beside string, base testing.BenchmarkResult) []figure {
	return []figure{
		{what: what, unit: "µs", value: micros(r), limit: took, beside: beside, base: micros(base)},
		{what: what, unit: "allocations", value: float64(r.AllocsPerOp()), limit: allocations, beside: beside, base: float64(base.AllocsPerOp())},
	}
}

// served measures how the front answers a request again and again, and how a handler
// does that says 200.
func (n *nowhere) served(front http.Handler, q *http.Request) (ours, base testing.BenchmarkResult, err error) {
	body, err := io.ReadAll(q.Body)
	if err != nil {
		return ours, base, err
	}
	serve := func(h http.Handler) func() error {
		return func() error {
			q.Body = io.NopCloser(bytes.NewReader(body))
			w := httptest.NewRecorder()
			if h.ServeHTTP(w, q); w.Code != http.StatusOK {
				return fmt.Errorf("the answer was %d", w.Code)
			}
			return nil
		}
	}
	base, err1 := quickest(serve(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		_, _ = io.Copy(io.Discard, q.Body) // it is in memory
		w.WriteHeader(http.StatusOK)
	})))
	n.jobs = 0
	ours, err2 := quickest(serve(front))
	if n.jobs < ours.N {
		err2 = errors.Join(err2, errors.New("the front did not queue each of them"))
	}
	return ours, base, errors.Join(err1, err2)
}
