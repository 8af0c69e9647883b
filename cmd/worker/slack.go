package main

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/aws/aws-lambda-go/events"

	"github.com/slipway-dev/slipway/aws/secrets"
)

// slackWorker is the worker with the token that counts now: a process that lives
// through its rotation takes the new one up by itself.
type slackWorker struct {
	plan   plan
	source *secrets.Source

	mu    sync.Mutex
	token string // that the inbox was made with
	inbox inbox
}

// Handle takes one event of the runtime.
func (w *slackWorker) Handle(ctx context.Context, raw json.RawMessage) (events.SQSEventResponse, error) {
	i, err := w.current(ctx)
	if err != nil {
		return events.SQSEventResponse{}, err
	}
	return i.Handle(ctx, raw)
}

func (w *slackWorker) current(ctx context.Context) (inbox, error) {
	set, err := w.source.Get(ctx)
	if err != nil {
		return inbox{}, fmt.Errorf("read the secrets: %w", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	token := set.Secret(secrets.SlackBotToken).Reveal()
	if token == w.token {
		return w.inbox, nil
	}
	made, err := w.plan.inbox(token)
	if err != nil {
		return inbox{}, err
	}
	w.inbox, w.token = made, token
	return made, nil
}
