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
	"strings"
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

// measureFront measures verify + parse + answer of one command, beside a handler
// that reads the same request and answers 200.
func measureFront(ctx context.Context) ([]figure, error) {
	const secret = "8f742231b10e8888abcd99yyyzzz85a5"
	queue := &nowhere{}
	front, err := ingress.New(ingress.Options{
		Secrets: []string{secret}, Team: "T0TEAM", App: "A0APP",
		Names:          grammar.Names{Services: []string{"checkout", "payments"}, Environments: []string{"dev", "staging", "prod"}},
		Channels:       map[string]string{"C0CHECKOUT": "checkout"},
		ResponseOrigin: "https://hooks.slack.com", Queue: queue, Now: time.Now, Log: slog.New(slog.NewJSONHandler(io.Discard, nil)),
	})
	if err != nil {
		return nil, err
	}
	q := typed(ctx, secret)
	body, err := io.ReadAll(q.Body)
	if err != nil {
		return nil, err
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
	ours, err2 := quickest(serve(front))
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	if queue.jobs == 0 {
		return nil, errors.New("the front queued nothing")
	}
	const beside = "a handler that answers 200"
	return []figure{
		{what: "the front answers a command", unit: "µs", value: micros(ours), limit: 300, beside: beside, base: micros(base)},
		{what: "the front answers a command", unit: "allocations", value: float64(ours.AllocsPerOp()), limit: 250, beside: beside, base: float64(base.AllocsPerOp())},
	}, nil
}
