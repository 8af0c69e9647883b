package workflows_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/github/workflows"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/github"
)

// host is a simulated code host with memory, and the real client that talks to it.
type host struct {
	*github.Host
	*workflows.Workflows
	t     *testing.T
	order rollout.Order

	mu    sync.Mutex
	now   time.Time
	ids   int
	built []string // correlations of the runs that published
}

// open opens a code host, with whatever a test changes of it, and speaks to it as
// somebody: by a token unless the identity is an App's.
func open(t *testing.T, change func(*github.Options), as hub.Options) *host {
	t.Helper()
	h := &host{t: t, now: time.Now()}
	var handler http.Handler
	serve := func() string {
		served := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) { handler.ServeHTTP(w, q) }))
		t.Cleanup(served.Close)
		return served.URL
	}
	api := serve() + "/api"
	options := github.Options{
		APIURL: api, WebURL: serve() + "/web", Token: "a-token", Login: "robot",
		Now: h.clock, NewID: h.id, Publish: h.publish,
		Repositories: []github.Repository{{
			Owner: "acme", Name: "checkout", Workflows: []github.Workflow{github.BuildWorkflow("build.yml", 100*time.Second, "service")},
			Commits: []github.Commit{{SHA: sha, Subject: "Sell things", Author: "ana"}},
		}},
	}
	if change != nil {
		change(&options)
	}
	var err error
	if h.Host, err = github.New(options); err != nil {
		t.Fatal(err)
	}
	handler = h.Handler()
	if as.App == 0 {
		as.Token = "a-token"
	}
	as.API, as.Now = api, h.clock
	as.Repository = func(string) (string, string, bool) { return "acme", "checkout", true }
	as.Sleep = func(context.Context, time.Duration) error { return nil }
	client, err := hub.New(as)
	if err != nil {
		t.Fatal(err)
	}
	h.Workflows = workflows.New(client, workflows.Options{Workflow: func(service string) (workflows.Workflow, bool) {
		return workflows.Workflow{File: "build.yml", Ref: "main", Inputs: map[string]string{"service": service}}, true
	}})
	h.order = rollout.Order{Service: "checkout", SHA: sha, Correlation: correlation, Since: h.now.Add(-time.Minute)}
	return h
}

func (h *host) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *host) id(prefix string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ids++
	return fmt.Sprintf("%s%d", prefix, h.ids)
}

func (h *host) publish(a github.Artifact) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.built = append(h.built, a.Inputs["correlation_id"])
	return nil
}

// later moves the clock, and the runs with it.
func (h *host) later(d time.Duration) {
	h.mu.Lock()
	h.now = h.now.Add(d)
	h.mu.Unlock()
	if _, err := h.Advance(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

// look is how a run stands.
func (h *host) look(run int64) rollout.Run {
	h.t.Helper()
	got, err := h.Look(h.t.Context(), "checkout", run)
	if err != nil {
		h.t.Fatal(err)
	}
	return got
}
