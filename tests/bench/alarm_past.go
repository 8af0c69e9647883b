package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/slipway-dev/slipway/aws/store"
	"github.com/slipway-dev/slipway/cmd/ids"
	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/rollout"
	sandbox "github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/bench/account"
	"github.com/slipway-dev/slipway/tests/bench/functions"
)

const (
	past   = 15 * time.Minute // how long ago everything was deployed
	turned = 8 * time.Minute  // how long ago what is bad turned bad
)

// stricken is a target whose alarm is to turn red.
type stricken struct {
	rollout.Target
	channel string
	sha     string
	digest  string
	bad     bool // its newest version is
}

// The environments: what they do on an alarm, and how far a deploy has come by now.
const (
	byItself = "prod" // finished; goes back by itself
	underWay = "half" // has half of the traffic; goes back by itself
	byHand   = "care" // finished; goes back when somebody clicks
)

// strike makes n targets of an environment.
func strike(environment string, n int, bad bool) []*stricken {
	all := make([]*stricken, n)
	for i := range all {
		all[i] = &stricken{
			Target:  rollout.Target{Service: crowdService(i), Environment: environment},
			channel: fmt.Sprintf("C0SERVICE%03d", i), sha: fmt.Sprintf("%040x", 1000+i), digest: account.Digest(1000 + i), bad: bad,
		}
	}
	return all
}

func (s *stricken) function() string { return s.Service + "-" + s.Environment }

// alarmPolicy is a slipway.yaml of these targets. The judge only looks on, so that what
// is bad gets as far as the alarm.
func alarmPolicy(all []*stricken) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `version: 1
slack: { team: %s, app: %s, channel: C0DEPLOYS }
roles: { developer: [%s] }
alarms: { accounts: [%q], regions: [%s], topics: [%q], announce: true }
services:
`, account.Team, account.App, account.Person, cloud.AccountID, cloud.Region, functions.Topic)
	for _, s := range all {
		fmt.Fprintf(&b, "  %s: { channel: %s, repository: acme/%[1]s, artifact: %[3]sacme/%[1]s, slowCall: 500ms }\n", s.Service, s.channel, account.Registry)
	}
	b.WriteString("environments:\n")
	for _, e := range []struct {
		name, hold string
		back       bool
	}{{byItself, "5m", true}, {underWay, "1h", true}, {byHand, "5m", false}} {
		fmt.Fprintf(&b, `  %s:
    deploy: [developer]
    strategy: { kind: canary, steps: [{ weight: 50%%, hold: %s }], maxHold: 2h, watch: 2m, inconclusive: promote }
    judge: { mode: shadow }
    alarms: { rollback: %t }
`, e.name, e.hold, e.back)
	}
	return []byte(b.String())
}

// happen deploys to every target, in the past, and goes on until now. It ends with the
// account's clock on time.
func (p *place) happen(ctx context.Context, targets []*stricken) error {
	c, err := p.commands(targets)
	if err != nil {
		return err
	}
	for _, t := range targets {
		if err := account.Seed(p.cloud, t.function(), t.Service, 1200, p.clock.now()); err != nil {
			return err
		}
		if _, err := p.cloud.PutImage(sandbox.Repository(t.Service), t.sha, t.digest, 0); err != nil {
			return fmt.Errorf("push %s: %w", t.Service, err)
		}
		out, err := c.Run(ctx, commands.Request{Actor: account.Person, Command: grammar.Deploy{Target: grammar.Target(t.Target), Ref: t.sha}})
		if err != nil {
			return fmt.Errorf("deploy %s: %w", t.Target, err)
		}
		p.open = append(p.open, out.(commands.Started).Rollout.ID)
	}
	for behind := past; behind > 0; behind -= 10 * time.Second {
		p.clock.behind.Store(int64(behind))
		if behind == turned {
			if err := p.turn(targets); err != nil {
				return err
			}
		}
		for _, id := range p.open {
			if _, err := c.Turn(ctx, id); err != nil {
				return err
			}
		}
	}
	p.clock.behind.Store(0)
	return p.check(targets)
}

// turn has what is bad begin to fail.
func (p *place) turn(targets []*stricken) error {
	for _, t := range targets {
		if !t.bad {
			continue
		}
		if err := p.cloud.SetBehaviour(t.digest, cloud.Behaviour{ErrorRate: 0.05, LatencyMS: 80}); err != nil {
			return err
		}
	}
	return nil
}

// check sees that everything is where it is meant to be.
func (p *place) check(targets []*stricken) error {
	for i, t := range targets {
		r, err := p.rollout(p.open[i])
		if err != nil {
			return err
		}
		want := rollout.Succeeded
		if t.Environment == underWay {
			want = rollout.Shifting
		}
		if r.Phase != want {
			return fmt.Errorf("%s is %s, not %s: %s", t.Target, r.Phase, want, r.Cause.Text)
		}
	}
	return nil
}

// commands are those by which the past happens: with the account at hand, and nobody
// who would be told.
func (p *place) commands(targets []*stricken) (*commands.Commands, error) {
	file := alarmPolicy(targets)
	if err := p.writePolicy(file); err != nil {
		return nil, err
	}
	c, err := config.Read("slipway.yaml", file)
	if err != nil {
		return nil, err
	}
	rules, err := policy.From(c)
	if err != nil {
		return nil, err
	}
	made, err := ids.New(rand.NewChaCha8([32]byte{}))
	if err != nil {
		return nil, err
	}
	client := dynamodb.NewFromConfig(aws.Config{
		Region: "us-east-1", BaseEndpoint: &p.URL, HTTPClient: http.DefaultClient,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "past", SecretAccessKey: "secret"}, nil
		}),
	})
	function := func(t rollout.Target) string { return t.Service + "-" + t.Environment }
	p.store = store.New(client, store.Options{Table: "slipway", NewToken: made.Random, Now: p.clock.now})
	a := &sandbox.Account{Cloud: p.cloud, Function: function, Checks: policy.Checks(c)}
	return commands.New(commands.Deps{
		Store: p.store, Engine: nobody{}, Outbox: nobody{}, Commits: nobody{}, Artifacts: a, Versions: a, Traffic: a, Metrics: a, Health: a, People: nobody{},
		Policy: rules, Now: p.clock.now, NewID: func() string { return made.At(p.clock.now()) }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}), nil
}

// nobody is whoever the past can do without.
type nobody struct{}

func (nobody) Start(context.Context, rollout.ID) error   { return nil }
func (nobody) Wake(context.Context, rollout.ID) error    { return nil }
func (nobody) Send(context.Context, string, int64) error { return nil }

func (nobody) Person(_ context.Context, id string) (commands.Person, error) {
	return commands.Person{ID: id, Name: "Ana"}, nil
}

func (nobody) Resolve(_ context.Context, _, ref string) (rollout.Release, error) {
	return rollout.Release{SHA: ref}, nil
}

func (nobody) Standing(context.Context, string, string, rollout.Demands) (rollout.Standing, error) {
	return rollout.Standing{}, nil
}

func (nobody) Compare(context.Context, string, string, string) (rollout.Comparison, error) {
	return rollout.Comparison{}, nil
}

// rollout is what is stored of one.
func (p *place) rollout(id rollout.ID) (rollout.Rollout, error) {
	k := rollout.RolloutKey(id)
	return rollout.Decode[rollout.Rollout](rollout.Stored{Key: k, Body: p.Table.Body(k.String(), "record")})
}
