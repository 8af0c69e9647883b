package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/slipway-dev/slipway/cmd/wiring"
	"github.com/slipway-dev/slipway/rollout"
)

// opened opens the function whose environment is a good one, with some variables
// changed; policy goes before the rest of slipway.yaml.
func opened(t *testing.T, policy string, changed map[string]string) (any, error) {
	t.Helper()
	rest, err := os.ReadFile("../../tests/deployed/testdata/slipway.yaml")
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "slipway.yaml")
	if err := os.WriteFile(name, append([]byte(policy), rest...), 0o600); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{
		"AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s", "SLACK_BOT_TOKEN": "xoxb-1",
		"SLIPWAY_FUNCTION": "worker", "SLIPWAY_CONFIG": name, "SLIPWAY_SECRETS": "env:", "SLIPWAY_TABLE": "slipway",
		"SLIPWAY_QUEUE_URL":     "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs.fifo",
		"SLIPWAY_STATE_MACHINE": "arn:aws:states:eu-west-1:123456789012:stateMachine:slipway",
	}
	maps.Copy(env, changed)
	w := wiring.World{Env: func(name string) string { return env[name] }, Random: rand.Reader, Now: func() time.Time { return noon }, Out: t.Output()}
	for name, value := range env {
		if value != "" {
			w.Environ = append(w.Environ, name+"="+value)
		}
	}
	return open(t.Context(), w)
}

// announces is a policy whose topic hears what was taken back.
const announces = "alarms: {accounts: [\"123456789012\"], announce: true}\n"

// faults.md A17
func TestAWorkerOpensWithAllThatItNeedsAndSaysWhatIsMissing(t *testing.T) {
	for name, c := range map[string]struct {
		policy  string
		changed map[string]string
		says    string // empty: it opens
	}{
		"with Slack alone":          {"", nil, ""},
		"with GitHub and a token":   {"github: {}\n", map[string]string{"GITHUB_TOKEN": "ghp_1"}, ""},
		"without Slack's token":     {"", map[string]string{"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN is empty"},
		"without anything GitHub's": {"github: {}\n", nil, "nobody has said whom to be on GitHub"},
		"with half an App":          {"github: {}\n", map[string]string{"GITHUB_APP_ID": "7", "GITHUB_INSTALLATION_ID": "8"}, "GITHUB_PRIVATE_KEY is empty"},
		"with an odd token":         {"github: {}\n", map[string]string{"GITHUB_TOKEN": "a b"}, "connect to GitHub"},
		"with a pager":              {"pagerduty: {}\n", map[string]string{"PAGERDUTY_ROUTING_KEY": "R1"}, ""},
		"without its key":           {"pagerduty: {}\n", nil, "PAGERDUTY_ROUTING_KEY is empty"},
		"with a topic":              {announces, map[string]string{"SLIPWAY_TOPIC": "arn:aws:sns:eu-west-1:123456789012:slipway"}, ""},
		"with no topic to announce": {announces, nil, "SLIPWAY_TOPIC is missing"},
		"with an odd policy":        {"githup: {}\n", nil, `did you mean "github"?`},
	} {
		handler, err := opened(t, c.policy, c.changed)
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if strings.HasPrefix(name, "without") && !rollout.IsKind(err, rollout.Invalid) {
			t.Errorf("%s: those before would not stay in use: %#v", name, err)
		}
		if _, ok := handler.(func(context.Context, json.RawMessage) (events.SQSEventResponse, error)); ok != (c.says == "") {
			t.Errorf("%s: it is a %T", name, handler)
		}
	}
}

func TestATickerNeedsNoSecretAtAll(t *testing.T) {
	handler, err := opened(t, "github: {}\npagerduty: {}\n"+announces, map[string]string{"SLIPWAY_FUNCTION": "ticker", "SLIPWAY_SECRETS": "", "SLACK_BOT_TOKEN": ""})
	if _, ok := handler.(func(context.Context, json.RawMessage) (any, error)); err != nil || !ok {
		t.Errorf("%T, %v", handler, err)
	}
}
