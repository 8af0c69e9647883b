package health_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/aws/health"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/faulty"
)

func TestAVersionThatAnswersWellIsHealthy(t *testing.T) {
	with(t, func(w *world) {
		w.checks.Smoke = []rollout.Smoke{{Path: "/healthz", Status: http.StatusOK}}
		h, err := w.check("2")
		if want := (rollout.Health{Version: "2", OK: true, Status: http.StatusOK}); err != nil || h != want {
			t.Errorf("%+v, %v", h, err)
		}
		if w.Count("Invoke") != 2 {
			t.Errorf("%v", w.Counts())
		}
	})
}

func TestWhatAVersionAnswersDecidesItsHealth(t *testing.T) {
	behave := func(b cloud.Behaviour) func(*world) {
		return func(w *world) { w.must(w.cloud.SetBehaviour(digest(2), b)) }
	}
	for name, c := range map[string]struct {
		spoil  func(w *world)
		detail string
	}{
		"it cannot start":   {behave(cloud.Presets()["crash"]), "it failed: RequestId"},
		"it takes too long": {behave(cloud.Behaviour{LatencyMS: 60_000}), "it did not answer within 5s"},
		"a smoke test fails": {func(w *world) {
			w.checks.Smoke = []rollout.Smoke{{Path: "/health", Status: http.StatusTeapot}, {Path: "/health", Status: http.StatusOK}}
		}, "it answered 200, not 418"},
		"it is no answer": {func(w *world) { w.On("Invoke", says("2", "", `"hello"`)) }, "its answer is not one of a health check"},
		"it speaks of an error": {func(w *world) {
			w.On("Invoke", says("2", "", `{"statusCode":200,"body":"{\"error\":\"no database\"}"}`))
		}, "it answered 200, with error in the body"},
		"another version answers": {func(w *world) { w.On("Invoke", says("1", "", `{"statusCode":200}`)) }, `version "1" answered in its place`},
		"it fails at length": {func(w *world) { w.On("Invoke", says("2", "Unhandled", strings.Repeat("ä", 5000))) },
			"it failed: " + strings.Repeat("ä", 300) + "…"},
	} {
		with(t, func(w *world) {
			c.spoil(w)
			h, err := w.check("2")
			if err != nil || h.OK || h.Version != "2" || !strings.HasPrefix(h.Detail, c.detail) || len(h.Detail) > 700 {
				t.Errorf("%s: %+v, %v", name, h, err)
			}
			if w.Count("Invoke") != 1 && name != "a smoke test fails" {
				t.Errorf("%s: %v", name, w.Counts())
			}
		})
	}
}

// says answers in the place of a function.
func says(version, failure, payload string) faulty.Fault {
	return func(c faulty.Call) (*http.Response, error) {
		header := http.Header{"X-Amz-Executed-Version": {version}}
		if failure != "" {
			header.Set("X-Amz-Function-Error", failure)
		}
		return &http.Response{StatusCode: http.StatusOK, Header: header, Body: io.NopCloser(strings.NewReader(payload)), Request: c.Request}, nil
	}
}

func TestASmokeTestIsAGetAsAPIGatewaySendsIt(t *testing.T) {
	with(t, func(w *world) {
		w.checks.Smoke = []rollout.Smoke{{Path: "/orders/1", Status: http.StatusOK}}
		var sent events.APIGatewayProxyRequest
		w.On("Invoke", nil, func(c faulty.Call) (*http.Response, error) {
			if err := json.Unmarshal(c.Body, &sent); err != nil {
				return nil, err
			}
			return says("2", "", `{"statusCode":200}`)(c)
		})
		h, err := w.check("2")
		w.must(err)
		if !h.OK || sent.HTTPMethod != http.MethodGet || sent.Path != "/orders/1" || sent.Headers == nil || sent.RequestContext.HTTPMethod != http.MethodGet {
			t.Errorf("%+v, sent %+v", h, sent)
		}
	})
}

// faults.md E5: a version that was deleted is not well; it is not waited for.
func TestAVersionThatIsNotThereIsNotHealthy(t *testing.T) {
	with(t, func(w *world) {
		h, err := w.check("99")
		if want := (rollout.Health{Version: "99", Detail: "there is no such version"}); err != nil || h != want {
			t.Errorf("%+v, %v", h, err)
		}
	})
}

