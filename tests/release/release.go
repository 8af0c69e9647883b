// Package release ships as a workflow's jobs do: each part of `slipway release` is a
// process of its own, beside the bot as it runs on AWS.
package release

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/tests/deployed"
	"github.com/slipway-dev/slipway/tests/ministack"
)

//go:embed testdata/slipway.yaml
var policy string

// Policy is the slipway.yaml of the bot that Open deploys: workflows may ship everywhere.
func Policy() string { return policy }

// Build makes the command line in a folder, with coverage when somebody collects that.
func Build(dir string) (bin string, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	bin = filepath.Join(dir, "slipway")
	args := []string{"build", "-o", bin}
	if os.Getenv("GOCOVERDIR") != "" {
		args = append(args, "-cover", "-coverpkg=github.com/slipway-dev/slipway/...")
	}
	c := exec.CommandContext(ctx, "go", append(args, "github.com/slipway-dev/slipway/cmd/slipway")...) //nolint:gosec // our own program
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build slipway: %w\n%s", err, out)
	}
	return bin, nil
}

// Open deploys the bot, and gives what a workflow has to be told of it, by the names of
// the environment's variables: the worker's own addresses, as docs/workflows.md has it.
func Open(t *testing.T) (*deployed.Deployment, map[string]string) {
	t.Helper()
	d := deployed.Open(t, deployed.Options{Policy: []byte(policy)})
	worker, err := lambda.NewFromConfig(d.AWS).GetFunctionConfiguration(t.Context(), &lambda.GetFunctionConfigurationInput{FunctionName: aws.String("slipway-worker")})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := d.AWS.Credentials.Retrieve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	env := map[string]string{
		"AWS_REGION": ministack.Region, "AWS_ACCESS_KEY_ID": keys.AccessKeyID, "AWS_SECRET_ACCESS_KEY": keys.SecretAccessKey,
		"AWS_ENDPOINT_URL": *d.AWS.BaseEndpoint, "GOCOVERDIR": coverage(t),
	}
	for _, name := range []string{
		"SLIPWAY_TABLE", "SLIPWAY_QUEUE_URL", "SLIPWAY_STATE_MACHINE", "SLIPWAY_CLOCK", "SLIPWAY_CONTROL_RATE",
		"AWS_ENDPOINT_URL_LAMBDA", "AWS_ENDPOINT_URL_CLOUDWATCH", "AWS_ENDPOINT_URL_ECR",
	} {
		env[name] = worker.Environment.Variables[name]
	}
	return d, env
}

// coverage is where a process may write what it covered.
func coverage(t *testing.T) string {
	t.Helper()
	if dir := os.Getenv("GOCOVERDIR"); dir != "" {
		return dir
	}
	return t.TempDir()
}

// Commit is the service's newest one that behaves so, as world.Good and its like say.
func Commit(t *testing.T, d *deployed.Deployment, service, behaviour string) (sha string) {
	t.Helper()
	for _, c := range d.World.Commits {
		if c.Service == service && c.Behaviour == behaviour && c.Branch != "" && !c.Broken {
			sha = c.SHA
		}
	}
	if sha == "" {
		t.Fatalf("no commit of %s is %s", service, behaviour)
	}
	return sha
}
