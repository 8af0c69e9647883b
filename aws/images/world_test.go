package images_test

import (
	"context"
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/slipway-dev/slipway/aws/images"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
	"github.com/slipway-dev/slipway/tests/faulty"
	"github.com/slipway-dev/slipway/tests/ministack"
)

func TestMain(m *testing.M) { os.Exit(ministack.Main(m)) }

const (
	host       = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	repository = "acme/checkout"
)

var (
	checkout = rollout.Target{Service: "checkout", Environment: "prod"} // images
	basket   = rollout.Target{Service: "basket", Environment: "prod"}   // archives
	unknown  = rollout.Target{Service: "unknown", Environment: "prod"}
)

// sha is the nth commit's; all begin alike.
func sha(n int) string { return fmt.Sprintf("abc123%034x", n) }

// digest is that of the nth image.
func digest(n int) string { return fmt.Sprintf("sha256:%064x", n) }

func release(n int) rollout.Release { return rollout.Release{SHA: sha(n)} }

// world is an account with a repository and a bucket.
type world struct {
	*images.Images
	t      *testing.T
	wire   *faulty.Transport
	ecr    *ecr.Client
	s3     *s3.Client
	bucket string // of this world alone: their names are shared by all accounts
}

func (w *world) artifact(service string) (images.Artifact, bool) {
	switch service {
	case "checkout":
		return images.Artifact{Registry: host, Repository: repository}, true
	case "basket":
		return images.Artifact{Bucket: w.bucket, Prefix: "/basket/"}, true
	default:
		return images.Artifact{}, false
	}
}

// open is a world in MiniStack.
func open(t *testing.T) *world {
	t.Helper()
	w := openAt(t, ministack.Open(t))
	_, err := w.ecr.CreateRepository(t.Context(), &ecr.CreateRepositoryInput{RepositoryName: aws.String(repository)})
	w.must(err)
	_, err = w.s3.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: aws.String(w.bucket)})
	w.must(err)
	return w
}

func openAt(t *testing.T, cfg aws.Config) *world {
	t.Helper()
	cfg, wire := faulty.Under(cfg)
	w := &world{
		t: t, wire: wire, bucket: "acme-" + strings.ToLower(rand.Text()),
		ecr: ecr.NewFromConfig(cfg, func(o *ecr.Options) { o.RetryMaxAttempts = 1 }),
		s3:  s3.NewFromConfig(cfg, func(o *s3.Options) { o.RetryMaxAttempts, o.UsePathStyle = 1, true }),
	}
	w.Images = images.New(w.ecr, w.s3, images.Options{Artifact: w.artifact})
	return w
}

// strict is a world in the simulated account, which answers as ECR does and in
// pages of two; it has no S3. Each push of the nth image comes a minute after the one before.
func strict(t *testing.T) (w *world, push func(tag string, n int)) {
	t.Helper()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	account, err := cloud.New(cloud.Options{Now: func() time.Time { return now }, Rand: mathrand.New(mathrand.NewPCG(1, 2)), RequestRate: -1})
	if err != nil {
		t.Fatal(err)
	}
	endpoint := "http://ecr.test"
	w = openAt(t, aws.Config{
		Region: "us-east-1", BaseEndpoint: &endpoint, HTTPClient: &http.Client{Transport: inProcess{wire.Handler(account, wire.Options{PageSize: 2})}},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "key", SecretAccessKey: "secret"}, nil
		}),
	})
	return w, func(tag string, n int) {
		t.Helper()
		now = now.Add(time.Minute)
		_, err := account.PutImage(repository, tag, digest(n), 0)
		w.must(err)
	}
}

// inProcess calls a handler without a network.
type inProcess struct{ http.Handler }

func (p inProcess) RoundTrip(q *http.Request) (*http.Response, error) {
	r := httptest.NewRecorder()
	p.ServeHTTP(r, q)
	return r.Result(), nil
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) state(t rollout.Target, r rollout.Release) rollout.Build {
	w.t.Helper()
	b, err := w.State(w.t.Context(), t, r)
	w.must(err)
	return b
}
