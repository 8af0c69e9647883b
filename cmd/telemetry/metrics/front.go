package metrics

import (
	"net/http"
	"time"
)

// Front counts how a front answers: how long a signed request waits for its answer, and
// how many requests carry no signature that counts. Questions for its health, and what
// is sent to addresses that it does not have, are neither.
func (m *Meter) Front(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &status{ResponseWriter: w, code: http.StatusOK}
		start := m.now()
		h.ServeHTTP(seen, r)
		switch {
		case r.Method != http.MethodPost, seen.code == http.StatusNotFound, seen.code == http.StatusMethodNotAllowed:
		case seen.code == http.StatusUnauthorized:
			m.Count(r.Context(), Forged)
		default:
			m.Put(r.Context(), []Value{{AckTime, m.now().Sub(start).Seconds() * float64(time.Second/time.Millisecond)}})
		}
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
