package call_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/aws/session"
)

var errGone = errors.New("the credentials are gone")

// sdk is the same call by the SDK's own client.
func sdk(ctx context.Context, s *service) error {
	client := sqs.NewFromConfig(s.config(&keys{id: "AKID"}), func(o *sqs.Options) { o.Retryer = aws.NopRetryer{} })
	_, err := client.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: aws.String("http://q"), MessageBody: aws.String("hush")})
	return err
}

func TestARequestIsWhatTheSDKWouldSend(t *testing.T) {
	s := serve(t, answer(`{"MessageId":"m"}`))
	if err := sdk(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if id, err := send(t.Context(), s.queues(0)); err != nil || id != "m" {
		t.Fatalf("%q, %v", id, err)
	}
	type request struct{ Method, Path, Kind, Target, Body, Token, Scope string }
	var all []request
	for _, r := range s.requests() {
		var body message
		if err := json.Unmarshal([]byte(r.body), &body); err != nil {
			t.Fatal(err)
		}
		scope, signed, _ := strings.Cut(r.Header.Get("Authorization"), ", SignedHeaders=")
		for _, h := range []string{"host", "x-amz-date", "x-amz-target", "x-amz-security-token"} {
			if !strings.Contains(signed, h) {
				t.Errorf("%s is not signed: %s", h, signed)
			}
		}
		all = append(all, request{r.Method, r.URL.Path, r.Header.Get("Content-Type"), r.Header.Get("X-Amz-Target"),
			body.QueueUrl + " " + body.MessageBody, r.Header.Get("X-Amz-Security-Token"), scope})
	}
	if diff := cmp.Diff(all[0], all[1]); diff != "" {
		t.Error(diff)
	}
}

// faults.md E3
func TestAnErrorIsToTheRetryersWhatTheSDKsIs(t *testing.T) {
	for name, do := range map[string]http.HandlerFunc{
		"refused":            refusal(400, "AccessDenied"),
		"refused by status":  refusal(403, "AccessDenied"),
		"too much":           refusal(400, "ThrottlingException"),
		"too much by status": refusal(429, "Whatever"),
		"down":               refusal(503, "ServiceUnavailable"),
		"broken":             refusal(500, "InternalError"),
		"a proxy's page":     func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<html>hush", http.StatusForbidden) },
		"a proxy's failure":  func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<html>hush", http.StatusBadGateway) },
		"told by a header": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Amzn-Errortype", "A:http://b")
			w.WriteHeader(400)
		},
		"a broken connection":  func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"a reply of no sense":  answer(`hush`),
		"a reply of some kind": answer(`{"MessageId":12345}`),
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, do)
			want := sdk(t.Context(), s)
			_, got := send(t.Context(), s.queues(0))
			wantCode := code(want)
			if strings.HasPrefix(name, "a proxy's") { // which has no code with the SDK
				wantCode = "UnknownError"
			}
			if want == nil || got == nil || wantCode != code(got) || status(want) != status(got) {
				t.Fatalf("got %v, the SDK %v", got, want)
			}
			r := retry.NewStandard()
			if r.IsErrorRetryable(want) != r.IsErrorRetryable(got) {
				t.Errorf("worth another try: %v, the SDK's: %v", r.IsErrorRetryable(got), r.IsErrorRetryable(want))
			}
			var op *smithy.OperationError
			if !errors.As(got, &op) || op.Operation() != "SendMessage" || op.Service() != "SQS" {
				t.Errorf("whose it is: %v", got)
			}
			if text := got.Error(); strings.Contains(text, "hush") || strings.Contains(text, "12345") {
				t.Errorf("it tells what came: %v", got)
			}
		})
	}
}

func code(err error) string {
	var refused smithy.APIError
	if !errors.As(err, &refused) {
		return ""
	}
	return refused.ErrorCode()
}

func status(err error) int {
	var answered *smithyhttp.ResponseError
	if !errors.As(err, &answered) {
		return 0
	}
	return answered.HTTPStatusCode()
}

func TestHalfAReplyIsWorthAnotherTry(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, `{"Mess`)
	})
	if _, err := send(t.Context(), s.queues(0)); err == nil || !retry.NewStandard().IsErrorRetryable(err) {
		t.Errorf("error %v", err)
	}
}

func TestWhoeverGivesUpIsNotTriedAgain(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan struct{})
	s := serve(t, func(http.ResponseWriter, *http.Request) { cancel(); <-over })
	_, err := send(ctx, s.queues(0))
	close(over)
	var given *smithy.CanceledError
	if !errors.As(err, &given) || !errors.Is(err, context.Canceled) || retry.NewStandard().IsErrorRetryable(err) {
		t.Errorf("error %v", err)
	}
}

