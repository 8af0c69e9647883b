package gateway_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/aws/gateway"
)

type headers = map[string][]string

// command is what API Gateway makes of a slash command.
func command() events.APIGatewayProxyRequest {
	return events.APIGatewayProxyRequest{
		HTTPMethod: "POST", Path: "/slack/commands", Body: "text=deploy",
		Headers:           map[string]string{"X-Slack-Signature": "v0=1"},
		MultiValueHeaders: headers{"X-Slack-Signature": {"v0=1"}, "Host": {"api.example.org"}},
		RequestContext: events.APIGatewayProxyRequestContext{
			Path: "/prod/slack/commands", Stage: "prod", DomainName: "abc.execute-api.us-east-1.amazonaws.com",
			Identity: events.APIGatewayRequestIdentity{SourceIP: "192.0.2.7"},
		},
	}
}

// ask hands e to h.
func ask(t testing.TB, e events.APIGatewayProxyRequest, h http.HandlerFunc) events.APIGatewayProxyResponse {
	t.Helper()
	return answer(t, e, h, io.Discard)
}

func answer(t testing.TB, e events.APIGatewayProxyRequest, h http.HandlerFunc, log io.Writer) events.APIGatewayProxyResponse {
	t.Helper()
	got, err := gateway.Handler(h, slog.New(slog.NewJSONHandler(log, nil)))(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// seen is the request that a handler gets for e, and its body.
func seen(t testing.TB, e events.APIGatewayProxyRequest) (*http.Request, []byte) {
	t.Helper()
	var request *http.Request
	var body []byte
	ask(t, e, func(_ http.ResponseWriter, r *http.Request) {
		request = r
		body, _ = io.ReadAll(r.Body)
	})
	if request == nil {
		t.Fatal("the handler was not called")
	}
	return request, body
}

func TestARequestArrivesAsItWasSent(t *testing.T) {
	e := command()
	e.MultiValueQueryStringParameters = headers{"a": {"1", "2"}, "b": {"x y"}}
	r, body := seen(t, e)
	got := []any{r.Method, r.URL.Path, r.RequestURI, r.URL.RawQuery, r.Host, r.RemoteAddr, r.ContentLength, string(body), r.Header}
	want := []any{"POST", "/slack/commands", "/slack/commands", "a=1&a=2&b=x+y", "api.example.org", "192.0.2.7:0", int64(11), "text=deploy",
		http.Header{"X-Slack-Signature": {"v0=1"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutListsTheSingleValuesCount(t *testing.T) {
	e := command()
	e.Headers, e.MultiValueHeaders = map[string]string{"x-slack-signature": "v0=2"}, nil
	e.QueryStringParameters = map[string]string{"a": "1"}
	r, _ := seen(t, e)
	if r.Header.Get("X-Slack-Signature") != "v0=2" || r.URL.RawQuery != "a=1" {
		t.Errorf("header %v, query %q", r.Header, r.URL.RawQuery)
	}
	if r.Host != "abc.execute-api.us-east-1.amazonaws.com" {
		t.Errorf("host %q", r.Host)
	}
}

// faults.md A12: the front's paths are exact, so nothing may be cleaned here
func TestAPathIsNeverCleanedOrDecoded(t *testing.T) {
	for _, path := range []string{"//slack/commands", "/slack/commands/", "/slack/../x", "/slack%2Fcommands", "/a%zz"} {
		e := command()
		e.Path = path
		r, _ := seen(t, e)
		if r.RequestURI != path || r.URL.EscapedPath() != strings.ReplaceAll(path, "%zz", "%25zz") {
			t.Errorf("%s became %s and %s", path, r.RequestURI, r.URL.EscapedPath())
		}
	}
}

// faults.md A7
func TestABodyArrivesByteForByteHoweverItIsCarried(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		body := rapid.SliceOf(rapid.Byte()).Draw(r, "body")
		e := command()
		e.Body, e.IsBase64Encoded = base64.StdEncoding.EncodeToString(body), true
		if _, got := seen(t, e); !bytes.Equal(got, body) {
			r.Fatalf("got %q", got)
		}
		e.Body, e.IsBase64Encoded = string(body), false
		if _, got := seen(t, e); !bytes.Equal(got, body) {
			r.Fatalf("got %q", got)
		}
	})
}

// faults.md A7
func TestWhatIsNoRequestIsRefusedWithoutTheHandler(t *testing.T) {
	for name, spoil := range map[string]func(*events.APIGatewayProxyRequest){
		"not base64":              func(e *events.APIGatewayProxyRequest) { e.Body, e.IsBase64Encoded = "%%%", true },
		"base64 with stray bits":  func(e *events.APIGatewayProxyRequest) { e.Body, e.IsBase64Encoded = "QR==", true },
		"an event without path":   func(e *events.APIGatewayProxyRequest) { e.Path = "" },
		"an event without method": func(e *events.APIGatewayProxyRequest) { e.HTTPMethod = "" },
	} {
		t.Run(name, func(t *testing.T) {
			e := command()
			spoil(&e)
			got := ask(t, e, func(http.ResponseWriter, *http.Request) { t.Error("the handler was called") })
			if got.StatusCode != http.StatusBadRequest {
				t.Errorf("status %d", got.StatusCode)
			}
		})
	}
}

// faults.md A8
func TestTwoSignaturesAreTwoValues(t *testing.T) {
	for name, h := range map[string]headers{
		"in one list":                    {"X-Slack-Signature": {"v0=1", "v0=2"}},
		"in two spellings of one header": {"X-Slack-Signature": {"v0=1"}, "x-slack-signature": {"v0=2"}},
	} {
		t.Run(name, func(t *testing.T) {
			e := command()
			e.MultiValueHeaders = h
			r, _ := seen(t, e)
			if diff := cmp.Diff([]string{"v0=1", "v0=2"}, r.Header.Values("X-Slack-Signature")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheContextIsTheInvocations(t *testing.T) {
	type key struct{}
	var got any
	h := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.Context().Value(key{}) })
	if _, err := gateway.Handler(h, slog.New(slog.DiscardHandler))(context.WithValue(t.Context(), key{}, "correlation"), command()); err != nil {
		t.Fatal(err)
	}
	if got != "correlation" {
		t.Errorf("got %v", got)
	}
}

// faults.md I6
func TestAPanicIs500AndTellsNothing(t *testing.T) {
	log := new(bytes.Buffer)
	got := answer(t, command(), func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half an ans")
		panic("hush")
	}, log)
	if got.StatusCode != http.StatusInternalServerError || strings.Contains(got.Body, "half") || strings.Contains(got.Body, "hush") {
		t.Errorf("answer %+v", got)
	}
	if !strings.Contains(log.String(), "gateway_test.go") || strings.Contains(log.String(), "hush") {
		t.Errorf("the log has no stack, or the panic's value: %s", log)
	}
}

func FuzzAnyEventIsAnswered(f *testing.F) {
	whole, err := json.Marshal(command())
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{string(whole), `{}`, `{"httpMethod":"GET","path":"%","body":"=","isBase64Encoded":true}`,
		`{"httpMethod":"\u0000","path":"//","multiValueHeaders":{"":[""],"host":[]},"multiValueQueryStringParameters":{"a":null}}`} {
		f.Add(seed)
	}
	answer := gateway.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || int64(len(body)) != r.ContentLength || r.URL.EscapedPath() == "" {
			w.WriteHeader(http.StatusTeapot)
		}
		_, _ = w.Write(body)
	}), slog.New(slog.DiscardHandler))
	f.Fuzz(func(t *testing.T, event string) {
		var e events.APIGatewayProxyRequest
		if json.Unmarshal([]byte(event), &e) != nil {
			return // the runtime refuses it
		}
		got, err := answer(t.Context(), e)
		if err != nil || got.StatusCode != http.StatusOK && got.StatusCode != http.StatusBadRequest {
			t.Errorf("status %d, error %v", got.StatusCode, err)
		}
	})
}
