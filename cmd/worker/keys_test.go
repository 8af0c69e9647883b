package main

import (
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/slipway-dev/slipway/aws/secrets"
)

// vault is the environment of a worker that lives on, and what was opened with it.
type vault struct {
	*keyed
	env    map[string]string
	at     time.Time
	opened []keys
	fails  error
}

func newVault(t *testing.T, gitHub bool) *vault {
	t.Helper()
	ref, err := secrets.Parse("env:")
	if err != nil {
		t.Fatal(err)
	}
	v := &vault{env: map[string]string{"SLACK_BOT_TOKEN": "xoxb-1"}, at: noon}
	v.keyed = &keyed{
		gitHub: gitHub,
		source: secrets.New(aws.Config{}, ref, secrets.Options{
			Env: func(name string) string { return v.env[name] }, Required: []string{secrets.SlackBotToken}, GitHub: gitHub,
			Now: func() time.Time { return v.at },
		}),
		open: func(k keys) (inbox, error) {
			v.opened = append(v.opened, k)
			return inbox{}, v.fails
		},
	}
	return v
}

// after changes a secret, and lets the time pass until it is read again.
func (v *vault) after(t *testing.T, name, value string) keys {
	t.Helper()
	v.env[name] = value
	v.at = v.at.Add(15 * time.Minute)
	if _, err := v.current(t.Context()); err != nil {
		t.Fatal(err)
	}
	return v.opened[len(v.opened)-1]
}

// faults.md A18
func TestAKeyThatIsRotatedIsTakenUpByWhoeverIsRunning(t *testing.T) {
	v := newVault(t, true)
	if k := v.after(t, "GITHUB_TOKEN", "ghp_1"); k.slack.Reveal() != "xoxb-1" || k.gitHub.Token.Reveal() != "ghp_1" {
		t.Errorf("%s, %s", k.slack.Reveal(), k.gitHub.Token.Reveal())
	}
	if k := v.after(t, "SLACK_BOT_TOKEN", "xoxb-2"); k.slack.Reveal() != "xoxb-2" {
		t.Error(k.slack.Reveal())
	}
	if k := v.after(t, "GITHUB_TOKEN", "ghp_2"); k.gitHub.Token.Reveal() != "ghp_2" {
		t.Error(k.gitHub.Token.Reveal())
	}
	if k := v.after(t, "PAGERDUTY_ROUTING_KEY", "R1"); k.pager.Reveal() != "R1" {
		t.Error(k.pager.Reveal())
	}
	v.after(t, "GITHUB_TOKEN", "ghp_2")
	if len(v.opened) != 4 {
		t.Errorf("it was opened %d times", len(v.opened))
	}
}

func TestWhereGitHubIsNotSpokenToItsKeysDoNotCount(t *testing.T) {
	v := newVault(t, false)
	if k := v.after(t, "GITHUB_TOKEN", "ghp_1"); !k.gitHub.Token.Empty() {
		t.Error(k.gitHub.Token.Reveal())
	}
}

func TestAWorkerWithoutItsKeysTakesNoMessage(t *testing.T) {
	v := newVault(t, true)
	if _, err := v.Handle(t.Context(), nil); err == nil || len(v.opened) > 0 {
		t.Errorf("%v, opened %d times", err, len(v.opened))
	}
	v.env["GITHUB_TOKEN"], v.fails = "ghp_1", errors.New("no client")
	for range 2 { // it does not take what could not be opened for open
		if _, err := v.Handle(t.Context(), nil); !errors.Is(err, v.fails) {
			t.Error(err)
		}
	}
	v.fails = nil
	if _, err := v.Handle(t.Context(), []byte(`{}`)); !errors.Is(err, errForeign) {
		t.Error(err)
	}
}
