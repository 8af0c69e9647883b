// Package functions builds the bot's bootstraps as they are shipped, and starts
// them as processes of their own beside an account that counts.
package functions

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/slipway-dev/slipway/tests/bench/account"
	"github.com/slipway-dev/slipway/tests/bootstrap"
	"github.com/slipway-dev/slipway/tests/runtime"
)

// Kind is one of the functions.
type Kind string

// The functions.
const (
	Floor  Kind = "floor" // not one of ours: the least that a function can be
	Front  Kind = "front"
	Worker Kind = "worker"
	Ticker Kind = "ticker"
)

// program is the package of a function's program.
func (k Kind) program() string {
	switch k {
	case Floor:
		return "tests/bench/floor"
	case Front:
		return "cmd/front"
	case Worker, Ticker:
	}
	return "cmd/worker"
}

//go:embed slipway.yaml
var policy []byte

// Programs are the built functions in a folder.
type Programs struct{ dir string }

// Build builds their programs into a folder, as tools/dist does for AWS. Worker and
// Ticker have the same.
func Build(ctx context.Context, dir string, kinds ...Kind) (Programs, error) {
	p := Programs{dir}
	for _, k := range kinds {
		build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-tags", "lambda.norpc", //nolint:gosec // our own programs
			"-o", p.path(k), "github.com/slipway-dev/slipway/"+k.program())
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			return p, fmt.Errorf("build %s: %w\n%s", k, err, out)
		}
	}
	return p, os.WriteFile(p.policy(), policy, 0o600)
}

func (p Programs) path(k Kind) string { return filepath.Join(p.dir, filepath.Base(k.program())) }

func (p Programs) policy() string { return filepath.Join(p.dir, "slipway.yaml") }

// Zipped is how many bytes there are to upload of a function.
func (p Programs) Zipped(k Kind) (int64, error) {
	var n counter
	err := bootstrap.Zip(&n, p.path(k))
	return int64(n), err
}

type counter int64

// Write counts what is written.
func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}

// Start starts a function beside an account. Its access key is its kind, so that
// its calls are told from others'. An empty clock is the machine's own. What else is in
// its environment comes last, and wins.
func (p Programs) Start(k Kind, a *account.Account, clock string, more ...string) (*runtime.Function, error) {
	env := []string{
		"AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=" + string(k), "AWS_SECRET_ACCESS_KEY=secret", "AWS_SESSION_TOKEN=token",
		"AWS_ENDPOINT_URL=" + a.URL, "AWS_ENDPOINT_URL_SQS=" + a.QueueHost(),
		"SLIPWAY_CONFIG=" + p.policy(), "SLIPWAY_QUEUE_URL=" + a.Queue, "SLIPWAY_SLACK_URL=" + a.Slack,
		"SLIPWAY_SECRETS=secretsmanager:arn:aws:secretsmanager:us-east-1:123456789012:secret:slipway",
	}
	if k == Worker || k == Ticker {
		env = append(env, "SLIPWAY_FUNCTION="+string(k), "SLIPWAY_TABLE=slipway",
			"SLIPWAY_STATE_MACHINE=arn:aws:states:us-east-1:123456789012:stateMachine:slipway", "SLIPWAY_CONTROL_RATE=10")
	}
	if clock != "" {
		env = append(env, "SLIPWAY_CLOCK="+clock)
	}
	return runtime.Start(p.path(k), append(env, more...)...)
}
