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

// The simulated account's own reading is what the sandbox's rollouts are judged by:
// the real client, asking the same account in CloudWatch's protocol, reads the same,
// slow calls too.
func TestTheSandboxAndAWSAreReadAlike(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	start := now
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

	endpoint := "http://cloudwatch.test"
	w := openAt(t, aws.Config{
		Region: "us-east-1", BaseEndpoint: &endpoint, HTTPClient: &http.Client{Transport: inProcess{wire.Handler(simulated, wire.Options{})}},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "key", SecretAccessKey: "secret"}, nil
		}),
	})
	sandbox := &account.Account{Cloud: simulated, Function: function}
	for name, q := range map[string]rollout.MinutesQuery{
		"two versions":         {SlowCall: 150 * time.Millisecond, To: start.Add(5 * time.Minute)},
		"the whole alias":      {SlowCall: 150 * time.Millisecond, Whole: start.Add(-time.Minute), To: start.Add(10 * time.Minute)},
		"one, then the other":  {SlowCall: 150 * time.Millisecond, Whole: start.Add(5 * time.Minute), To: start.Add(10 * time.Minute)},
		"nothing said of slow": {Whole: start.Add(5 * time.Minute), To: start.Add(10 * time.Minute)},
	} {
		q.Target, q.Stable, q.Candidate, q.From = target, "1", "2", start
		want, err := sandbox.Minutes(t.Context(), q)
		must(err)
		if len(want) < 5 || want[0].Candidate == nil || q.SlowCall > 0 && want[0].Candidate.Slow == 0 {
			t.Fatalf("%s: there is nothing to compare: %+v", name, want)
		}
		t.Log(name)
		w.want(w.minutes(q), want)
	}
}
