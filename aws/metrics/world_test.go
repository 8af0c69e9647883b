package metrics_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/fxamacker/cbor/v2"

	"github.com/slipway-dev/slipway/aws/metrics"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
	"github.com/slipway-dev/slipway/tests/ministack"
)

func TestMain(m *testing.M) { os.Exit(ministack.Main(m)) }

var target = rollout.Target{Service: "checkout", Environment: "prod"}

func function(t rollout.Target) string { return t.Service + "-" + t.Environment }

// world is an account in which metrics were reported.
type world struct {
	*metrics.Metrics
	t      *testing.T
	client *cloudwatch.Client
	wire   *faulty.Transport
	start  time.Time // of minute 0
}

// open is a world in MiniStack.
func open(t *testing.T) *world {
	t.Helper()
	return openAt(t, ministack.Open(t))
}

func openAt(t *testing.T, cfg aws.Config) *world {
	t.Helper()
	cfg, wire := faulty.Under(cfg)
	c := cloudwatch.NewFromConfig(cfg, func(o *cloudwatch.Options) { o.RetryMaxAttempts = 1 })
	return &world{Metrics: metrics.New(c, function), t: t, client: c, wire: wire, start: time.Now().UTC().Truncate(24 * time.Hour)}
}

// dimensions are how Lambda names the calls of a version by way of live; of all
// versions when there is none.
func dimensions(v string) []types.Dimension {
	d := []types.Dimension{
		{Name: aws.String("FunctionName"), Value: aws.String("checkout-prod")},
		{Name: aws.String("Resource"), Value: aws.String("checkout-prod:live")},
	}
	if v != "" {
		d = append(d, types.Dimension{Name: aws.String("ExecutedVersion"), Value: aws.String(v)})
	}
	return d
}

// report is what Lambda would: so much of a metric, of a version, in minute n.
func (w *world) report(v, metric string, n int, value float64) {
	w.t.Helper()
	_, err := w.client.PutMetricData(w.t.Context(), &cloudwatch.PutMetricDataInput{
		Namespace: aws.String("AWS/Lambda"),
		MetricData: []types.MetricDatum{{
			MetricName: aws.String(metric), Dimensions: dimensions(v), Unit: types.StandardUnitCount,
			Timestamp: aws.Time(w.start.Add(time.Duration(n) * time.Minute)), Value: aws.Float64(value),
		}},
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// calls reports a minute of a version.
func (w *world) calls(v string, n int, calls, failed float64) {
	w.t.Helper()
	w.report(v, "Invocations", n, calls)
	w.report(v, "Errors", n, failed)
}

// query asks for the first ten minutes.
func (w *world) query() rollout.MinutesQuery {
	return rollout.MinutesQuery{Target: target, Stable: "41", Candidate: "42", From: w.start, To: w.start.Add(10 * time.Minute)}
}

// script is a CloudWatch that a test says the answers of: it answers what MiniStack
// cannot, and what CloudWatch should not.
type script map[string]func(in map[string]any) (any, error)

// refused is an error that a script answers.
type refused string

func (r refused) Error() string { return string(r) }

// scripted is a world of such a CloudWatch.
func scripted(t *testing.T, c script) *world {
	t.Helper()
	endpoint := "http://cloudwatch.test"
	w := openAt(t, aws.Config{
		Region: "us-east-1", BaseEndpoint: &endpoint, HTTPClient: &http.Client{Transport: c},
		Credentials: aws.AnonymousCredentials{},
	})
	w.start = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	return w
}

func (c script) RoundTrip(q *http.Request) (*http.Response, error) {
	var in map[string]any
	if err := cbor.NewDecoder(q.Body).Decode(&in); err != nil {
		return nil, err
	}
	operation := q.URL.Path[len("/service/GraniteServiceVersion20100801/operation/"):]
	answer := c[operation]
	if answer == nil {
		return nil, fmt.Errorf("nobody asks for %s", operation)
	}
	status := http.StatusOK
	out, err := answer(in)
	if err != nil {
		status, out = http.StatusBadRequest, map[string]any{"__type": "com.amazonaws.cloudwatch#" + err.Error(), "message": "as told"}
	}
	body, err := cbor.Marshal(out)
	if err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: status, Request: q, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, ContentLength: int64(len(body)),
		Header: http.Header{"Smithy-Protocol": {"rpc-v2-cbor"}, "Content-Type": {"application/cbor"}},
		Body:   io.NopCloser(bytes.NewReader(body)),
	}, nil
}

// at is a time as CBOR has it.
func at(t time.Time) cbor.Tag { return cbor.Tag{Number: 1, Content: float64(t.Unix())} }
