package health_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	smithytime "github.com/aws/smithy-go/time"

	"github.com/slipway-dev/slipway/aws/health"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
	"github.com/slipway-dev/slipway/tests/faulty"
)

var target = rollout.Target{Service: "checkout", Environment: "prod"}

// world is the strict simulated account behind the real SDK, with a faulty network
// between them. Versions 1 and 2 are there, and live is split between them.
type world struct {
	*health.Health
	*faulty.Transport
	t      *testing.T
	cloud  *cloud.Account
	checks rollout.Checks
	log    bytes.Buffer
}

// with runs a test in a world of its own, in which nobody has to wait.
func with(t *testing.T, test func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		a, err := cloud.New(cloud.Options{Now: time.Now, Rand: rand.New(rand.NewPCG(1, 2)), Delay: 5 * time.Second, RequestRate: -1})
		w := &world{t: t, cloud: a, checks: rollout.Checks{Payload: []byte(`{"health":true}`), Timeout: 5 * time.Second}}
		w.must(err)
		s := cloud.Seed{FunctionName: "checkout-prod", Role: "role", Since: time.Now(), Aliases: map[string]string{"live": "1"}}
		for n := 1; n <= 2; n++ {
			s.Versions = append(s.Versions, cloud.SeedVersion{ImageURI: "acme/checkout@" + digest(n), At: time.Now()})
		}
		w.must(a.Seed(s))
		pass := func(ctx context.Context, d time.Duration) { _ = smithytime.SleepWithContext(ctx, d) } // or the caller has gone
		w.Transport = faulty.New(inProcess{wire.Handler(a, wire.Options{Wait: pass})})
		w.Health = health.New(client(w.Transport), health.Options{
			Function: func(t rollout.Target) string { return t.Service + "-" + t.Environment },
			Checks:   func(rollout.Target) rollout.Checks { return w.checks }, Now: time.Now,
			Log: slog.New(slog.NewTextHandler(&w.log, nil)),
		})
		test(w)
	})
}

func digest(n int) string { return fmt.Sprintf("sha256:%064x", n) }

func client(network http.RoundTripper) *lambda.Client {
	return lambda.NewFromConfig(aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String("http://lambda.test"), HTTPClient: &http.Client{Transport: network},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "000000000000", SecretAccessKey: "secret"}, nil
		}),
	})
}

// inProcess is a network without a wire, so that a test's fake time can pass on it.
type inProcess struct{ handler http.Handler }

func (p inProcess) RoundTrip(q *http.Request) (*http.Response, error) {
	answer := httptest.NewRecorder()
	p.handler.ServeHTTP(answer, q)
	if err := q.Context().Err(); err != nil {
		return nil, err
	}
	return answer.Result(), nil
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) check(v rollout.Version) (rollout.Health, error) {
	return w.Check(w.t.Context(), target, v)
}
