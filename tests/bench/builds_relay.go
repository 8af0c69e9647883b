package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
)

// relay stands between the sandbox's code host and the bot: it notes what the bot asks,
// and when it is told that a run has ended. Some webhooks get lost in it.
type relay struct {
	world *world.World
	deaf  map[string]bool // services

	mu    sync.Mutex
	calls map[string][]string  // what was asked, by service
	ended map[string]time.Time // when the news of the run's end arrived, by service and the sandbox's clock
}

// opens lets it pass requests on to a world, and counts what that asks of its code host.
func (r *relay) opens(w *world.World, all []*shipped) {
	r.world, r.deaf = w, map[string]bool{}
	for _, s := range all {
		r.deaf[s.service] = s.deaf
	}
	host := w.GitHub.Handler()
	w.Mount("/code/api/", http.HandlerFunc(func(a http.ResponseWriter, q *http.Request) {
		if _, path, ok := strings.Cut(q.URL.EscapedPath(), "/repos/acme/"); ok {
			service, path, _ := strings.Cut(path, "/")
			r.mu.Lock()
			r.calls[service] = append(r.calls[service], asked(path))
			r.mu.Unlock()
		}
		host.ServeHTTP(a, q)
	}))
}

// asked is what a call is about, by its path below the repository.
func asked(path string) string {
	parts := strings.Split(path, "/")
	switch {
	case parts[0] == "actions" && parts[len(parts)-1] == "dispatches":
		return "dispatch"
	case parts[0] == "actions":
		return "runs"
	case (parts[0] == "commits" || parts[0] == "pulls") && len(parts) == 3: // commits/SHA/status
		return parts[2]
	}
	return parts[0]
}

// ServeHTTP is where Slack and the code host send their requests.
func (r *relay) ServeHTTP(a http.ResponseWriter, q *http.Request) {
	if q.URL.Path == "/github/webhooks" {
		body, err := io.ReadAll(q.Body)
		if err != nil || r.note(body) {
			http.Error(a, "lost", http.StatusBadGateway)
			return
		}
		q.Body = io.NopCloser(bytes.NewReader(body))
	}
	r.world.Handler().ServeHTTP(a, q)
}

// note notes a webhook, and says whether it gets lost.
func (r *relay) note(body []byte) (lost bool) {
	var told struct {
		Run struct {
			Status string `json:"status"`
		} `json:"workflow_run"`
		Repository struct {
			Name string `json:"name"`
		} `json:"repository"`
	}
	if json.Unmarshal(body, &told) != nil { // the bot refuses it
		return false
	}
	if told.Run.Status == "completed" {
		r.mu.Lock()
		r.ended[told.Repository.Name] = r.world.Clock.Now()
		r.mu.Unlock()
	}
	return r.deaf[told.Repository.Name] && told.Run.Status != ""
}

// endOf is when the news of the run's end arrived.
func (r *relay) endOf(service string) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ended[service]
}

// asks are what was asked for a service after that many calls.
func (r *relay) asks(service string, after int) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.calls[service][after:])
}
