package session_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/aws/session"
)

// environment is one that can change while a function runs.
type environment struct {
	mu   sync.Mutex
	vars map[string]string
}

func (e *environment) get(name string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.vars[name]
}

func (e *environment) set(name, value string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.vars[name] = value
}

func lambda(endpoint string) *environment {
	return &environment{vars: map[string]string{
		"AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDOLD", "AWS_SECRET_ACCESS_KEY": "secret",
		"AWS_SESSION_TOKEN": "token-old", "AWS_ENDPOINT_URL": endpoint,
	}}
}

// serve answers one call after the other with what it is told; the last answer stays.
func serve(t *testing.T, answers ...http.HandlerFunc) (url string, seen func() []*http.Request) {
	t.Helper()
	var mu sync.Mutex
	var requests []*http.Request
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		requests = append(requests, r)
		answer := answers[min(len(requests), len(answers))-1]
		mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL, func() []*http.Request {
		mu.Lock()
		defer mu.Unlock()
		return requests
	}
}

func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.0")
		w.Header().Set("X-Amzn-RequestId", "req-1")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func refusal(status int, code string) http.HandlerFunc {
	return answer(status, `{"__type":"com.amazonaws.sqs#`+code+`","message":"the message names hush"}`)
}

func open(t *testing.T, e *environment, o session.Options) aws.Config {
	t.Helper()
	c, err := session.New(e.get, o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// queues is a client that does not wait between attempts.
func queues(c aws.Config) *sqs.Client {
	return sqs.NewFromConfig(c, func(o *sqs.Options) { o.Retryer = retry.AddWithMaxBackoffDelay(o.Retryer, time.Millisecond) })
}

func list(ctx context.Context, c aws.Config) error {
	_, err := queues(c).ListQueues(ctx, &sqs.ListQueuesInput{})
	return err
}

func TestEverythingThatIsMissingOrWrongIsSaidAtOnce(t *testing.T) {
	e := &environment{vars: map[string]string{"AWS_ENDPOINT_URL": "localhost:4570"}}
	_, err := session.New(e.get, session.Options{})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not name %s", err, want)
		}
	}
}

func TestTheSecondNameOfTheRegionIsGoodToo(t *testing.T) {
	e := lambda("")
	e.set("AWS_REGION", "")
	e.set("AWS_DEFAULT_REGION", "eu-north-1")
	if c := open(t, e, session.Options{}); c.Region != "eu-north-1" || c.BaseEndpoint != nil {
		t.Errorf("region %q, endpoint %v", c.Region, c.BaseEndpoint)
	}
}

func TestAServiceGoesToItsOwnEndpointBeforeTheCommonOne(t *testing.T) {
	common, _ := serve(t, answer(200, `{}`))
	own, seen := serve(t, answer(200, `{}`))
	e := lambda(common)
	e.set("AWS_ENDPOINT_URL_SQS", own)
	e.set("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://secrets")
	c := open(t, e, session.Options{})
	if err := list(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if n := len(seen()); n != 1 {
		t.Errorf("%d requests came to SQS's own endpoint", n)
	}
	source := c.ConfigSources[0].(interface {
		GetServiceBaseEndpoint(context.Context, string) (string, bool, error)
	})
	if got, ok, err := source.GetServiceBaseEndpoint(t.Context(), "Secrets Manager"); got != "http://secrets" || !ok || err != nil {
		t.Errorf("Secrets Manager: %q, %v, %v", got, ok, err)
	}
	if got, ok, _ := source.GetServiceBaseEndpoint(t.Context(), "SSM"); ok {
		t.Errorf("SSM has no endpoint of its own, but got %q", got)
	}
}

// faults.md E10
func TestExpiredCredentialsAreReadAnewForTheNextAttempt(t *testing.T) {
	var e *environment
	url, seen := serve(t,
		func(w http.ResponseWriter, r *http.Request) {
			e.set("AWS_ACCESS_KEY_ID", "AKIDNEW")
			e.set("AWS_SESSION_TOKEN", "token-new")
			refusal(403, "ExpiredTokenException")(w, r)
		},
		answer(200, `{}`))
	e = lambda(url)
	if err := list(t.Context(), open(t, e, session.Options{})); err != nil {
		t.Fatal(err)
	}
	last := seen()[1]
	if !strings.Contains(last.Header.Get("Authorization"), "AKIDNEW") || last.Header.Get("X-Amz-Security-Token") != "token-new" {
		t.Errorf("the second attempt used old credentials: %v", last.Header)
	}
}

func TestCredentialsThatAreGoneAreAnError(t *testing.T) {
	url, seen := serve(t, answer(200, `{}`))
	e := lambda(url)
	c := open(t, e, session.Options{})
	e.set("AWS_SECRET_ACCESS_KEY", "")
	if err := list(t.Context(), c); err == nil || len(seen()) > 0 {
		t.Errorf("error %v after %d requests", err, len(seen()))
	}
}

// faults.md E3
func TestOnlyWhatMayPassIsTriedAgain(t *testing.T) {
	for code, want := range map[string]int{"InternalFailure": 3, "ThrottlingException": 3, "AccessDeniedException": 1, "InvalidParameterValue": 1} {
		t.Run(code, func(t *testing.T) {
			status := map[string]int{"InternalFailure": 500}[code]
			if status == 0 {
				status = 400
			}
			url, seen := serve(t, refusal(status, code))
			if err := list(t.Context(), open(t, lambda(url), session.Options{})); err == nil || len(seen()) != want {
				t.Errorf("error %v after %d attempts, want %d", err, len(seen()), want)
			}
		})
	}
}

// faults.md E3: a server that takes the request and says nothing
func TestAnAttemptThatHangsIsGivenUp(t *testing.T) {
	done := make(chan struct{})
	url, seen := serve(t, func(http.ResponseWriter, *http.Request) { <-done }, answer(200, `{}`))
	t.Cleanup(func() { close(done) })
	if err := list(t.Context(), open(t, lambda(url), session.Options{Patience: 50 * time.Millisecond})); err != nil {
		t.Fatal(err)
	}
	if len(seen()) < 2 {
		t.Error("there was no second attempt")
	}
}

func TestARedirectIsNotFollowed(t *testing.T) {
	other, seen := serve(t, answer(200, `{}`))
	url, _ := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other, http.StatusSeeOther) })
	if err := list(t.Context(), open(t, lambda(url), session.Options{})); err == nil || len(seen()) > 0 {
		t.Errorf("error %v, and %d signed requests went elsewhere", err, len(seen()))
	}
}

// The SDK's own config module would bring these, and a slow cold start.
func TestNothingIsLinkedThatAFunctionDoesNotNeed(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for p := range strings.FieldsSeq(string(out)) {
		if strings.Contains(p, "aws-sdk-go-v2/service/") || strings.Contains(p, "aws-sdk-go-v2/feature/") || strings.Contains(p, "aws-sdk-go-v2/credentials") {
			found = append(found, p)
		}
	}
	if diff := cmp.Diff([]string(nil), found); diff != "" {
		t.Error(diff)
	}
}
