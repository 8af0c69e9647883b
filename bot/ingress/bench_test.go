package ingress_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/bot/ingress"
	"github.com/slipway-dev/slipway/bot/job"
)

type nowhere struct{}

func (nowhere) Send(context.Context, job.Job) error { return nil }

// BenchmarkCommand is verify + parse + answer of one command, beside a handler
// that reads the same request and answers 200.
func BenchmarkCommand(b *testing.B) {
	o := options()
	o.Queue, o.Log = nowhere{}, slog.New(slog.NewJSONHandler(io.Discard, nil))
	front, err := ingress.New(o)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("front", func(b *testing.B) { serveMany(b, front) })
	b.Run("baseline", func(b *testing.B) {
		serveMany(b, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.WriteHeader(http.StatusOK)
		}))
	})
}

func serveMany(b *testing.B, h http.Handler) {
	b.Helper()
	body := typed("/deploy staging abc123")
	r := signed(commands, body)
	b.ReportAllocs()
	for b.Loop() {
		r.Body = io.NopCloser(strings.NewReader(body))
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
}

// The bound is the issue's; the count is the same on every machine.
func TestACommandNeedsFewAllocations(t *testing.T) {
	front, err := ingress.New(func() ingress.Options { o := options(); o.Queue = nowhere{}; return o }())
	if err != nil {
		t.Fatal(err)
	}
	body := typed("/deploy staging abc123")
	r := signed(commands, body)
	n := testing.AllocsPerRun(20, func() {
		r.Body = io.NopCloser(strings.NewReader(body))
		front.ServeHTTP(httptest.NewRecorder(), r)
	})
	if n > 250 {
		t.Errorf("%v allocations", n)
	}
}
