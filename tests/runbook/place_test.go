package runbook

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/deployed"
	"github.com/slipway-dev/slipway/tests/ministack"
	"github.com/slipway-dev/slipway/tests/release"
)

// patience is how long something may take that has to come true, in real time.
const patience = time.Minute

// place is the bot as it runs on AWS, and somebody at a shell.
type place struct {
	*deployed.Deployment
	t   *testing.T
	env []string
}

func open(t *testing.T) *place {
	t.Helper()
	d := deployed.Open(t, deployed.Options{Speed: 40, OwnLambda: true, Policy: []byte(release.Policy())})
	p := &place{Deployment: d, t: t}
	policy := filepath.Join(t.TempDir(), "slipway.yaml")
	p.must(os.WriteFile(policy, []byte(release.Policy()), 0o600))
	worker, err := p.lambda().GetFunctionConfiguration(t.Context(), &lambda.GetFunctionConfigurationInput{FunctionName: aws.String("slipway-worker")})
	p.must(err)
	keys, err := d.AWS.Credentials.Retrieve(t.Context())
	p.must(err)
	p.env = environment(t, keys.AccessKeyID, *d.AWS.BaseEndpoint)
	p.env = append(p.env, "SLIPWAY_CONFIG="+policy, "GOCOVERDIR="+os.Getenv("GOCOVERDIR"))
	for _, name := range []string{"SLIPWAY_CLOCK", "SLIPWAY_CONTROL_RATE", "AWS_ENDPOINT_URL_ECR"} {
		p.env = append(p.env, name+"="+worker.Environment.Variables[name])
	}
	return p
}

// environment is a shell's, in which AWS is at an endpoint. For SQS, version 1 of the
// command line wants to be told so in its arguments.
func environment(t *testing.T, key, endpoint string) []string {
	t.Helper()
	dir := t.TempDir()
	program := fmt.Sprintf("#!/bin/sh\nexec '%s' --endpoint-url '%s' \"$@\"\n", os.Getenv("AWS_CLI"), endpoint)
	if err := os.WriteFile(filepath.Join(dir, "aws"), []byte(program), 0o700); err != nil {
		t.Fatal(err)
	}
	path := strings.Join([]string{dir, os.Getenv("SLIPWAY_BUILT_IN"), os.Getenv("PATH")}, string(os.PathListSeparator))
	return []string{
		"PATH=" + path, "HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir(), "LANG=C.UTF-8",
		"AWS_ACCESS_KEY_ID=" + key, "AWS_SECRET_ACCESS_KEY=secret", "AWS_DEFAULT_REGION=" + ministack.Region, "AWS_ENDPOINT_URL=" + endpoint,
	}
}

// shellOf gives a script to a shell, and gives what it printed.
func shellOf(t *testing.T, env []string, script, stdin string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, "bash", "-c", script)
	var out bytes.Buffer
	c.Env, c.Dir, c.Stdin, c.Stdout, c.Stderr = env, t.TempDir(), strings.NewReader(stdin), &out, &out
	if err := c.Run(); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	return out.String()
}

// cli is one command of AWS's command line, by which a state is made.
func (p *place) cli(args ...string) string {
	p.t.Helper()
	c := exec.CommandContext(p.t.Context(), os.Getenv("AWS_CLI"), args...)
	c.Env = append([]string{"AWS_PAGER="}, p.env...)
	out, err := c.CombinedOutput()
	if err != nil {
		p.t.Fatalf("aws %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (p *place) lambda() *lambda.Client { return lambda.NewFromConfig(p.AWS) }

// function makes a function with that many versions, unless it is there.
func (p *place) function(name string, versions int, env map[string]string) {
	p.t.Helper()
	ministack.Function(p.t, p.AWS, name, env, ministack.Zip(p.t, filepath.Join(os.Getenv("SLIPWAY_BUILT_IN"), "service")))
	p.publish(name, versions)
}

// publish adds versions to a function.
func (p *place) publish(name string, versions int) {
	p.t.Helper()
	for i := range versions {
		_, err := p.lambda().UpdateFunctionConfiguration(p.t.Context(), &lambda.UpdateFunctionConfigurationInput{FunctionName: &name, Description: aws.String(strings.Repeat("i", i+1))})
		p.must(err)
		_, err = p.lambda().PublishVersion(p.t.Context(), &lambda.PublishVersionInput{FunctionName: &name})
		p.must(err)
	}
}

// point creates an alias.
func (p *place) point(function string, alias rollout.Alias, r rollout.Routing, stamp string) {
	p.t.Helper()
	in := &lambda.CreateAliasInput{
		FunctionName: &function, Name: aws.String(string(alias)), FunctionVersion: aws.String(string(r.Version)), Description: &stamp,
		RoutingConfig: &types.AliasRoutingConfiguration{AdditionalVersionWeights: map[string]float64{}},
	}
	if r.Weight > 0 {
		in.RoutingConfig.AdditionalVersionWeights[string(r.Candidate)] = r.Weight
	}
	_, err := p.lambda().CreateAlias(p.t.Context(), in)
	p.must(err)
}

// live is where a function's traffic goes, and what is written there.
func (p *place) live(function string) (rollout.Routing, string) {
	p.t.Helper()
	a, err := p.lambda().GetAlias(p.t.Context(), &lambda.GetAliasInput{FunctionName: &function, Name: aws.String("live")})
	p.must(err)
	r := rollout.All(rollout.Version(*a.FunctionVersion))
	if a.RoutingConfig != nil {
		for other, weight := range maps.All(a.RoutingConfig.AdditionalVersionWeights) {
			r = rollout.Split(r.Version, rollout.Version(other), weight)
		}
	}
	return r, aws.ToString(a.Description)
}

// load reads a record.
func load[T any](p *place, key rollout.Key) T {
	p.t.Helper()
	row, err := p.Store.Load(p.t.Context(), key)
	p.must(err)
	r, err := rollout.Decode[T](row)
	p.must(err)
	return r
}

// put writes records.
func (p *place) put(records ...rollout.Record) {
	p.t.Helper()
	p.must(p.Store.Commit(p.t.Context(), rollout.Change{Put: records}))
}

// says is a command of Ana's in a service's channel, and what only she is told then.
func (p *place) says(service, command, text, answer string) {
	p.t.Helper()
	channel := "C0" + strings.ToUpper(service)
	d, err := p.World.Slack.Command(p.t.Context(), "U0ANA", channel, command, text)
	if err != nil || d.Error != "" {
		p.t.Fatalf("%s %s: %v %s", command, text, err, d.Error)
	}
	p.eventually(command+" "+text+" is answered with "+answer, func() bool {
		for _, c := range p.World.Slack.View("U0ANA").Channels {
			for _, m := range c.Messages {
				if c.ID == channel && strings.Contains(m.Text+string(m.Blocks), answer) {
					return true
				}
			}
		}
		return false
	})
}

// eventually waits until something is true, and shows the bot's log if it never is.
func (p *place) eventually(what string, is func() bool) {
	p.t.Helper()
	for deadline := time.Now().Add(patience); !is(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			p.t.Fatalf("%s: it never came true\n%s", what, p.Log())
		}
	}
}

// printed says that the output has all of these.
func (p *place) printed(out string, words ...string) {
	p.t.Helper()
	if i := slices.IndexFunc(words, func(w string) bool { return !strings.Contains(out, w) }); i >= 0 {
		p.t.Errorf("it did not print %q:\n%s", words[i], out)
	}
}

func (p *place) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}
