package selftest_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/aws/selftest"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
	"github.com/slipway-dev/slipway/tests/faulty"
)

const (
	name       = selftest.Prefix + "abc123"
	role       = "arn:aws:iam::123456789012:role/test"
	repository = "test"
)

// world is the strict simulated account, with what the test needs and it does not have:
// functions that are made of archives. An hour in it takes no time.
type world struct {
	*faulty.Transport
	t       *testing.T
	now     time.Time
	account *cloud.Account
	next    http.Handler
	options selftest.Options
	told    []selftest.Assumption
}

func open(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, 11, 23, 12, 0, 20, 0, time.UTC)}
	var err error
	w.account, err = cloud.New(cloud.Options{
		Now: func() time.Time { return w.now }, Rand: rand.New(rand.NewPCG(1, 2)), Delay: 3 * time.Second, RequestRate: -1,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.next = wire.Handler(w.account, wire.Options{})
	w.Transport = faulty.New(w)
	w.options = selftest.Options{
		Name: name, Role: role, SecondRole: role + "2", Now: func() time.Time { return w.now },
		Sleep: func(ctx context.Context, d time.Duration) error { w.now = w.now.Add(d); return ctx.Err() },
		Tell:  func(a selftest.Assumption) { w.told = append(w.told, a) },
	}
	return w
}

func (w *world) run(ctx context.Context) selftest.Report {
	return selftest.Run(ctx, clients(aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String("http://aws.test"), HTTPClient: &http.Client{Transport: w.Transport}, Credentials: credentials(),
		Retryer: func() aws.Retryer { return aws.NopRetryer{} },
	}), w.options)
}

func clients(c aws.Config) selftest.Clients {
	return selftest.Clients{Lambda: lambda.NewFromConfig(c), CloudWatch: cloudwatch.NewFromConfig(c), Logs: cloudwatchlogs.NewFromConfig(c)}
}

func credentials() aws.CredentialsProvider {
	return aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "123456789012", SecretAccessKey: "secret"}, nil
	})
}

// there says whether the function is.
func (w *world) there() bool {
	_, err := w.account.GetFunction(name, "")
	return err == nil
}

// RoundTrip answers what the account does not know, and hands it the rest.
func (w *world) RoundTrip(q *http.Request) (*http.Response, error) {
	answer := httptest.NewRecorder()
	switch at := q.Method + " " + q.URL.Path; {
	case q.Header.Get("X-Amz-Target") == "Logs_20140328.DeleteLogGroup":
		answer.WriteHeader(http.StatusOK)
	case at == "POST /2015-03-31/functions":
		w.create(answer, q)
	case strings.HasSuffix(at, "/configuration") && q.Method == http.MethodPut:
		w.configure(answer, q)
	case strings.HasSuffix(at, "/code"):
		w.update(answer, q)
	default:
		w.next.ServeHTTP(answer, q)
	}
	return answer.Result(), nil
}

type body struct {
	Role    string
	ZipFile []byte
	Code    struct{ ZipFile []byte }
	Tags    map[string]string
}

func (w *world) read(q *http.Request) body {
	var in body
	if err := json.NewDecoder(q.Body).Decode(&in); err != nil {
		w.t.Error(err)
	}
	return in
}

func (w *world) create(answer http.ResponseWriter, q *http.Request) {
	in := w.read(q)
	if in.Role != role || in.Tags["slipway"] != "selftest" {
		w.t.Errorf("%+v", in)
	}
	_, err := w.account.CreateFunction(cloud.CreateFunctionInput{FunctionName: name, Role: in.Role, ImageURI: w.image(in.Code.ZipFile)})
	reply(answer, err)
}

func (w *world) update(answer http.ResponseWriter, q *http.Request) {
	_, err := w.account.UpdateFunctionCode(cloud.UpdateFunctionCodeInput{FunctionName: name, ImageURI: w.image(w.read(q).ZipFile)})
	reply(answer, err)
}

func (w *world) configure(answer http.ResponseWriter, q *http.Request) {
	in := w.read(q)
	_, err := w.account.UpdateFunctionConfiguration(cloud.UpdateFunctionConfigurationInput{FunctionName: name, Role: &in.Role})
	reply(answer, err)
}

func reply(answer http.ResponseWriter, err error) {
	if err == nil {
		_, err = io.WriteString(answer, "{}")
	}
	if err != nil {
		answer.WriteHeader(http.StatusInternalServerError)
	}
}

// image stands for an archive: it does what the program in it does.
func (w *world) image(archive []byte) string {
	digest := fmt.Sprintf("sha256:%x", sha256.Sum256(archive))
	if _, err := w.account.PutImage(repository, digest[7:], digest, 0); err != nil {
		w.t.Error(err)
	}
	does := cloud.Behaviour{LatencyMS: 5}
	if strings.Contains(program(w.t, archive), "throw") {
		does.ErrorRate = 1
	}
	if err := w.account.SetBehaviour(digest, does); err != nil {
		w.t.Error(err)
	}
	return repository + "@" + digest
}

func program(t *testing.T, archive []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("index.js")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
