package versions_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/aws/versions"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
	"github.com/slipway-dev/slipway/tests/faulty"
)

const (
	function   = "checkout-prod"
	repository = "123456789012.dkr.ecr.us-east-1.amazonaws.com/checkout"
	id         = rollout.ID("01JDQ5T0000000000000000000")
)

var target = rollout.Target{Service: "checkout", Environment: "prod"}

// release is the nth one; its image is in the repository.
func release(n int) rollout.Release {
	return rollout.Release{SHA: fmt.Sprintf("%040x", n), Digest: fmt.Sprintf("sha256:%064x", n)}
}

func image(r rollout.Release) string { return repository + "@" + r.Digest }

// world is the strict simulated account behind the real SDK, with a faulty network
// between them and a clock that does not make anybody wait. Versions 1 and 2 are of
// the releases of those numbers, live is at 2; the image of release 3 is there.
type world struct {
	*versions.Versions
	*faulty.Transport
	t       *testing.T
	cloud   *cloud.Account
	options versions.Options
}

// with runs a test in a world of its own, in which everything takes five seconds.
func with(t *testing.T, test func(w *world), edit ...func(*world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		a, err := cloud.New(cloud.Options{Now: time.Now, Rand: rand.New(rand.NewPCG(1, 2)), RequestRate: -1, Delay: 5 * time.Second})
		w := &world{t: t, cloud: a, options: versions.Options{Function: name, Code: code}}
		w.must(err)
		s := cloud.Seed{FunctionName: function, Role: "role", DeadLetterTarget: "queue", Since: time.Now(), Aliases: map[string]string{"live": "2"}}
		for n := 1; n <= 3; n++ {
			_, err := a.PutImage(repository, release(n).SHA, release(n).Digest, 0)
			w.must(err)
		}
		for n := 1; n <= 2; n++ {
			r := release(n)
			s.Versions = append(s.Versions, cloud.SeedVersion{
				ImageURI: image(r), Description: fmt.Sprintf("slipway sha=%s digest=%s rollout=01J", r.SHA, r.Digest), At: time.Now(),
			})
		}
		w.must(a.Seed(s))
		w.Transport = faulty.New(inProcess{wire.Handler(a, wire.Options{PageSize: 2})})
		for _, e := range edit {
			e(w)
		}
		w.Versions = versions.New(client(w.Transport), w.options)
		test(w)
	})
}

func name(t rollout.Target) string { return t.Service + "-" + t.Environment }

func code(_ rollout.Target, r rollout.Release) versions.Code { return versions.Code{Image: image(r)} }

// warm asks for two instances of each version.
func warm(w *world) { w.options.Provisioned = func(rollout.Target) int32 { return 2 } }

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
	if err := q.Context().Err(); err != nil {
		return nil, err
	}
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

func (w *world) publish(r rollout.Release) error { return w.Publish(w.t.Context(), target, r, id) }

func (w *world) list() []rollout.Published {
	w.t.Helper()
	all, err := w.List(w.t.Context(), target)
	w.must(err)
	return all
}

// of are the versions of a release.
func (w *world) of(r rollout.Release) (found []rollout.Published) {
	w.t.Helper()
	for _, p := range w.list() {
		if p.Release == r {
			found = append(found, p)
		}
	}
	return found
}
