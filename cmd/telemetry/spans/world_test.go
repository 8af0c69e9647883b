package spans_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	sdk "go.opentelemetry.io/otel/sdk/trace"

	"github.com/slipway-dev/slipway/cmd/telemetry/spans"
)

const picked = "Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad;Sampled=1"

// world is an exporter, a clock that moves by a millisecond each time it is read, and a
// log.
type world struct {
	t      *testing.T
	at     time.Time
	log    bytes.Buffer
	fault  func(context.Context) error
	asked  int
	spans  []sdk.ReadOnlySpan
	tracer *spans.Tracer
}

func newWorld(t *testing.T, onlyPicked bool) *world {
	t.Helper()
	w := &world{t: t, at: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	w.tracer = spans.New(spans.Options{
		Exporter: w, Picked: onlyPicked, Function: "ticker", Log: slog.New(slog.NewJSONHandler(&w.log, nil)),
		Now: func() time.Time { w.at = w.at.Add(time.Millisecond); return w.at },
	})
	return w
}

// Export is the exporter's.
func (w *world) Export(ctx context.Context, all []sdk.ReadOnlySpan) error {
	w.asked++
	if w.fault != nil {
		return w.fault(ctx)
	}
	w.spans = append(w.spans, all...)
	return nil
}

// invoke runs a function as Lambda does, with the header of its tracing.
func (w *world) invoke(header string, do func(context.Context) error) error {
	w.t.Helper()
	ctx := context.WithValue(w.t.Context(), "x-amzn-trace-id", header) //nolint:staticcheck // the key is that of Lambda's library
	_, err := spans.Handler(w.tracer, func(ctx context.Context, _ json.RawMessage) (any, error) { return nil, do(ctx) })(ctx, nil)
	return err
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(q *http.Request) (*http.Response, error) { return f(q) }

func answers(status int) roundTrip {
	return func(*http.Request) (*http.Response, error) {
		w := httptest.NewRecorder()
		w.WriteHeader(status)
		return w.Result(), nil
	}
}

// send makes a request through the tracer.
func (w *world) send(ctx context.Context, url string, base http.RoundTripper) error {
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, url, nil)
	if err != nil {
		return err
	}
	got, err := w.tracer.Transport("Slack", spans.Slack, base).RoundTrip(q)
	if err != nil {
		return err
	}
	return got.Body.Close()
}

// names are the spans' names, in the order in which they ended.
func (w *world) names() (all []string) {
	for _, s := range w.spans {
		all = append(all, s.Name())
	}
	return all
}
