package image

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	lambda "github.com/slipway-dev/slipway/tests/runtime"
)

// start starts a program in the unpacked image: its files are all that there is, it is the
// image's user, and what Terraform would say comes on top of the image's own environment.
func start(t *testing.T, program string, env ...string) *lambda.Function {
	t.Helper()
	built := open(t).whole
	root := t.TempDir()
	if err := built.lay(root); err != nil {
		t.Fatal(err)
	}
	nobody := httptest.NewServer(http.NotFoundHandler()) // takes connections, and knows nothing
	t.Cleanup(nobody.Close)
	script := write(t, "start", fmt.Sprintf("#!/bin/sh\nexec /usr/sbin/chroot --userspec=%s %s %s\n", built.Config.User, root, program), 0o755)
	f, err := lambda.Start(script, slices.Concat(built.Config.Env, []string{
		"AWS_REGION=eu-west-1", "AWS_ACCESS_KEY_ID=key", "AWS_SECRET_ACCESS_KEY=secret", "AWS_ENDPOINT_URL=" + nobody.URL,
		"SLIPWAY_QUEUE_URL=https://sqs.eu-west-1.amazonaws.com/123456789012/slipway-jobs.fifo", "SLIPWAY_SECRETS=env:",
		"SLACK_SIGNING_SECRET=signing", "GITHUB_WEBHOOK_SECRET=hook", "SLACK_BOT_TOKEN=xoxb-token", "GITHUB_TOKEN=token",
		"SLIPWAY_SLACK_URL=" + nobody.URL, "SLIPWAY_GITHUB_URL=" + nobody.URL,
	}, env)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Stop)
	return f
}

func invoke(t *testing.T, f *lambda.Function, event any) lambda.Answer {
	t.Helper()
	body, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	got, err := f.Invoke(t.Context(), body)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestTheFrontInItAnswersAndLetsNobodyInWithoutASignature(t *testing.T) {
	f := start(t, "/front")
	for path, want := range map[string]int{"GET /healthz": http.StatusOK, "POST /slack/commands": http.StatusUnauthorized} {
		method, path, _ := strings.Cut(path, " ")
		got := invoke(t, f, events.APIGatewayProxyRequest{HTTPMethod: method, Path: path, Headers: map[string]string{
			"X-Slack-Request-Timestamp": fmt.Sprint(time.Now().Unix()), "X-Slack-Signature": "v0=" + strings.Repeat("0", 64),
		}})
		var answer events.APIGatewayProxyResponse
		if err := json.Unmarshal(got.Body, &answer); err != nil || answer.StatusCode != want {
			t.Errorf("%s is answered with %s; want %d\n%s", path, got.Body, want, f.Log())
		}
	}
}

func TestTheWorkerInItIsWorkerAndTicker(t *testing.T) {
	for function, says := range map[string]string{"worker": "an event of another kind", "ticker": "this is no task of the ticker's"} {
		f := start(t, "/worker", "SLIPWAY_FUNCTION="+function, "SLIPWAY_TABLE=slipway",
			"SLIPWAY_STATE_MACHINE=arn:aws:states:eu-west-1:123456789012:stateMachine:slipway-rollout")
		if got := invoke(t, f, map[string]any{}); !got.Error || !strings.Contains(string(got.Body), says) {
			t.Errorf("the %s says %s\n%s", function, got.Body, f.Log())
		}
	}
}

// So that it is seen at once when Terraform's entry point is forgotten.
func TestTheFrontInItIsNothingElse(t *testing.T) {
	f := start(t, "/front", "SLIPWAY_FUNCTION=worker")
	select {
	case <-f.Exited():
	case <-time.After(20 * time.Second):
		t.Fatal("it starts as a worker")
	}
	if !strings.Contains(f.Log(), "SLIPWAY_FUNCTION") {
		t.Errorf("it does not say why: %s", f.Log())
	}
}
