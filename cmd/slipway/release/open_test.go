package release_test

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/slipway/release"
	"github.com/slipway-dev/slipway/cmd/wiring"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

const policyFile = `version: 1
slack: { team: T0SANDBOX, app: A0SANDBOX, channel: C0DEPLOYS }
roles: { developer: [U0ANA] }
services:
  checkout: { channel: C0CHECKOUT, repository: acme/checkout, artifact: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/checkout }
environments:
  prod: { deploy: [developer], workflows: true }
`

// opened wires the commands for Ana, in an environment.
func opened(t *testing.T, env map[string]string) (*release.Pilot, error) {
	t.Helper()
	w := wiring.World{Env: func(name string) string { return env[name] }, Random: rand.Reader, Now: time.Now, Out: io.Discard}
	for name, value := range env {
		w.Environ = append(w.Environ, name+"="+value)
	}
	return release.Open(w)(t.Context(), "ana")
}

// whole is an environment in which nothing is missing, with that policy.
func whole(t *testing.T, policy string) map[string]string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "slipway.yaml")
	if err := os.WriteFile(name, []byte(policy), 0o600); err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "SLIPWAY_CONFIG": name, "SLIPWAY_TABLE": "slipway",
		"SLIPWAY_QUEUE_URL":     "https://sqs.eu-west-1.amazonaws.com/123456789012/slipway.fifo",
		"SLIPWAY_STATE_MACHINE": "arn:aws:states:eu-west-1:123456789012:stateMachine:slipway",
	}
}

func TestAllThatIsMissingInTheEnvironmentIsSaidAtOnce(t *testing.T) {
	_, err := opened(t, map[string]string{"SLIPWAY_TABEL": "slipway"})
	var wrong *params.Wrong
	if !errors.As(err, &wrong) {
		t.Fatal(err)
	}
	for _, want := range []string{"SLIPWAY_CONFIG is missing", "SLIPWAY_TABLE is missing", "SLIPWAY_QUEUE_URL is missing", "SLIPWAY_STATE_MACHINE is missing", "SLIPWAY_TABEL is not known", "AWS_REGION"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("it does not say %q: %v", want, err)
		}
	}
}

func TestTheFunctionIsTheOneOfThePolicy(t *testing.T) {
	p, err := opened(t, whole(t, policyFile))
	if err != nil {
		t.Fatal(err)
	}
	r := rollout.Rollout{Target: rollout.Target{Service: "checkout", Environment: "prod"}}
	if got := p.Function(r); got != "checkout-prod" || p.Region != "eu-west-1" {
		t.Errorf("%s in %s", got, p.Region)
	}
}

func TestWhoeverRunsTheWorkflowIsTheOnlyOneKnown(t *testing.T) {
	p, err := opened(t, whole(t, policyFile))
	if err != nil {
		t.Fatal(err)
	}
	people := p.Commands.(*commands.Commands).People
	if ana, err := people.Person(t.Context(), "github:ana"); err != nil || ana != (commands.Person{ID: "github:ana", Name: "ana", Workflow: true}) {
		t.Errorf("%+v, %v", ana, err)
	}
	if _, err := people.Person(t.Context(), "U0ANA"); !rollout.IsMissing(err) {
		t.Error(err)
	}
}

// Only what has to be looked up on GitHub needs a token: taking back does not.
func TestWithoutATokenACommitCannotBeLookedUp(t *testing.T) {
	env := whole(t, policyFile+"github: {}\n")
	p, err := opened(t, env)
	if err != nil {
		t.Fatal(err)
	}
	host := p.Commands.(*commands.Commands).Commits
	_, err1 := host.Resolve(t.Context(), "checkout", sha)
	_, err2 := host.Standing(t.Context(), "checkout", sha, rollout.Demands{})
	_, err3 := host.Compare(t.Context(), "checkout", sha, sha)
	for _, err := range []error{err1, err2, err3} {
		var refusal *rollout.Refusal
		if !errors.As(err, &refusal) || refusal.Code != "no_token" || !strings.Contains(refusal.Hint, "github.token") {
			t.Error(err)
		}
	}
	env["GITHUB_TOKEN"] = "ghs_token"
	if p, err = opened(t, env); err != nil || p.Commands.(*commands.Commands).Commits == host {
		t.Errorf("with a token: %v", err)
	}
}

func TestAWaitEndsWithItsContext(t *testing.T) {
	p, err := opened(t, whole(t, policyFile))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := p.Sleep(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := p.Sleep(t.Context(), time.Millisecond); err != nil {
		t.Error(err)
	}
}
