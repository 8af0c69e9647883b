package counted_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/telemetry/counted"
)

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(q *http.Request) (*http.Response, error) { return f(q) }

const method, private = "https://slack.com/api/chat.update", "https://hooks.slack.com/commands/T1/2/nightingale"

func TestWhatSlackRefusesOrDoesNotAnswerCounts(t *testing.T) {
	long := strings.Repeat(" ", 1<<20) + `{"ok":false}`
	for name, c := range map[string]struct {
		url, body  string
		status     int // 0: no answer
		code, call string
	}{
		"it is done":             {method, `{"ok":true}`, 200, "", ""},
		"it is refused":          {method, `{"ok":false,"error":"not_in_channel"}`, 200, "not_in_channel", "chat.update"},
		"without a reason":       {method, `{"ok":false}`, 200, "odd", "chat.update"},
		"with an odd reason":     {method, `{"ok":false,"error":"xoxb-nightingale"}`, 200, "odd", "chat.update"},
		"too often":              {method, "", 429, "status_429", "chat.update"},
		"Slack is broken":        {method, "<html>", 503, "status_503", "chat.update"},
		"nobody answers":         {method, "", 0, "no_answer", "chat.update"},
		"a private answer":       {private, "ok", 200, "", ""},
		"one that was too late":  {private, "expired_url", 404, "status_404", "response_url"},
		"one that is too long":   {method, long, 200, "", ""},
		"an answer that is null": {method, "null", 200, "", ""},
	} {
		b := newBook()
		base := roundTrip(func(*http.Request) (*http.Response, error) {
			if c.status == 0 {
				return nil, errors.New("unplugged")
			}
			w := httptest.NewRecorder()
			w.WriteHeader(c.status)
			_, err := w.WriteString(c.body)
			return w.Result(), err
		})
		q := httptest.NewRequestWithContext(t.Context(), http.MethodPost, c.url, nil)
		got, err := counted.Slack{Base: base, Meter: b.Meter}.RoundTrip(q)
		if (err == nil) != (c.status != 0) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil {
			if body, err := io.ReadAll(got.Body); string(body) != c.body || err != nil || got.Body.Close() != nil {
				t.Errorf("%s: the answer is %.40q, %v", name, body, err)
			}
		}
		lines := b.lines(t)
		switch {
		case c.code == "" && len(lines) > 0:
			t.Errorf("%s: %v", name, lines)
		case c.code != "" && (len(lines) != 1 || lines[0]["SlackErrors"] != 1.0 || lines[0]["error"] != c.code || lines[0]["method"] != c.call):
			t.Errorf("%s: %v", name, lines)
		}
	}
}
