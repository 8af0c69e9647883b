package deployments_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/github/deployments"
	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/rollout"
)

var _ commands.Deployments = (*deployments.Deployments)(nil)

const (
	list     = "GET /repos/acme/shop/deployments"
	create   = "POST /repos/acme/shop/deployments"
	statuses = "GET /repos/acme/shop/deployments/7/statuses"
	mark     = "POST /repos/acme/shop/deployments/7/statuses"
)

var told = rollout.Deployment{
	Service: "checkout", Environment: "prod", SHA: "0123456789abcdef0123456789abcdef01234567",
	Rollout: "01JD3Q5W7X8Y9ZABCDEFGHJKMN", Description: "10 % of the traffic", State: rollout.DeploymentGoing,
	LogURL: "https://github.com/acme/shop/actions/runs/77",
}

// call is what GitHub was asked.
type call struct {
	name  string // method and path
	body  map[string]any
	query map[string][]string
}

// answer is what GitHub says to it.
type answer struct {
	status int // 0 cuts the connection off
	body   string
}

// world is a GitHub that says what a test wants, below the real client that asks it.
type world struct {
	*deployments.Deployments
	t       *testing.T
	answers map[string]answer
	calls   []call
}

func newWorld(t *testing.T, address func(service, environment string) string, answers map[string]answer) *world {
	t.Helper()
	w := &world{t: t, answers: answers}
	h, err := hub.New(hub.Options{
		Token: "a-token", Now: time.Now, Transport: w,
		Repository: func(service string) (string, string, bool) { return "acme", "shop", service != "unheard" },
		Sleep:      func(context.Context, time.Duration) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Deployments = deployments.New(h, deployments.Options{Address: address})
	return w
}

// RoundTrip answers a call.
func (w *world) RoundTrip(q *http.Request) (*http.Response, error) {
	c := call{name: q.Method + " " + q.URL.Path, query: q.URL.Query()}
	if q.Body != nil {
		if err := json.NewDecoder(q.Body).Decode(&c.body); err != nil {
			w.t.Errorf("%s was sent what is no JSON: %v", c.name, err)
		}
	}
	w.calls = append(w.calls, c)
	said, known := w.answers[c.name]
	if !known {
		w.t.Errorf("nobody expected %s", c.name)
	}
	if said.status == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	return &http.Response{StatusCode: said.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(said.body)), Request: q}, nil
}

func TestARolloutGetsADeploymentThatMergesNothingAndAsksForNoChecks(t *testing.T) {
	w := newWorld(t, nil, map[string]answer{list: {200, "[]"}, create: {201, `{"id":7}`}})
	id, err := w.Open(t.Context(), told)
	if err != nil || id != 7 {
		t.Fatalf("got %d, %v", id, err)
	}
	asked := map[string][]string{"sha": {told.SHA}, "environment": {"prod"}, "task": {"deploy:checkout"}, "per_page": {"100"}}
	if diff := cmp.Diff(asked, w.calls[0].query); diff != "" {
		t.Errorf("looked for otherwise (-want +got):\n%s", diff)
	}
	want := map[string]any{
		"ref": told.SHA, "task": "deploy:checkout", "environment": "prod", "description": "10 % of the traffic",
		"payload": map[string]any{"rollout": string(told.Rollout)}, "auto_merge": false, "required_contexts": []any{},
	}
	if diff := cmp.Diff(want, w.calls[1].body); diff != "" || len(w.calls) != 2 {
		t.Errorf("%d calls, made otherwise (-want +got):\n%s", len(w.calls), diff)
	}
}

// D12: the reply to making one was lost, and whoever asks again finds it.
func TestD12TheDeploymentOfARolloutIsFoundAgainAndNotMadeTwice(t *testing.T) {
	for name, payload := range map[string]string{
		"as it was sent":             `{"rollout":"01JD3Q5W7X8Y9ZABCDEFGHJKMN"}`,
		"as a string that holds it":  `"{\"rollout\":\"01JD3Q5W7X8Y9ZABCDEFGHJKMN\"}"`,
		"beside what others sent":    `{"rollout":"01JD3Q5W7X8Y9ZABCDEFGHJKMN","more":[1]}`,
		"among strange ones (below)": `{"rollout":"01JD3Q5W7X8Y9ZABCDEFGHJKMN"}`,
	} {
		t.Run(name, func(t *testing.T) {
			strange := `{"id":1,"payload":{"rollout":"another"}},{"id":2,"payload":""},{"id":3,"payload":null},{"id":4},{"id":5,"payload":[]},{"id":6,"payload":"{"}`
			w := newWorld(t, nil, map[string]answer{list: {200, "[" + strange + `,{"id":7,"payload":` + payload + `}]`}})
			if id, err := w.Open(t.Context(), told); err != nil || id != 7 || len(w.calls) != 1 {
				t.Errorf("got %d, %v after %d calls", id, err, len(w.calls))
			}
		})
	}
}

func TestAStatusIsSaidOnceWithItsAddressesAndLeavesOthersAlone(t *testing.T) {
	address := func(service, environment string) string { return "https://" + environment + ".example/" + service }
	w := newWorld(t, address, map[string]answer{statuses: {200, `[{"id":2,"state":"queued"},{"id":1,"state":"in_progress"}]`}, mark: {201, `{"id":3}`}})
	if err := w.Mark(t.Context(), 7, told); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"state": "in_progress", "description": "10 % of the traffic", "environment": "prod", "auto_inactive": false,
		"log_url": told.LogURL, "environment_url": "https://prod.example/checkout",
	}
	if diff := cmp.Diff(want, w.calls[1].body); diff != "" || len(w.calls) != 2 {
		t.Errorf("%d calls (-want +got):\n%s", len(w.calls), diff)
	}
}

