package health_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	function "github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/aws/health"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
	"github.com/slipway-dev/slipway/tests/ministack"
)

// TestMain is the tests, or, where Lambda's runtime is, the function that they call.
func TestMain(m *testing.M) {
	if os.Getenv("AWS_LAMBDA_RUNTIME_API") != "" {
		function.Start(serve)
		return
	}
	os.Exit(ministack.Main(m))
}

// serve fails on request, and else answers what it was asked for.
func serve(_ context.Context, in struct {
	Fail   bool `json:"fail"`
	Status int  `json:"status"`
}) (events.APIGatewayProxyResponse, error) {
	if in.Fail {
		return events.APIGatewayProxyResponse{}, errors.New("as asked for")
	}
	return events.APIGatewayProxyResponse{StatusCode: in.Status}, nil
}

// A second opinion: an AWS that we did not write, and a function that really runs.
func TestMiniStackIsProbed(t *testing.T) {
	cfg := ministack.Open(t)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const name = "checkout-prod"
	ministack.Function(t, cfg, name, nil, ministack.Zip(t, program))
	client := lambda.NewFromConfig(cfg)
	published, err := client.PublishVersion(t.Context(), &lambda.PublishVersionInput{FunctionName: aws.String(name)})
	if err != nil {
		t.Fatal(err)
	}
	for payload, errs := range map[string]int64{`{"status":200}`: 0, `{"status":404}`: 2, `{"status":502}`: 2, `{"fail":true}`: 2} {
		h := health.New(client, health.Options{
			Function: func(rollout.Target) string { return name }, Now: time.Now, Log: slog.New(slog.DiscardHandler),
			Checks: func(rollout.Target) rollout.Checks { return rollout.Checks{Probe: []byte(payload)} },
		})
		got, err := h.Probe(t.Context(), target, rollout.Version(aws.ToString(published.Version)), 2, time.Minute)
		if want := (judge.Counts{Invocations: 2, Errors: errs}); err != nil || got != want {
			t.Errorf("%s: %+v, %v", payload, got, err)
		}
	}
}
