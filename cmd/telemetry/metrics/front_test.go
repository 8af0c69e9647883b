package metrics_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/telemetry/metrics"
)

func TestTheFrontCountsHowLongSlackWaits(t *testing.T) {
	for name, c := range map[string]struct {
		method string
		status int // 0: it is not said
		metric string
		value  float64
	}{
		"an answer":                    {"POST", 0, "AckLatency", 12.5},
		"an answer that is an error":   {"POST", 500, "AckLatency", 12.5},
		"a request that was forged":    {"POST", 401, "", 0},
		"a question for the health":    {"GET", 200, "", 0},
		"a scanner":                    {"POST", 404, "", 0},
		"a scanner with another verb":  {"PUT", 405, "", 0},
		"a body of the wrong kind":     {"POST", 415, "", 0},
		"a method that is not allowed": {"POST", 405, "", 0},
	} {
		var out bytes.Buffer
		at := noon
		m := metrics.New(&out, func() time.Time { return at }, "front")
		h := m.Front(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			at = at.Add(12500 * time.Microsecond)
			if c.status != 0 {
				w.WriteHeader(c.status)
			}
		}))
		got := httptest.NewRecorder()
		h.ServeHTTP(got, httptest.NewRequestWithContext(t.Context(), c.method, "/slack/commands", nil))
		if want := max(c.status, 200); got.Code != want {
			t.Errorf("%s: it is answered with %d", name, got.Code)
		}
		var line map[string]any
		if c.metric == "" {
			if out.Len() > 0 {
				t.Errorf("%s: it is counted: %s", name, out.String())
			}
			continue
		}
		if err := json.Unmarshal(out.Bytes(), &line); err != nil || line[c.metric] != c.value {
			t.Errorf("%s: %s, %v", name, out.String(), err)
		}
	}
}

func TestWhoeverIsNotLetInIsCountedWithTheReason(t *testing.T) {
	var out bytes.Buffer
	metrics.New(&out, clock, "front").Refused(t.Context(), "foreign")
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil || line["RefusedRequests"] != 1.0 || line["why"] != "foreign" {
		t.Errorf("%s, %v", out.String(), err)
	}
}
