// Package events tells a service's repository of what happens to it, by GitHub's
// repository_dispatch, so that a workflow can run.
//
// A GitHub App needs the permission Contents (read and write).
package events

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/github/hub"
)

// Events speaks to GitHub of what happens.
type Events struct{ hub *hub.Hub }

// New makes them.
func New(h *hub.Hub) *Events { return &Events{hub: h} }

// longestFact is how many characters of a fact are sent. GitHub takes ten facts, and
// 65,535 characters of them in all; these may each become six on their way:
// docs.github.com/actions/reference/events-that-trigger-workflows#repository_dispatch.
const longestFact = 1000

// Event sends facts, ten at most, to the repository of a service, under the event's
// name. Those that are very long are cut. Sent twice, a workflow runs twice; with any error but one of
// kind Broken it was not sent.
func (e *Events) Event(ctx context.Context, service, name string, facts map[string]string) error {
	owner, repo, err := e.hub.Repository(service)
	if err != nil {
		return err
	}
	payload, err := encode(facts)
	if err != nil {
		return err
	}
	_, _, err = e.hub.Client().Repositories.Dispatch(ctx, owner, repo, github.DispatchRequestOptions{EventType: name, ClientPayload: &payload})
	if err != nil {
		return e.hub.Explain(fmt.Sprintf("tell %s/%s of the event %s", owner, repo, name), err)
	}
	return nil
}

func encode(facts map[string]string) (json.RawMessage, error) {
	sent := make(map[string]string, len(facts))
	for name, fact := range facts {
		if runes := []rune(fact); len(runes) > longestFact {
			fact = string(runes[:longestFact-1]) + "…"
		}
		sent[name] = fact
	}
	payload, err := json.Marshal(sent)
	if err != nil {
		return nil, fmt.Errorf("encode an event's facts: %w", err)
	}
	return payload, nil
}
