package functions

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// faults.md A16, in real time
func TestWhatTheQueueDidNotTakeInTimeIsNotSaidToBeTaken(t *testing.T) {
	for name, c := range map[string]struct {
		queue func(*testing.T) func(http.ResponseWriter, call)
		env   []string
		says  string
	}{
		"nobody listens": {env: []string{"AWS_ENDPOINT_URL_SQS=http://127.0.0.1:1"}, says: "nothing was done"},
		"it refuses": {says: "nothing was done", queue: func(*testing.T) func(http.ResponseWriter, call) {
			return refuses(http.StatusForbidden, "AccessDenied")
		}},
		"it throttles": {says: "nothing was done", queue: func(*testing.T) func(http.ResponseWriter, call) {
			return refuses(http.StatusBadRequest, "RequestThrottled")
		}},
		"it is broken": {says: "in time", queue: func(*testing.T) func(http.ResponseWriter, call) {
			return refuses(http.StatusInternalServerError, "InternalFailure")
		}},
		"it is slow": {says: "in time", queue: func(*testing.T) func(http.ResponseWriter, call) {
			return func(w http.ResponseWriter, c call) {
				time.Sleep(2500 * time.Millisecond)
				takes(w, c)
			}
		}},
		"it says nothing": {says: "in time", queue: hangs},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := surround(t)
			if c.queue != nil {
				s.queue.from(c.queue(t))
			}
			p := s.front(t, c.env...)
			p.ask(healthCheck()) // it has started
			began := time.Now()
			got := p.ask(command(signing, "staging checkout abc123", began))
			if took := time.Since(began); took >= 3*time.Second {
				t.Errorf("Slack had to wait for %s", took)
			}
			if got.StatusCode != http.StatusOK || !strings.Contains(got.Body, "could not take that down") || !strings.Contains(got.Body, c.says) {
				t.Errorf("status %d, body %s", got.StatusCode, got.Body)
			}
			if got := p.ask(click(signing, "01ROLLOUT", time.Now())); got.StatusCode != http.StatusInternalServerError {
				t.Errorf("a click: status %d", got.StatusCode)
			}
		})
	}
}