func TestAStatusThatWasSaidLastIsNotSaidAgain(t *testing.T) {
	for _, order := range []string{`{"id":2,"state":"in_progress"},{"id":1,"state":"queued"}`, `{"id":1,"state":"queued"},{"id":2,"state":"in_progress"}`} {
		w := newWorld(t, nil, map[string]answer{statuses: {200, "[" + order + "]"}})
		if err := w.Mark(t.Context(), 7, told); err != nil || len(w.calls) != 1 {
			t.Errorf("got %v after %d calls", err, len(w.calls))
		}
	}
}

func TestADescriptionIsCutToWhatGitHubTakesAndAnEmptyAddressIsLeftOut(t *testing.T) {
	w := newWorld(t, nil, map[string]answer{statuses: {200, "[]"}, mark: {201, `{"id":3}`}})
	long := told
	long.Description, long.LogURL = strings.Repeat("ä", 200), ""
	if err := w.Mark(t.Context(), 7, long); err != nil {
		t.Fatal(err)
	}
	said, ok := w.calls[1].body["description"].(string)
	if !ok || utf8.RuneCountInString(said) != 140 || !strings.HasSuffix(said, "ä…") {
		t.Errorf("it is described as %q", said)
	}
	for _, field := range []string{"log_url", "environment_url"} {
		if _, sent := w.calls[1].body[field]; sent {
			t.Errorf("an empty %s was sent", field)
		}
	}
}

// D4, D12: whatever GitHub does not take is an error of a kind by which the outbox
// knows whether to try again, and nothing is asked for twice in one go.
func TestD4AndD12WhatGitHubDoesNotTakeIsExplained(t *testing.T) {
	for name, c := range map[string]struct {
		answer
		kind rollout.Kind
	}{
		"conflict":            {answer{409, `{"message":"Conflict merging main"}`}, rollout.Stale},
		"invalid":             {answer{422, `{"message":"No ref found"}`}, rollout.Invalid},
		"deleted":             {answer{404, `{"message":"Not Found"}`}, rollout.NotFound},
		"too much":            {answer{429, `{"message":"slow down"}`}, rollout.Throttled},
		"trouble of its own":  {answer{502, ""}, rollout.Broken},
		"the answer was lost": {answer{}, rollout.Broken},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, nil, map[string]answer{list: {200, "[]"}, create: c.answer, statuses: {200, "[]"}, mark: c.answer})
			if _, err := w.Open(t.Context(), told); !rollout.IsKind(err, c.kind) || len(w.calls) != 2 {
				t.Errorf("when one is made: got %v after %d calls", err, len(w.calls))
			}
			if err := w.Mark(t.Context(), 7, told); !rollout.IsKind(err, c.kind) || len(w.calls) != 4 {
				t.Errorf("when a status is said: got %v after %d calls", err, len(w.calls))
			}
		})
	}
}

func TestNothingIsMadeWhileGitHubDoesNotSayWhatThereIs(t *testing.T) {
	w := newWorld(t, nil, map[string]answer{list: {404, "{}"}, statuses: {404, "{}"}})
	if _, err := w.Open(t.Context(), told); !rollout.IsKind(err, rollout.NotFound) {
		t.Errorf("got %v", err)
	}
	if err := w.Mark(t.Context(), 7, told); !rollout.IsKind(err, rollout.NotFound) {
		t.Errorf("got %v", err)
	}
	unheard := told
	unheard.Service = "unheard"
	if _, err := w.Open(t.Context(), unheard); err == nil {
		t.Error("a service without a repository got a deployment")
	}
	if err := w.Mark(t.Context(), 7, unheard); err == nil {
		t.Error("a service without a repository got a status")
	}
	if len(w.calls) != 2 {
		t.Errorf("%d calls were made, want 2", len(w.calls))
	}
}
