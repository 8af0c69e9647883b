package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/slipway-dev/slipway/aws/store"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/bench/functions"
	"github.com/slipway-dev/slipway/tests/runtime"
)

// paused stores a rollout that waits for a person before it moves traffic, and
// counts what it takes to find that it still does. It is due again in a minute.
func (f fleet) paused(ctx context.Context) (rollout.ID, []figure, error) {
	client := dynamodb.NewFromConfig(aws.Config{
		Region: "us-east-1", BaseEndpoint: &f.URL, HTTPClient: http.DefaultClient,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "key", SecretAccessKey: "secret"}, nil
		}),
	})
	rows := store.New(client, store.Options{Table: "slipway", NewToken: func() string { return "bench" }, Now: time.Now})
	target, now := rollout.Target{Service: "checkout", Environment: "prod"}, time.Now()
	r, change := rollout.Begin(rollout.Rollout{
		ID: "01M82ZKFG68ZVCEJJCHCVAV0A4", Target: target, Stable: "41", Candidate: "40", Phase: rollout.Shifting,
		Strategy: rollout.Strategy{Kind: rollout.Canary, Steps: []rollout.Step{{Weight: 0.1, Hold: time.Minute}}},
		Pause:    &rollout.Pause{Code: rollout.PauseAsked, Since: now, Until: now.Add(time.Hour)},
	}, rollout.Lock{Target: target}, now)
	if err := rows.Commit(ctx, change); err != nil {
		return r.ID, nil, err
	}
	before := f.Counts()
	err := f.with(functions.Ticker, func(p *runtime.Function) error { return f.askTicker(r.ID)(ctx, p) })
	calls := f.Counts().Since(before)
	return r.ID, []figure{{what: fmt.Sprintf("tick: calls to AWS when nothing changes (%s)", calls), value: float64(calls.AWS()), limit: 4}}, err
}

// warmFront has a front and the floor answer in turn, in processes that have done
// so before, and sees how much memory that has taken.
func (f fleet) warmFront(ctx context.Context) (figures []figure, err error) {
	err = f.with(functions.Floor, func(base *runtime.Function) error {
		return f.with(functions.Front, func(front *runtime.Function) error {
			figures, err = f.sideBySide(ctx, base, front)
			return err
		})
	})
	return figures, err
}

func (f fleet) sideBySide(ctx context.Context, base, front *runtime.Function) ([]figure, error) {
	var took [2][]time.Duration
	before := f.Counts()
	for i := range used + warm {
		if i == used {
			before = f.Counts()
		}
		for j, ask := range []func() error{func() error { return f.askFloor(ctx, base) }, func() error { return f.askFront(ctx, front) }} {
			began := time.Now()
			if err := ask(); err != nil {
				return nil, err
			}
			if i >= used {
				took[j] = append(took[j], time.Since(began))
			}
		}
	}
	calls := f.Counts().Since(before)
	if calls.Of("SQS") != warm || calls.AWS() != warm || calls.Of("Slack") != 0 {
		return nil, fmt.Errorf("%d warm requests made these calls: %s", warm, calls)
	}
	least := millis(median(took[0]))
	figures := []figure{
		{what: "front: a warm request, at the median", unit: "ms", value: millis(median(took[1])), limit: least + 0.5, beside: floor, base: least},
		{what: "front: calls to AWS in a warm request (" + calls.String() + " in " + fmt.Sprint(warm) + ")", value: 1, limit: 1},
	}
	if peak := front.PeakMemory(); peak > 0 {
		figures = append(figures, figure{
			what: fmt.Sprintf("front: memory at most, after %d requests", used+warm), unit: "MiB", value: mebi(peak),
			times: 1.5, beside: floor, base: mebi(base.PeakMemory()),
		})
	}
	return figures, nil
}