func TestAVersionThatIsNotReadyYetIsAnErrorThatPasses(t *testing.T) {
	with(t, func(w *world) {
		_, err := w.cloud.PutImage("acme/checkout", "three", digest(3), 0)
		w.must(err)
		_, err = w.cloud.UpdateFunctionCode(cloud.UpdateFunctionCodeInput{FunctionName: "checkout-prod", ImageURI: "acme/checkout@" + digest(3)})
		w.must(err)
		time.Sleep(5 * time.Second)
		_, err = w.cloud.PublishVersion(cloud.PublishVersionInput{FunctionName: "checkout-prod"})
		w.must(err)
		if _, err := w.check("3"); !rollout.IsKind(err, rollout.Throttled) {
			t.Errorf("%v", err)
		}
		time.Sleep(5 * time.Second)
		if h, err := w.check("3"); err != nil || !h.OK {
			t.Errorf("%+v, %v", h, err)
		}
	})
}

// faults.md E3 and E9: that it could not be asked is an error, and no finding.
func TestAVersionThatCannotBeAskedIsAnError(t *testing.T) {
	for name, c := range map[string]struct {
		fault faulty.Fault
		kind  rollout.Kind
		calls int
		hint  string
	}{
		"throttled":       {faulty.Answer(429, "TooManyRequestsException", ""), rollout.Throttled, 2, "by itself"},
		"not ready":       {faulty.Answer(502, "ResourceNotReadyException", ""), rollout.Throttled, 2, "by itself"},
		"broken":          {faulty.Answer(500, "ServiceException", ""), rollout.Broken, 2, "by itself"},
		"lost":            {faulty.LoseReply, rollout.Broken, 2, "by itself"},
		"not allowed":     {faulty.Answer(403, "AccessDeniedException", ""), rollout.Broken, 1, "`lambda:InvokeFunction`"},
		"a wrong payload": {faulty.Answer(400, "InvalidRequestContentException", ""), rollout.Invalid, 1, "slipway.yaml"},
	} {
		with(t, func(w *world) {
			w.Always("Invoke", c.fault)
			var told *rollout.Error
			if _, err := w.check("2"); !errors.As(err, &told) || told.Kind != c.kind || !strings.Contains(told.Hint, c.hint) {
				t.Errorf("%s: %v", name, err)
			}
			if w.Count("Invoke") != c.calls {
				t.Errorf("%s: %v", name, w.Counts())
			}
		})
	}
}

func TestALostCallIsMadeOnceMore(t *testing.T) {
	with(t, func(w *world) {
		w.On("Invoke", faulty.LoseReply)
		if h, err := w.check("2"); err != nil || !h.OK {
			t.Errorf("%+v, %v", h, err)
		}
	})
}

// It is the tick that has no time left then, not the version that is slow.
func TestTheCallersOwnDeadlineSaysNothingOfTheVersion(t *testing.T) {
	with(t, func(w *world) {
		w.checks.Timeout = 0 // however long it takes
		w.must(w.cloud.SetBehaviour(digest(2), cloud.Behaviour{LatencyMS: 60_000}))
		ctx, cancel := context.WithTimeout(w.t.Context(), 3*time.Second)
		defer cancel()
		if h, err := w.Check(ctx, target, "2"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%+v, %v", h, err)
		}
	})
}

// Where the role of the version's account cannot be taken on, nobody has asked the version.
func TestWhoeverIsNotLetInHasFoundNothing(t *testing.T) {
	denied := &rollout.Error{Kind: rollout.Broken, Message: "prod: AWS does not let us be the role."}
	h := health.New(lambda.NewFromConfig(aws.Config{
		Region: "us-east-1", Credentials: aws.CredentialsProviderFunc(func(ctx context.Context) (aws.Credentials, error) {
			<-ctx.Done() // STS takes longer than the version may
			return aws.Credentials{}, denied
		}),
	}), health.Options{
		Function: func(rollout.Target) string { return "checkout-prod" }, Now: time.Now,
		Checks: func(rollout.Target) rollout.Checks { return rollout.Checks{Timeout: 10 * time.Millisecond} },
	})
	var told *rollout.Error
	if found, err := h.Check(t.Context(), target, "2"); !errors.As(err, &told) || told.Message != denied.Message || found.Detail != "" {
		t.Errorf("%+v, %v", found, err)
	}
}
