package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/bench/account"
	"github.com/slipway-dev/slipway/tests/bench/functions"
	"github.com/slipway-dev/slipway/tests/bench/line"
	"github.com/slipway-dev/slipway/tests/runtime"
)

const (
	statusTargets = 500
	statusRuns    = 7               // that are measured; one more comes first, while all is cold
	statusRest    = 5 * time.Second // between two, until the limit of the account's calls has recovered
)

// measureStatus has a worker show the status of many targets, and dashboards of some, by
// the calls that it makes in AWS, each with its delay.
func measureStatus(ctx context.Context) ([]figure, error) {
	dir, err := os.MkdirTemp("", "slipway-bench-")
	if err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // thrown away
	programs, err := functions.Build(ctx, dir, functions.Worker)
	if err != nil {
		return nil, err
	}
	c, err := cloud.New(account.Options(time.Now))
	if err != nil {
		return nil, err
	}
	l := &line.Line{}
	a := account.OpenAmid(c, functions.Secrets(), account.Around{Line: l.Carry})
	defer a.Close()
	rows, err := livedIn(ctx, a, c)
	if err != nil {
		return nil, fmt.Errorf("the past: %w", err)
	}
	file := filepath.Join(dir, "status.yaml")
	if err := os.WriteFile(file, statusPolicy(), 0o600); err != nil {
		return nil, fmt.Errorf("write the policy: %w", err)
	}
	worker, err := programs.Start(functions.Worker, a, "", "SLIPWAY_CONFIG="+file, "SLIPWAY_CONTROL_RATE=2")
	if err != nil {
		return nil, err
	}
	defer worker.Stop()
	l.Slow(rand.New(rand.NewPCG(1, 1))) //nolint:gosec // delays have to be repeatable, not secret
	p := onlookers{a, l, worker}
	status, err := p.statuses(ctx)
	if err != nil {
		return nil, err
	}
	dashboards, err := p.dashboards(ctx, rows)
	return append(status, dashboards...), err
}

// onlookers ask a worker to show things.
type onlookers struct {
	*account.Account
	line   *line.Line
	worker *runtime.Function
}

// statuses has the status shown again and again. The one in the middle counts.
func (p onlookers) statuses(ctx context.Context) ([]figure, error) {
	var took []time.Duration
	var calls []line.Call
	for i := range statusRuns + 1 {
		began := time.Now()
		if err := p.show(ctx, grammar.Status{}); err != nil {
			return nil, err
		}
		if i > 0 {
			took, calls = append(took, time.Since(began)), p.line.Since(began)
		}
		select {
		case <-time.After(statusRest):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	of := countCalls(calls)
	what := fmt.Sprintf("status: %d targets", statusTargets)
	return []figure{
		{what: what + ", from the job to the answer in Slack", unit: "ms", value: millis(median(took)), limit: 1500, beside: "its calls, one after the other", base: millis(alone(calls))},
		{what: what + ", calls to Lambda", value: float64(of["Lambda"]), limit: 15, exact: true},
		{what: what + ", calls to DynamoDB", value: float64(of["DynamoDB"])},
	}, nil
}

// alone is how long some calls take, one after the other.
func alone(calls []line.Call) (sum time.Duration) {
	for _, c := range calls {
		sum += c.End.Sub(c.Began)
	}
	return sum
}

// countCalls counts calls by service, and by service and operation.
func countCalls(calls []line.Call) map[string]int {
	of := map[string]int{}
	for _, c := range calls {
		of[c.Service]++
		of[c.Service+" "+c.Operation]++
	}
	return of
}

// show has the worker do the job of a command that changes nothing, which ends with one
// answer.
func (p onlookers) show(ctx context.Context, cmd grammar.Command) error {
	command, err := grammar.Marshal(cmd)
	if err != nil {
		return err
	}
	body, err := job.Pack(job.Parcel{Job: &job.Job{
		ID: fmt.Sprint("show-", time.Now().UnixNano()), Team: account.Team, User: account.Person, Channel: "C0DEPLOYS",
		ResponseURL: p.Slack + "/response/show", Received: time.Now(), Command: command,
	}})
	if err != nil {
		return err
	}
	event, err := functions.Messages(account.Message{Group: "user/" + account.Person, Body: string(body)})
	if err != nil {
		return err
	}
	posts := p.Posts()
	err = functions.Done(ctx, p.worker, event)
	if n := p.Posts() - posts; err == nil && n != 1 {
		err = fmt.Errorf("%s was answered %d times", cmd.Name(), n)
	}
	return err
}

// statusPolicy is a slipway.yaml of many services in two environments.
func statusPolicy() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "version: 1\nslack: { team: %s, app: %s, channel: C0DEPLOYS }\nroles: { developer: [%s] }\nservices:\n", account.Team, account.App, account.Person)
	for _, t := range statusPlaces() {
		if t.Environment == "prod" {
			fmt.Fprintf(&b, "  %s: { channel: C0DEPLOYS, repository: acme/%[1]s, artifact: %[2]sacme/%[1]s, slowCall: 500ms }\n", t.Service, account.Registry)
		}
	}
	b.WriteString("environments:\n  staging: { deploy: [developer] }\n  prod: { deploy: [developer] }\n")
	return []byte(b.String())
}
