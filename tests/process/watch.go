package process

import (
	"net/url"
	"testing"
	"time"
)

// State is what GET /sandbox/api/state answers.
type State struct {
	Now     time.Time
	Speed   float64
	Targets []Target
}

// Target is a service in an environment.
type Target struct {
	Service, Environment, Function string
	Live                           struct {
		Version string
		Weights map[string]float64
	}
	Blue, Green *string
	Versions    []struct{ Version, SHA string }
	Rollout     *struct {
		ID, Phase string
		Paused    bool
	}
	Last *struct{ ID, Phase, Reason string }
}

// SHA is the commit that a version runs.
func (t Target) SHA(version string) string {
	for _, v := range t.Versions {
		if v.Version == version {
			return v.SHA
		}
	}
	return ""
}

// State reads the state.
func (p *Process) State(t *testing.T) State {
	t.Helper()
	var s State
	p.Get(t, "/sandbox/api/state", &s)
	return s
}

// Target reads the state of one target.
func (p *Process) Target(t *testing.T, service, environment string) Target {
	t.Helper()
	for _, target := range p.State(t).Targets {
		if target.Service == service && target.Environment == environment {
			return target
		}
	}
	t.Fatalf("there is no %s in %s", service, environment)
	return Target{}
}

// Message is a message of a channel.
type Message struct {
	TS, Text string
	Blocks   []struct {
		BlockID  string `json:"block_id"`
		Elements []map[string]any
	}
	Metadata struct {
		EventPayload map[string]any `json:"event_payload"`
	}
}

// Messages reads a channel as the bot's token may, newest first.
func (p *Process) Messages(t *testing.T, channel string) []Message {
	t.Helper()
	var page struct {
		OK       bool
		Error    string
		Messages []Message
	}
	query := url.Values{"channel": {channel}, "limit": {"200"}, "include_all_metadata": {"true"}}
	p.Get(t, "/api/conversations.history?"+query.Encode(), &page, "Authorization", "Bearer "+p.Info.BotToken)
	if !page.OK {
		t.Fatalf("conversations.history: %s", page.Error)
	}
	return page.Messages
}

// About is the messages of a channel that are about a rollout.
func (p *Process) About(t *testing.T, channel, rollout string) []Message {
	t.Helper()
	var found []Message
	for _, m := range p.Messages(t, channel) {
		if m.Metadata.EventPayload["rollout"] == rollout {
			found = append(found, m)
		}
	}
	return found
}

// Eventually waits until something is true, and gives up after some seconds.
func (p *Process) Eventually(t *testing.T, within time.Duration, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(within); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("%s never came true\n%s", what, p.Log)
}

// Ended waits until a target has no open rollout, and reads its state.
func (p *Process) Ended(t *testing.T, within time.Duration, service, environment string) Target {
	t.Helper()
	p.Eventually(t, within, "the end of the rollout of "+service+" in "+environment, func() bool {
		return p.Target(t, service, environment).Rollout == nil
	})
	return p.Target(t, service, environment)
}
