package pagerduty_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"
	"unicode/utf8"
)

// routingKey has the form of an integration's.
const routingKey = "0123456789abcdef0123456789ABCDEF"

// received is an event as the API documents it: what is not a field of it is refused.
type received struct {
	RoutingKey  string           `json:"routing_key"`
	EventAction string           `json:"event_action"`
	DedupKey    string           `json:"dedup_key"`
	Payload     *receivedPayload `json:"payload"`
	Images      []any            `json:"images"`
	Links       []struct {
		Href string `json:"href"`
		Text string `json:"text"`
	} `json:"links"`
	Client    string `json:"client"`
	ClientURL string `json:"client_url"`
}

type receivedPayload struct {
	Summary       string         `json:"summary"`
	Source        string         `json:"source"`
	Severity      string         `json:"severity"`
	Timestamp     *string        `json:"timestamp"`
	Component     string         `json:"component"`
	Group         string         `json:"group"`
	Class         string         `json:"class"`
	CustomDetails map[string]any `json:"custom_details"`
}

// fake is PagerDuty's endpoint, as strict as its documentation. It keeps each alert's
// state by its key.
type fake struct {
	*httptest.Server
	mu     sync.Mutex
	events []received
	alerts map[string]string
}

func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{alerts: map[string]string{}}
	f.Server = httptest.NewServer(f)
	t.Cleanup(f.Close)
	return f
}

// ServeHTTP takes an event, or says all that is wrong with it.
func (f *fake) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, q.Body, 512<<10))
	var e received
	var wrong []string
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	switch {
	case err != nil:
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	case q.Method != http.MethodPost || q.URL.Path != "/v2/enqueue" || q.Header.Get("Content-Type") != "application/json":
		w.WriteHeader(http.StatusNotFound)
		return
	}
	if err := decoder.Decode(&e); err != nil {
		wrong = []string{"JSON parse error: " + err.Error()}
	} else {
		wrong = e.wrong()
	}
	if len(wrong) > 0 {
		w.WriteHeader(http.StatusBadRequest)
		say(w, map[string]any{"status": "invalid event", "message": "Event object is invalid", "errors": wrong})
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.events = append(f.events, e)
	if known := f.alerts[e.DedupKey]; e.EventAction == "trigger" || known != "" && known != "resolve" {
		f.alerts[e.DedupKey] = e.EventAction
	}
	w.WriteHeader(http.StatusAccepted)
	say(w, map[string]any{"status": "success", "message": "Event processed", "dedup_key": e.DedupKey})
}

func say(w io.Writer, body any) { _ = json.NewEncoder(w).Encode(body) }

// wrong is what the API would say is wrong with an event.
func (e received) wrong() []string {
	var wrong []string
	check := func(bad bool, format string, args ...any) {
		if bad {
			wrong = append(wrong, fmt.Sprintf(format, args...))
		}
	}
	check(len(e.RoutingKey) != 32, "Length of 'routing_key' is incorrect (should be 32 characters)")
	check(!slices.Contains([]string{"trigger", "acknowledge", "resolve"}, e.EventAction), "'event_action' is invalid")
	check(len(e.DedupKey) > 255 || e.DedupKey == "" && e.EventAction != "trigger", "'dedup_key' is missing or too long")
	for _, l := range e.Links {
		check(l.Href == "", "'href' of a link is missing")
	}
	check(e.Payload == nil && e.EventAction == "trigger", "'payload' is missing or blank")
	if p := e.Payload; p != nil {
		check(p.Summary == "" || utf8.RuneCountInString(p.Summary) > 1024, "'payload.summary' is missing or too long")
		check(p.Source == "", "'payload.source' is missing or blank")
		check(!slices.Contains([]string{"critical", "error", "warning", "info"}, p.Severity), "'payload.severity' is invalid")
		if p.Timestamp != nil {
			_, err := time.Parse(time.RFC3339, *p.Timestamp)
			check(err != nil, "'payload.timestamp' is no date-time")
		}
	}
	return wrong
}
