package main

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/aws/aws-lambda-go/events"

	"github.com/slipway-dev/slipway/aws/secrets"
)

// keys are what the worker is let in with.
type keys struct {
	slack  secrets.Secret
	gitHub secrets.GitHub // zero where GitHub is not spoken to
	pager  secrets.Secret // empty where nobody is paged
}

func (k keys) same(as keys) bool {
	return k.slack.Reveal() == as.slack.Reveal() && k.gitHub.Same(as.gitHub) && k.pager.Reveal() == as.pager.Reveal()
}

// keyed is the worker with the keys that count now: a process that lives through
// their rotation takes the new ones up by itself.
type keyed struct {
	source *secrets.Source
	gitHub bool // is spoken to
	open   func(keys) (inbox, error)

	mu    sync.Mutex
	keys  keys // that the inbox was made with
	inbox inbox
}

// Handle takes one event of the runtime.
func (w *keyed) Handle(ctx context.Context, raw json.RawMessage) (events.SQSEventResponse, error) {
	i, err := w.current(ctx)
	if err != nil {
		return events.SQSEventResponse{}, err
	}
	return i.Handle(ctx, raw)
}

func (w *keyed) current(ctx context.Context) (inbox, error) {
	now, err := w.read(ctx)
	if err != nil {
		return inbox{}, fmt.Errorf("read the secrets: %w", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if now.same(w.keys) {
		return w.inbox, nil
	}
	made, err := w.open(now)
	if err != nil {
		return inbox{}, err
	}
	w.inbox, w.keys = made, now
	return made, nil
}

func (w *keyed) read(ctx context.Context) (keys, error) {
	set, err := w.source.Get(ctx)
	if err != nil {
		return keys{}, err
	}
	k := keys{slack: set.Secret(secrets.SlackBotToken), pager: set.Secret(secrets.PagerDutyRoutingKey)}
	if w.gitHub {
		k.gitHub, err = set.GitHub()
	}
	return k, err
}
