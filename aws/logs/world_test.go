package logs_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"

	"github.com/slipway-dev/slipway/aws/logs"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
	"github.com/slipway-dev/slipway/tests/ministack"
)

func TestMain(m *testing.M) { os.Exit(ministack.Main(m)) }

const group = "/aws/lambda/checkout-prod"

var target = rollout.Target{Service: "checkout", Environment: "prod"}

// world is an account with the logs of one function.
type world struct {
	*logs.Logs
	t      *testing.T
	client *cloudwatchlogs.Client
	wire   *faulty.Transport
	start  time.Time // of second 0
}

// open is a world in MiniStack.
func open(t *testing.T) *world {
	t.Helper()
	w := openAt(t, ministack.Open(t))
	if _, err := w.client.CreateLogGroup(t.Context(), &cloudwatchlogs.CreateLogGroupInput{LogGroupName: aws.String(group)}); err != nil {
		t.Fatal(err)
	}
	return w
}

func openAt(t *testing.T, cfg aws.Config) *world {
	t.Helper()
	cfg, wire := faulty.Under(cfg)
	w := &world{t: t, wire: wire, start: time.Now().UTC().Truncate(time.Hour).Add(-time.Hour)}
	w.client = cloudwatchlogs.NewFromConfig(cfg, func(o *cloudwatchlogs.Options) { o.RetryMaxAttempts = 1 })
	w.Logs = logs.New(w.client, func(t rollout.Target) string { return "/aws/lambda/" + t.Service + "-" + t.Environment })
	return w
}

// nowhere is a world whose every answer a test says.
func nowhere(t *testing.T) *world {
	t.Helper()
	endpoint := "http://logs.test"
	w := openAt(t, aws.Config{Region: "us-east-1", BaseEndpoint: &endpoint, Credentials: aws.AnonymousCredentials{}})
	w.start = time.Date(2026, 11, 22, 14, 0, 0, 0, time.UTC)
	return w
}

// second is a time of the log.
func (w *world) second(n int) time.Time { return w.start.Add(time.Duration(n) * time.Second) }

// says is an answer of the logs; check looks at what was asked for.
func says(answer any, check func(in map[string]any)) faulty.Fault {
	return func(c faulty.Call) (*http.Response, error) {
		var in map[string]any
		if err := json.Unmarshal(c.Body, &in); err != nil {
			return nil, err
		}
		check(in)
		body, err := json.Marshal(answer)
		if err != nil {
			return nil, err
		}
		return &http.Response{
			StatusCode: http.StatusOK, Request: c.Request, Header: http.Header{"Content-Type": {"application/x-amz-json-1.1"}},
			Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
		}, nil
	}
}

// anything is no check.
func anything(map[string]any) {}

// object is one of JSON.
type object = map[string]any
