package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

func made(t *testing.T, log io.Writer, env map[string]string) *service {
	t.Helper()
	s, err := configured(slog.New(slog.NewJSONHandler(log, nil)), func(name string) string { return env[name] })
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAnEmptyPayloadAsksForTheHealth(t *testing.T) {
	s := made(t, io.Discard, map[string]string{"RELEASE": "abc123", "AWS_LAMBDA_FUNCTION_VERSION": "7"})
	var in events.APIGatewayProxyRequest
	if err := json.Unmarshal([]byte(`{}`), &in); err != nil {
		t.Fatal(err)
	}
	out, err := s.invoke(t.Context(), in)
	if err != nil || out.StatusCode != http.StatusOK || !strings.Contains(out.Body, `"release":"abc123"`) || !strings.Contains(out.Body, `"version":"7"`) {
		t.Errorf("got %v, %v; want 200 with the release and the version", out, err)
	}
}

func TestWorkIsTheSameByLambdaAndByHTTP(t *testing.T) {
	s := made(t, io.Discard, nil)
	out, err := s.invoke(t.Context(), events.APIGatewayProxyRequest{Path: "/cart", HTTPMethod: http.MethodGet})
	if err != nil || out.StatusCode != http.StatusOK {
		t.Fatalf("got %v, %v; want 200", out, err)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/cart", http.NoBody))
	if w.Code != http.StatusOK || strings.TrimSpace(w.Body.String()) != out.Body {
		t.Errorf("by HTTP %d %s, by Lambda %s", w.Code, w.Body, out.Body)
	}
}

func TestWhatIsNotThereIs404(t *testing.T) {
	w := httptest.NewRecorder()
	made(t, io.Discard, nil).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/admin", http.NoBody))
	if w.Code != http.StatusNotFound {
		t.Errorf("got %d, want 404", w.Code)
	}
}

func TestTheTraceIsPassedOn(t *testing.T) {
	const trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"
	var heard string
	next := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { heard = r.Header.Get(traceHeader) }))
	defer next.Close()
	s := made(t, io.Discard, map[string]string{"NEXT_URL": next.URL})
	ctx := context.WithValue(t.Context(), "x-amzn-trace-id", trace) //nolint:staticcheck // Lambda's own key is a plain string
	out, err := s.invoke(ctx, events.APIGatewayProxyRequest{Path: "/"})
	if err != nil || heard != trace || out.Headers[traceHeader] != trace || !strings.Contains(out.Body, `"next":"200 OK"`) {
		t.Errorf("the next service heard %q, the caller got %v, %v", heard, out, err)
	}
}

func TestAFaultyBuildIsWellAndSpoilsEveryThirdCall(t *testing.T) {
	var log bytes.Buffer
	s := made(t, &log, map[string]string{"FAULT": "errors"})
	var failed []bool
	for range 6 {
		if _, err := s.invoke(t.Context(), events.APIGatewayProxyRequest{}); err != nil {
			t.Errorf("its health check failed: %v", err)
		}
		_, err := s.invoke(t.Context(), events.APIGatewayProxyRequest{Path: "/cart"})
		failed = append(failed, err != nil)
	}
	if got := [6]bool(failed); got != [6]bool{2: true, 5: true} {
		t.Errorf("failed: %v, want each third", got)
	}
	if !strings.Contains(log.String(), `"level":"ERROR"`) {
		t.Errorf("the log has no error, which a metric filter looks for: %s", &log)
	}
}

func TestAQueryAsksForAFaultOnlyWhereThatIsOn(t *testing.T) {
	ask := func(faults string) int {
		w := httptest.NewRecorder()
		made(t, io.Discard, map[string]string{"FAULTS": faults}).ServeHTTP(w,
			httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/?fault=errors", http.NoBody))
		return w.Code
	}
	if off, on := ask(""), ask("on"); off != http.StatusOK || on != http.StatusBadGateway {
		t.Errorf("off: %d, on: %d; want 200 and 502", off, on)
	}
}

func TestASlowCallEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	s := made(t, io.Discard, map[string]string{"FAULTS": "on"})
	if _, err := s.answer(ctx, request{path: "/", fault: "latency"}); err == nil {
		t.Error("it answered within 10 ms")
	}
}

func TestItCrashesAtItsStartAndRefusesFaultsThatItDoesNotKnow(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	for value, want := range map[string]string{"crash": "before the first call", "errros": "errors, latency or crash"} {
		err := run("127.0.0.1:0", log, func(name string) string { return map[string]string{"FAULT": value}[name] })
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("FAULT=%s: %v, want %q", value, err, want)
		}
	}
}

func TestWithoutATraceThereIsNoHeaderOfOne(t *testing.T) {
	var heard http.Header
	next := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { heard = r.Header }))
	defer next.Close()
	out, err := made(t, io.Discard, map[string]string{"NEXT_URL": next.URL}).invoke(t.Context(), events.APIGatewayProxyRequest{Path: "/"})
	_, asked := heard[traceHeader]
	if _, told := out.Headers[traceHeader]; err != nil || asked || told {
		t.Errorf("the next service heard %v, the caller got %v, %v", heard, out.Headers, err)
	}
}

func TestItDoesNotSayThatItListensWhereSomebodyElseDoes(t *testing.T) {
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	var log bytes.Buffer
	err := made(t, &log, nil).serve(t.Context(), other.Listener.Addr().String())
	if err == nil || strings.Contains(log.String(), "listening") {
		t.Errorf("%v; the log: %s", err, &log)
	}
}

func TestItServesUntilItIsStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- made(t, io.Discard, nil).serve(ctx, "127.0.0.1:0") }()
	cancel()
	if err := <-done; err != nil {
		t.Errorf("it ended with %v", err)
	}
}
