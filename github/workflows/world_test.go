package workflows_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/github/workflows"
	"github.com/slipway-dev/slipway/rollout"
)

var (
	_ commands.Workflows  = (*workflows.Workflows)(nil)
	_ commands.Gatekeeper = (*workflows.Workflows)(nil)
)

const (
	sha         = "0123456789abcdef0123456789abcdef01234567"
	correlation = "01JD3Q5W7X8Y9ZABCDEFGHJKMN"
	actions     = "/repos/acme/checkout/actions"
	dispatches  = "POST " + actions + "/workflows/build.yml/dispatches"
	runs        = "GET " + actions + "/workflows/build.yml/runs"
)

var order = rollout.Order{Service: "checkout", SHA: sha, Correlation: correlation, Since: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}

// call is what GitHub was asked.
type call struct {
	name  string // method and path
	body  map[string]any
	query map[string][]string
}

// world is a GitHub that says what a test wants, and the real client that asks it.
type world struct {
	*workflows.Workflows
	t       *testing.T
	url     string
	answers map[string][]http.HandlerFunc // by call: the first is used up, the last stays

	mu    sync.Mutex
	calls []call
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, answers: map[string][]http.HandlerFunc{}}
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	w.url = server.URL
	h, err := hub.New(hub.Options{
		API: server.URL, Token: "a-token", Now: time.Now,
		Repository: func(service string) (string, string, bool) { return "acme", service, service != "unheard" },
		Sleep:      func(context.Context, time.Duration) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Workflows = workflows.New(h, workflows.Options{Workflow: func(service string) (workflows.Workflow, bool) {
		return workflows.Workflow{File: "build.yml", Ref: "main", Inputs: map[string]string{"service": service}}, service != "unbuilt"
	}})
	return w
}

// on says how calls are answered, one after the other.
func (w *world) on(name string, answers ...http.HandlerFunc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answers[name] = answers
}

// ServeHTTP answers a call.
func (w *world) ServeHTTP(out http.ResponseWriter, q *http.Request) {
	c := call{name: q.Method + " " + q.URL.Path, query: q.URL.Query()}
	if body, err := io.ReadAll(q.Body); err == nil && len(body) > 0 {
		if err := json.Unmarshal(body, &c.body); err != nil {
			w.t.Errorf("%s was sent what is no JSON: %v", c.name, err)
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls = append(w.calls, c)
	answers := w.answers[c.name]
	if len(answers) == 0 {
		said(http.StatusNotFound, `{"message":"Not Found"}`)(out, q)
		return
	}
	if len(answers) > 1 {
		w.answers[c.name] = answers[1:]
	}
	answers[0](out, q)
}

// called is how often a call was made; of all calls together when it has no name.
func (w *world) called(name string) int {
	n := 0
	for _, c := range w.heard() {
		if name == "" || c.name == name {
			n++
		}
	}
	return n
}

// heard is what GitHub was asked, in order.
func (w *world) heard() []call {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.calls)
}

// said is an answer.
func said(status int, body string, headers ...string) http.HandlerFunc {
	return func(out http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			out.Header().Set(headers[i], headers[i+1])
		}
		out.WriteHeader(status)
		fmt.Fprint(out, body)
	}
}

// cutOff takes the request, and lets the connection go before it answers.
func cutOff(out http.ResponseWriter, _ *http.Request) {
	connection, _, err := http.NewResponseController(out).Hijack()
	if err == nil {
		err = connection.Close()
	}
	if err != nil {
		panic(err)
	}
}

// sameKind says whether an error is of a kind; "" is for none at all.
func sameKind(err error, k rollout.Kind) bool {
	return k == "" && err == nil || k != "" && rollout.IsKind(err, k)
}
