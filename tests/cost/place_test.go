// Package cost counts what the functions use, and holds what docs/cost.md is computed from
// against it: the model's figures, and what is in infra/.
package cost

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/cmd/clock"
	"github.com/slipway-dev/slipway/cmd/slipway/cost/model"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/bench/account"
	"github.com/slipway-dev/slipway/tests/bench/functions"
	"github.com/slipway-dev/slipway/tests/runtime"
)

// place is an account with one service, and the three functions in it.
type place struct {
	t *testing.T
	*account.Account
	kept      *shelf
	clock     clock.Clock
	processes map[functions.Kind]*runtime.Function

	mu          sync.Mutex
	requests    int
	invocations int
	messages    int
}

// open starts the functions, whose clocks run that many times as fast.
func open(t *testing.T, programs functions.Programs, speed string) *place {
	t.Helper()
	said := time.Now().UTC().Format(time.RFC3339Nano) + "/" + speed
	c, err := clock.Parse(said)
	must(t, err)
	simulated, err := cloud.New(account.Options(c.Now))
	must(t, err)
	must(t, account.Seed(simulated, account.Function, "checkout", 1200, c.Now()))
	kept := &shelf{sizes: map[string]int{}}
	opened := account.OpenAmid(simulated, functions.Secrets(), account.Around{Line: kept.line})
	p := &place{t: t, Account: opened, kept: kept, clock: c, processes: map[functions.Kind]*runtime.Function{}}
	t.Cleanup(p.Close)
	for _, k := range []functions.Kind{functions.Front, functions.Worker, functions.Ticker} {
		f, err := programs.Start(k, p.Account, said)
		must(t, err)
		t.Cleanup(f.Stop)
		p.processes[k] = f
	}
	return p
}

// counted is all that was used so far. A process' last line comes a little after its answer.
func (p *place) counted() model.Measured {
	time.Sleep(100 * time.Millisecond)
	calls, units := p.Counts(), p.Table.Units()
	p.mu.Lock()
	defer p.mu.Unlock()
	m := model.Measured{
		Requests: p.requests, Invocations: p.invocations, Messages: p.messages,
		Calls: calls.AWS(), MetricCalls: calls.Of("CloudWatch"), SecretCalls: calls.Of("Secrets Manager"), Slack: calls.Of("Slack"),
		Reads: units.Read, Writes: units.Write, Kept: p.kept.bytes(),
	}
	for _, f := range p.processes {
		m.Logged += len(f.Log())
	}
	return m
}

// types has somebody type a command of /deploy, and the front take it.
func (p *place) types(ctx context.Context, text string) {
	p.t.Helper()
	event, err := functions.Command("/deploy", text, p.Slack, functions.SigningSecret, time.Now())
	must(p.t, err)
	status, body, err := functions.Answered(ctx, p.processes[functions.Front], event)
	must(p.t, err)
	if status != http.StatusOK {
		p.t.Fatalf("the front answered %d %s", status, body)
	}
	p.count(1, 1, 0)
}

func (p *place) count(requests, invocations, messages int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests += requests
	p.invocations += invocations
	p.messages += messages
}

// work has the worker do what lies on the queue now, each message by itself.
func (p *place) work(ctx context.Context) error {
	for _, m := range p.Take() {
		event, err := functions.Messages(m)
		if err == nil {
			err = functions.Done(ctx, p.processes[functions.Worker], event)
		}
		if err != nil {
			return err
		}
		p.count(0, 1, 1)
	}
	return nil
}

// ask has the ticker do a task.
func (p *place) ask(ctx context.Context, task engine.Task, answer any) error {
	event, err := json.Marshal(task)
	if err != nil {
		return err
	}
	got, err := p.processes[functions.Ticker].Invoke(ctx, event)
	if err != nil {
		return err
	}
	p.count(0, 1, 0)
	if got.Error {
		return &failedError{string(got.Body)}
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(got.Body, answer)
}

type failedError struct{ body string }

func (f *failedError) Error() string { return "the ticker failed: " + f.body }

// rollout is what is stored of it.
func (p *place) rollout(id rollout.ID) (rollout.Rollout, error) {
	k := rollout.RolloutKey(id)
	return rollout.Decode[rollout.Rollout](rollout.Stored{Key: k, Body: p.Table.Body(k.String(), "record")})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
