package metrics

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// Refused counts a request that was not let in, and why, in a word of ours.
func (m *Meter) Refused(ctx context.Context, why string) {
	m.Count(ctx, RefusedRequests, slog.String("why", why))
}

// Front counts how long a request waits for its answer. Questions for its health, and what
// nobody promises an answer to, do not count: what makes no sense or is not signed.
func (m *Meter) Front(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &status{ResponseWriter: w, code: http.StatusOK}
		start := m.now()
		h.ServeHTTP(seen, r)
		if r.Method != http.MethodPost || seen.code/100 == http.StatusBadRequest/100 {
			return
		}
		m.Put(r.Context(), []Value{{AckLatency, m.now().Sub(start).Seconds() * float64(time.Second/time.Millisecond)}})
	})
}

// status remembers what was answered.
type status struct {
	http.ResponseWriter
	code int
}

// WriteHeader is http.ResponseWriter's.
func (s *status) WriteHeader(code int) {
	s.code = code
	s.ResponseWriter.WriteHeader(code)
}
