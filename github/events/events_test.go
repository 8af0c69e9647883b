package events_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/github/events"
	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/github"
)

var _ commands.Events = (*events.Events)(nil)

// open opens a simulated code host, and the real client for it.
func open(t *testing.T) (*github.Host, *events.Events) {
	t.Helper()
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) { handler.ServeHTTP(w, q) }))
	t.Cleanup(server.Close)
	ids := 0
	host, err := github.New(github.Options{
		APIURL: server.URL + "/api", WebURL: server.URL + "/web", Token: "a-token", Now: time.Now,
		NewID:        func(prefix string) string { ids++; return fmt.Sprintf("%s%d", prefix, ids) },
		Repositories: []github.Repository{{Owner: "acme", Name: "shop"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	handler = host.Handler()
	return host, events.New(connect(t, server.URL+"/api", http.DefaultTransport))
}

func connect(t *testing.T, api string, transport http.RoundTripper) *hub.Hub {
	t.Helper()
	h, err := hub.New(hub.Options{
		API: api, Token: "a-token", Now: time.Now, Transport: transport,
		Repository: func(service string) (string, string, bool) { return "acme", "shop", service != "unheard" },
		Sleep:      func(context.Context, time.Duration) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// facts are as many as there are of an incident.
func facts() map[string]string {
	return map[string]string{
		"service": "checkout", "environment": "prod", "incident": "01JD3Q5W7X8Y9ZABCDEFGHJKMN", "alarm": `$(rm -rf /) "<!here>"`, "state": "red",
		"since": "2026-11-23T02:04:05Z", "version": "42", "sha": "0123456789abcdef0123456789abcdef01234567", "back": "",
	}
}

func TestARepositoryIsToldOfAnIncident(t *testing.T) {
	host, e := open(t)
	if err := e.Event(t.Context(), "checkout", commands.EventAlarm, facts()); err != nil {
		t.Fatal(err)
	}
	told := host.Events("acme/shop")
	if len(told) != 1 || told[0].Type != "alarm" {
		t.Fatalf("%+v", told)
	}
	var got map[string]string
	if err := json.Unmarshal(told[0].Payload, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(facts(), got); diff != "" {
		t.Error(diff)
	}
}

func TestFactsOfAnyLengthAreTaken(t *testing.T) {
	host, e := open(t)
	long := map[string]string{}
	for i := range 10 {
		long[fmt.Sprintf("fact%d", i)] = strings.Repeat("<\x00\xff💥", 10_000)
	}
	for name, facts := range map[string]map[string]string{"long": long, "none": nil} {
		if err := e.Event(t.Context(), "checkout", name, facts); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if told := host.Events("acme/shop"); len(told) != 2 {
		t.Errorf("%d were taken", len(told))
	}
}

func TestMoreFactsThanGitHubTakesAreRefusedByIt(t *testing.T) {
	host, e := open(t)
	many := facts()
	many["tenth"], many["eleventh"] = "", ""
	if err := e.Event(t.Context(), "checkout", commands.EventAlarm, many); !rollout.IsKind(err, rollout.Invalid) || len(host.Events("acme/shop")) != 0 {
		t.Error(err)
	}
}

// An answer that was lost is not asked for again here: whoever does would have the
// workflow run twice.
func TestAnEventWhoseAnswerWasLostIsNotSentAgain(t *testing.T) {
	host, e := open(t)
	host.Trouble(github.Trouble{Method: http.MethodPost, Lost: true})
	if err := e.Event(t.Context(), "checkout", commands.EventAlarm, facts()); !rollout.IsKind(err, rollout.Broken) || len(host.Events("acme/shop")) != 1 {
		t.Errorf("%v, %v", err, host.Events("acme/shop"))
	}
}

func TestAServiceWithoutARepositoryIsRefused(t *testing.T) {
	_, e := open(t)
	var refused *rollout.Refusal
	if err := e.Event(t.Context(), "unheard", commands.EventAlarm, facts()); !errors.As(err, &refused) {
		t.Error(err)
	}
}

// says is a GitHub that always says the same.
type says struct {
	status int
	body   string
	header http.Header
}

// RoundTrip answers a call.
func (s says) RoundTrip(q *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	for name, values := range s.header {
		w.Header()[name] = values
	}
	w.WriteHeader(s.status)
	_, _ = w.WriteString(s.body)
	got := w.Result()
	got.Request = q
	return got, nil
}

func TestWhatGitHubDoesNotTakeIsExplained(t *testing.T) {
	needs := http.Header{"X-Accepted-Github-Permissions": {"contents=write"}}
	for name, in := range map[string]struct {
		says
		want string
	}{
		"no permission": {says{403, `{"message":"Resource not accessible by integration"}`, needs}, "“Contents: write”"},
		"no repository": {says{404, `{"message":"Not Found"}`, nil}, "tell acme/shop of the event alarm"},
		"too large":     {says{422, `{"message":"client_payload is too large."}`, nil}, "client_payload is too large"},
		"its trouble":   {says{502, ``, nil}, "status 502"},
	} {
		err := events.New(connect(t, "", in.says)).Event(t.Context(), "checkout", commands.EventAlarm, facts())
		if err == nil || !strings.Contains(err.Error(), in.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
