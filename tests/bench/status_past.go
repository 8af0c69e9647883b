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
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/bench/account"
)

// statusPlaces are the targets whose status is shown.
func statusPlaces() (out []rollout.Target) {
	for i := range statusTargets / 2 {
		for _, environment := range []string{"staging", "prod"} {
			out = append(out, rollout.Target{Service: crowdService(i), Environment: environment})
		}
	}
	return out
}

// livedIn puts every target in place, with its lock and five rollouts, the newest of which
// brought version 41. Each fifth staging is a rollout further than its prod. It gives the
// store in which that is written.
func livedIn(ctx context.Context, a *account.Account, c *cloud.Account) (*store.Store, error) {
	client := dynamodb.NewFromConfig(aws.Config{
		Region: "us-east-1", BaseEndpoint: &a.URL, HTTPClient: http.DefaultClient,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "past", SecretAccessKey: "secret"}, nil
		}),
	})
	rows := store.New(client, store.Options{Table: "slipway", NewToken: func() string { return "bench" }, Now: time.Now})
	for i, t := range statusPlaces() {
		if err := settle(c, t.Service+"-"+t.Environment, t.Service, i < 2*dashboardRuns+2); err != nil {
			return nil, err
		}
		if err := rows.Commit(ctx, pastOf(t, i)); err != nil {
			return nil, fmt.Errorf("write the rollouts of %s: %w", t, err)
		}
	}
	return rows, nil
}

// pastOf is what the store knows of the ith target.
func pastOf(t rollout.Target, i int) rollout.Change {
	change := rollout.Change{Put: []rollout.Record{rollout.Lock{Target: t, Revision: 1, Fence: 5}}}
	for n := range 5 {
		change.Put = append(change.Put, shippedOnce(t, i, n))
	}
	return change
}

// settle puts a function in place. A busy one has calls, and two versions that share them.
func settle(c *cloud.Account, function, service string, busy bool) error {
	if !busy {
		return account.Seed(c, function, service, 0, time.Now())
	}
	if err := account.Seed(c, function, service, 1200, time.Now()); err != nil {
		return err
	}
	_, err := c.UpdateAlias(cloud.UpdateAliasInput{
		FunctionName: function, Name: cloud.LiveAlias, FunctionVersion: "41", AdditionalVersionWeights: map[string]float64{"40": 0.1},
	})
	return err
}

// shippedOnce is the nth of five rollouts of the ith target, as long as they are once they
// have ended.
func shippedOnce(t rollout.Target, i, n int) rollout.Rollout {
	commit := n
	if t.Environment == "staging" && i/2%5 == 0 {
		commit++
	}
	began := time.Now().Add(time.Duration(n-6) * 24 * time.Hour)
	r := rollout.Rollout{
		ID: rollout.ID(fmt.Sprintf("01M82ZKFG68ZVCEJJC%04d%04d", n, i)), Revision: 1, Target: t, By: account.Person, Channel: "C0DEPLOYS",
		Release: releaseOf(i/2, commit), Phase: rollout.Succeeded, Created: began, Since: began.Add(time.Hour), Ended: began.Add(time.Hour),
		Stable: rollout.Version(fmt.Sprint(36 + n)), StableRelease: releaseOf(i/2, commit-1), Candidate: rollout.Version(fmt.Sprint(37 + n)),
	}
	for w := range 4 {
		at := began.Add(time.Duration(w) * 10 * time.Minute)
		r.Strategy.Steps = append(r.Strategy.Steps, rollout.Step{Weight: 0.25 * float64(w), Hold: 10 * time.Minute})
		r.Shares = append(r.Shares, rollout.Share{Since: at, From: at, Weight: 0.25 * float64(w), Move: w})
		r.Stages = append(r.Stages, rollout.Stage{Phase: rollout.Shifting, At: at})
	}
	return r
}

func releaseOf(service, commit int) rollout.Release {
	return rollout.Release{
		SHA: fmt.Sprintf("%020x%020x", service, commit+1), Digest: account.Digest(commit + 1), Subject: "Round half to even, as the bank does", Author: "Ben",
		URL: "https://github.com/acme/checkout/commit/" + fmt.Sprintf("%020x%020x", service, commit+1),
	}
}
