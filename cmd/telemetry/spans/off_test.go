package spans_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/slipway-dev/slipway/cmd/telemetry/spans"
)

func unplugged(err error) roundTrip {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

var errNone = errors.New("no answer")

// Turned off, tracing decorates nothing.
func TestTurnedOffTracingCostsNothing(t *testing.T) {
	var off *spans.Tracer
	base := unplugged(errNone)
	q := httptest.NewRequestWithContext(t.Context(), http.MethodGet, update, nil)
	traced := off.Transport("Slack", spans.Slack, base)
	if off.Transport("Slack", spans.Slack, nil) != nil || off.AWS() != nil {
		t.Error("it is on")
	}
	call := func(w http.RoundTripper) float64 {
		return testing.AllocsPerRun(100, func() { _, _ = w.RoundTrip(q) }) //nolint:bodyclose // there is no answer
	}
	if got, want := call(traced), call(base); got != want {
		t.Errorf("a request allocates %v times, and %v without", got, want)
	}
	ctx, handle := t.Context(), func(context.Context, json.RawMessage) (any, error) { return nil, nil }
	off2 := spans.Handler(off, handle)
	if got := testing.AllocsPerRun(100, func() { _, _ = off2(ctx, nil) }); got != 0 {
		t.Errorf("an invocation allocates %v times", got)
	}
	if got := testing.AllocsPerRun(100, func() { spans.About(ctx, "01A") }); got != 0 {
		t.Errorf("naming a rollout allocates %v times", got)
	}
}

// Turned on, a request that belongs to no invocation allocates nothing either.
func TestARequestThatNobodyRecordsAllocatesNothing(t *testing.T) {
	w := newWorld(t, false)
	q := httptest.NewRequestWithContext(t.Context(), http.MethodGet, update, nil)
	traced := w.tracer.Transport("Slack", spans.Slack, unplugged(errNone))
	if got := testing.AllocsPerRun(100, func() { _, _ = traced.RoundTrip(q) }); got != 0 { //nolint:bodyclose // there is no answer
		t.Errorf("%v times", got)
	}
}

// BenchmarkRequest is a request without tracing at all, with tracing turned off, and
// recorded.
func BenchmarkRequest(b *testing.B) {
	w := newWorld(&testing.T{}, false)
	base := unplugged(errNone)
	var off *spans.Tracer
	run := func(b *testing.B, ctx context.Context, w http.RoundTripper) {
		b.Helper()
		q := httptest.NewRequestWithContext(ctx, http.MethodGet, update, nil)
		b.ReportAllocs()
		for b.Loop() {
			_, _ = w.RoundTrip(q) //nolint:bodyclose // there is no answer
		}
	}
	b.Run("baseline", func(b *testing.B) { run(b, b.Context(), base) })
	b.Run("off", func(b *testing.B) { run(b, b.Context(), off.Transport("Slack", spans.Slack, base)) })
	b.Run("recorded", func(b *testing.B) {
		_, _ = spans.Handler(w.tracer, func(ctx context.Context, _ json.RawMessage) (any, error) {
			run(b, ctx, w.tracer.Transport("Slack", spans.Slack, base))
			return nil, nil
		})(b.Context(), nil)
	})
}