func TestACallIsALineOfTheJournal(t *testing.T) {
	for name, c := range map[string]struct {
		do   http.HandlerFunc
		want map[string]any
	}{
		"that is well": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Amzn-RequestId", "req-1")
			answer(`{}`)(w, r)
		}, map[string]any{"status": 200.0, "aws_request": "req-1"}},
		"that is refused": {refusal(403, "AccessDenied"), map[string]any{"status": 403.0, "error": "AccessDenied"}},
	} {
		t.Run(name, func(t *testing.T) {
			s, log := serve(t, c.do), new(bytes.Buffer)
			env := map[string]string{"AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "key", "AWS_ENDPOINT_URL": s.URL}
			at := time.Now()
			now := func() time.Time { at = at.Add(time.Millisecond); return at }
			cfg, err := session.New(func(k string) string { return env[k] }, session.Options{Log: slog.New(slog.NewJSONHandler(log, nil)), Now: now})
			if err != nil {
				t.Fatal(err)
			}
			_, _ = send(t.Context(), caller(cfg, time.Now)) // the log is what is looked at
			var got map[string]any
			if err := json.Unmarshal(log.Bytes(), &got); err != nil {
				t.Fatalf("not one line: %s", log)
			}
			delete(got, "time")
			c.want["level"], c.want["msg"], c.want["aws_service"], c.want["operation"], c.want["took_ms"] = "INFO", "aws", "SQS", "SendMessage", 1.0
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatCannotBeAskedIsAnErrorAndNoRequest(t *testing.T) {
	s := serve(t, answer(`{}`))
	in := map[string]func(*aws.Config) any{
		"nothing that is JSON":     func(*aws.Config) any { return make(chan int) },
		"without credentials":      func(c *aws.Config) any { c.Credentials = &keys{}; return nil },
		"at no address":            func(c *aws.Config) any { c.BaseEndpoint = aws.String("http://[::1"); return nil },
		"at an address of no kind": func(c *aws.Config) any { c.BaseEndpoint = aws.String("%"); return nil },
		"where nobody knows":       func(c *aws.Config) any { c.ConfigSources = []any{lost{}}; return nil },
		"with a hook that fails": func(c *aws.Config) any {
			c.APIOptions = append(c.APIOptions, func(*middleware.Stack) error { return errGone })
			return nil
		},
	}
	for name, edit := range in {
		cfg := s.config(&keys{id: "AKID"})
		what := edit(&cfg)
		var op *smithy.OperationError
		if err := caller(cfg, time.Now).Do(t.Context(), "SendMessage", what, &reply{}); !errors.As(err, &op) || len(s.requests()) > 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// lost knows no endpoints, and cannot tell.
type lost struct{}

// GetServiceBaseEndpoint fails.
func (lost) GetServiceBaseEndpoint(context.Context, string) (string, bool, error) {
	return "", false, errGone
}

// own is where a configuration may say that a service has an endpoint of its own.
type own map[string]string

// GetServiceBaseEndpoint looks it up.
func (o own) GetServiceBaseEndpoint(_ context.Context, service string) (string, bool, error) {
	url, ok := o[service]
	return url, ok, nil
}

func TestAServiceIsWhereTheSDKWouldFindIt(t *testing.T) {
	for _, c := range []struct {
		region, base string
		sources      []any
		want         string
	}{
		{"us-east-1", "", nil, "https://sqs.us-east-1.amazonaws.com/"},
		{"cn-north-1", "", []any{"something else"}, "https://sqs.cn-north-1.amazonaws.com.cn/"},
		{"us-east-1", "http://base", nil, "http://base/"},
		{"us-east-1", "http://base/path", []any{own{"SSM": "http://own"}}, "http://base/path"},
		{"us-east-1", "http://base", []any{own{"SQS": "http://own"}}, "http://own/"},
	} {
		cfg := aws.Config{Region: c.region, ConfigSources: c.sources}
		if c.base != "" {
			cfg.BaseEndpoint = &c.base
		}
		if got, err := caller(cfg, time.Now).Endpoint(t.Context()); err != nil || got.String() != c.want {
			t.Errorf("got %v, %v, want %s", got, err, c.want)
		}
	}
}

func TestTheRetryerIsTheConfigurationsOrTheSDKsOwn(t *testing.T) {
	if n := caller(aws.Config{}, time.Now).Retryer.MaxAttempts(); n != retry.DefaultMaxAttempts {
		t.Errorf("%d attempts", n)
	}
	five := func() aws.Retryer { return retry.AddWithMaxAttempts(retry.NewStandard(), 5) }
	if n := caller(aws.Config{Retryer: five}, time.Now).Retryer.MaxAttempts(); n != 5 {
		t.Errorf("%d attempts", n)
	}
}
