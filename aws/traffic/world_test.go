package traffic_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/aws/traffic"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
	"github.com/slipway-dev/slipway/tests/faulty"
)

const function = "checkout-prod"

var target = rollout.Target{Service: "checkout", Environment: "prod"}

// world is the strict simulated account behind the real SDK, with a faulty network
// between them. Versions 1 to 3 are there, 3 runs with another role; live is at 2,
// blue at 1.
type world struct {
	*traffic.Traffic
	*faulty.Transport
	t     testing.TB
	cloud *cloud.Account
}

func open(t testing.TB, edit ...func(*lambda.Options)) *world {
	t.Helper()
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	a, err := cloud.New(cloud.Options{Now: func() time.Time { return noon }, Rand: rand.New(rand.NewPCG(1, 2)), RequestRate: -1})
	w := &world{t: t, cloud: a}
	w.must(err)
	s := cloud.Seed{FunctionName: function, Role: "role", Since: noon, Aliases: map[string]string{"live": "2", "blue": "1"}}
	for n := 1; n <= 2; n++ {
		s.Versions = append(s.Versions, cloud.SeedVersion{ImageURI: fmt.Sprintf("acme/checkout@sha256:%064x", n), At: noon})
	}
	w.must(a.Seed(s))
	_, err = a.UpdateFunctionConfiguration(cloud.UpdateFunctionConfigurationInput{FunctionName: function, Role: aws.String("another")})
	w.must(err)
	_, err = a.PublishVersion(cloud.PublishVersionInput{FunctionName: function})
	w.must(err)
	w.Transport = faulty.New(inProcess{wire.Handler(a, wire.Options{PageSize: 1})})
	w.Traffic = traffic.New(client(w.Transport, edit...), name)
	return w
}

func name(t rollout.Target) string { return t.Service + "-" + t.Environment }

func client(network http.RoundTripper, edit ...func(*lambda.Options)) *lambda.Client {
	return lambda.NewFromConfig(aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String("http://lambda.test"), HTTPClient: &http.Client{Transport: network},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "000000000000", SecretAccessKey: "secret"}, nil
		}),
	}, edit...)
}

// inProcess is a network without a wire, so that a test's fake time can pass on it.
type inProcess struct{ handler http.Handler }

func (p inProcess) RoundTrip(q *http.Request) (*http.Response, error) {
	answer := httptest.NewRecorder()
	p.handler.ServeHTTP(answer, q)
	return answer.Result(), nil
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// alias is one as it is now.
func (w *world) alias(a rollout.Alias) rollout.AliasNow {
	w.t.Helper()
	all, err := w.Aliases(w.t.Context(), target)
	w.must(err)
	return all[a]
}

// intent moves an alias from how it is now.
func (w *world) intent(a rollout.Alias, to rollout.Routing, stamp string) rollout.Intent {
	w.t.Helper()
	return rollout.Intent{Kind: rollout.Point, Alias: a, Routing: to, Stamp: stamp, Revision: w.alias(a).Revision}
}

func (w *world) point(i rollout.Intent) error { return w.Point(w.t.Context(), target, i) }

// theirs is somebody else who moves an alias.
func (w *world) theirs(a rollout.Alias, version string) {
	w.t.Helper()
	_, err := w.cloud.UpdateAlias(cloud.UpdateAliasInput{
		FunctionName: function, Name: string(a), FunctionVersion: version,
		AdditionalVersionWeights: map[string]float64{}, Description: aws.String("theirs"),
	})
	w.must(err)
}
