package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/bench/account"
	"github.com/slipway-dev/slipway/tests/bench/functions"
	"github.com/slipway-dev/slipway/tests/runtime"
)

// asking has a function answer one event, made afresh, and sees that it did.
type asking func(ctx context.Context, p *runtime.Function) error

// started is what was seen of the starts of one function.
type started struct {
	took  []time.Duration // from the start of the process to its first answer
	calls account.Counts  // of the start that made the most calls to AWS
}

// coldStarts starts the functions in turn, again and again, so that what else the
// machine does meets all of them.
func (f fleet) coldStarts(ctx context.Context, id rollout.ID) ([]figure, error) {
	kinds := []functions.Kind{functions.Floor, functions.Front, functions.Worker, functions.Ticker}
	ask := map[functions.Kind]asking{functions.Floor: f.askFloor, functions.Front: f.askFront, functions.Worker: f.askWorker, functions.Ticker: f.askTicker(id)}
	seen := map[functions.Kind]*started{}
	for range starts {
		for _, k := range kinds {
			if seen[k] == nil {
				seen[k] = &started{}
			}
			if err := f.start(ctx, k, ask[k], seen[k]); err != nil {
				return nil, fmt.Errorf("start the %s: %w", k, err)
			}
		}
	}
	base := millis(median(seen[functions.Floor].took))
	front := seen[functions.Front]
	if n := front.calls.Of("Slack"); n > 0 {
		return nil, fmt.Errorf("the front called Slack %d times in a cold start", n)
	}
	return []figure{
		{what: "front: process start to first answer", unit: "ms", value: millis(median(front.took)), times: 3, beside: floor, base: base},
		{what: "front: calls to AWS in a cold start (" + front.calls.String() + ")", value: float64(front.calls.AWS()), limit: 2},
		{what: "worker: process start to first answer", unit: "ms", value: millis(median(seen[functions.Worker].took)), times: 6, beside: floor, base: base},
		{what: "ticker: process start to first answer", unit: "ms", value: millis(median(seen[functions.Ticker].took)), times: 6, beside: floor, base: base},
	}, nil
}

// start is one cold start.
func (f fleet) start(ctx context.Context, k functions.Kind, ask asking, seen *started) error {
	before := f.Counts()
	err := f.with(k, func(p *runtime.Function) error {
		err := ask(ctx, p)
		seen.took = append(seen.took, time.Since(p.Started))
		return err
	})
	f.Take()
	if calls := f.Counts().Since(before); calls.AWS() > seen.calls.AWS() {
		seen.calls = calls
	}
	return err
}

func (f fleet) askFloor(ctx context.Context, p *runtime.Function) error {
	return f.type200(ctx, p)
}

// askFront types a deploy, which has to end on the queue.
func (f fleet) askFront(ctx context.Context, p *runtime.Function) error {
	err := f.type200(ctx, p)
	if n := len(f.Take()); err == nil && n != 1 {
		err = fmt.Errorf("%d messages were queued", n)
	}
	return err
}

func (f fleet) type200(ctx context.Context, p *runtime.Function) error {
	event, err := functions.Command("/deploy", "prod checkout abc123", f.Slack, functions.SigningSecret, time.Now())
	if err != nil {
		return err
	}
	status, body, err := functions.Answered(ctx, p, event)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("the answer was %d %s", status, body)
	}
	return err
}

// askWorker asks for the status, which has to be answered at the response_url.
func (f fleet) askWorker(ctx context.Context, p *runtime.Function) error {
	now := time.Now()
	command, err := grammar.Marshal(grammar.Status{Target: grammar.Target{Service: "checkout", Environment: "prod"}})
	if err != nil {
		return err
	}
	body, err := job.Pack(job.Parcel{Job: &job.Job{
		ID: fmt.Sprint("status-", now.UnixNano()), Team: account.Team, User: account.Person, Channel: "C0CHECKOUT",
		ResponseURL: f.Slack + "/response/status", Received: now, Command: command,
	}})
	if err != nil {
		return err
	}
	event, err := functions.Messages(account.Message{Group: "user/" + account.Person, Body: string(body)})
	if err != nil {
		return err
	}
	posts := f.Posts()
	err = functions.Done(ctx, p, event)
	if err == nil && f.Posts() != posts+1 {
		err = fmt.Errorf("it answered %d times", f.Posts()-posts)
	}
	return err
}

// askTicker ticks a rollout that is not due.
func (f fleet) askTicker(id rollout.ID) asking {
	return func(ctx context.Context, p *runtime.Function) error {
		event, err := json.Marshal(engine.Task{Do: engine.DoTick, Rollout: id})
		if err != nil {
			return err
		}
		got, err := p.Invoke(ctx, event)
		if err != nil {
			return err
		}
		var turn engine.Turn
		if err := json.Unmarshal(got.Body, &turn); err != nil || got.Error || turn.Wait == 0 {
			return fmt.Errorf("the ticker answered %s", got.Body)
		}
		return nil
	}
}

func median(all []time.Duration) time.Duration {
	all = slices.Sorted(slices.Values(all))
	return all[len(all)/2]
}

func millis(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }
