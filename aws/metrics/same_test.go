package metrics_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
)

// inProcess calls a handler without a network.
type inProcess struct{ http.Handler }

func (p inProcess) RoundTrip(q *http.Request) (*http.Response, error) {
	r := httptest.NewRecorder()
	p.ServeHTTP(r, q)
	return r.Result(), nil
}

func imageOf(n int) string { return fmt.Sprintf("checkout@sha256:%064x", n) }

// inside is a world whose CloudWatch is that of a simulated account.
func inside(t *testing.T, simulated *cloud.Account) *world {
	t.Helper()
	endpoint := "http://cloudwatch.test"
	return openAt(t, aws.Config{
		Region: "us-east-1", BaseEndpoint: &endpoint, HTTPClient: &http.Client{Transport: inProcess{wire.Handler(simulated, wire.Options{})}},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "key", SecretAccessKey: "secret"}, nil
		}),
	})
}

// shifted is an account in which a quarter of the calls went to version 2 for the five
// minutes from start, and all of them from then on. It is ten minutes later.
func shifted(t *testing.T, start time.Time) *cloud.Account {
	t.Helper()
	now := start
	simulated, err := cloud.New(cloud.Options{
		Now: func() time.Time { return now }, Rand: rand.New(rand.NewPCG(1, 2)), MetricLag: time.Minute, RequestRate: -1, SparseVersions: true,
	})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(err)
	must(simulated.Seed(cloud.Seed{
		FunctionName: "checkout-prod", Role: "role", PerMinute: 600, Since: now.Add(-time.Hour), Aliases: map[string]string{"live": "1"},
		Versions: []cloud.SeedVersion{{ImageURI: imageOf(1), At: now}, {ImageURI: imageOf(2), At: now}},
	}))
	route := func(version string, weights map[string]float64) {
		t.Helper()
		live, err := simulated.GetAlias("checkout-prod", "live")
		must(err)
		_, err = simulated.UpdateAlias(cloud.UpdateAliasInput{
			FunctionName: "checkout-prod", Name: "live", FunctionVersion: version, AdditionalVersionWeights: weights, RevisionID: live.RevisionID,
		})
		must(err)
	}
	route("1", map[string]float64{"2": 0.25})
	now = start.Add(5 * time.Minute)
	route("2", map[string]float64{})
	now = start.Add(10*time.Minute + 30*time.Second) // the last minute has not settled
	return simulated
}

// The simulated account's own reading is what the sandbox's rollouts are judged by:
// the real client, asking the same account in CloudWatch's protocol, reads the same,
// slow calls too.
func TestTheSandboxAndAWSAreReadAlike(t *testing.T) {
	start := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	simulated := shifted(t, start)
	w, sandbox := inside(t, simulated), &account.Account{Cloud: simulated, Function: function}
	for name, q := range map[string]rollout.MinutesQuery{
		"two versions":         {SlowCall: 150 * time.Millisecond, To: start.Add(5 * time.Minute)},
		"the whole alias":      {SlowCall: 150 * time.Millisecond, Whole: start.Add(-time.Minute), To: start.Add(10 * time.Minute)},
		"one, then the other":  {SlowCall: 150 * time.Millisecond, Whole: start.Add(5 * time.Minute), To: start.Add(10 * time.Minute)},
		"nothing said of slow": {Whole: start.Add(5 * time.Minute), To: start.Add(10 * time.Minute)},
	} {
		q.Target, q.Stable, q.Candidate, q.From = target, "1", "2", start
		want, err := sandbox.Minutes(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if len(want) < 5 || want[0].Candidate == nil || q.SlowCall > 0 && want[0].Candidate.Slow == 0 {
			t.Fatalf("%s: there is nothing to compare: %+v", name, want)
		}
		t.Log(name)
		w.want(w.minutes(q), want)
	}
}

func TestDashboardsOfTheSandboxAndOfAWSAreAlike(t *testing.T) {
	start := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	simulated := shifted(t, start)
	var curves []rollout.Curve
	for _, v := range []rollout.Version{"", "1", "2"} {
		for _, n := range []rollout.Number{rollout.Calls, rollout.Errors, rollout.P50, rollout.P95, rollout.P99} {
			curves = append(curves, rollout.Curve{Number: n, Version: v})
		}
	}
	curves = append(curves, rollout.Curve{Number: rollout.Throttles}, rollout.Curve{Number: rollout.Concurrency})
	window := rollout.Window{From: start.Add(-30 * time.Minute), To: start.Add(9 * time.Minute), Period: 3 * time.Minute}
	want, err := account.Gauges{Cloud: simulated, Function: function}.Lines(t.Context(), target, window, curves)
	if err != nil {
		t.Fatal(err)
	}
	got, err := inside(t, simulated).Lines(t.Context(), target, window, curves)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(diff, err)
	}
	if len(want[0].Points) != 13 || len(want[10].Points) != 2 || len(want[16].Points) != 13 || want[16].Points[0].Value < 1 {
		t.Errorf("there is nothing to compare: %+v", want)
	}
}
