package herd

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
	"github.com/slipway-dev/slipway/tests/bench/account"
)

// route is what live routes to from a moment on.
type route struct {
	from time.Time
	to   rollout.Routing
}

func (h *herd) routed(t rollout.Target, to rollout.Routing) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.routes[t] = append(h.routes[t], route{time.Now(), to})
	if b := h.backs[function(t)]; b != nil && to == rollout.All(b.to) {
		h.result.Rollbacks = append(h.result.Rollbacks, Rollback{Took: time.Since(b.decided), Calls: b.calls})
		delete(h.backs, function(t))
		close(b.done)
	}
}

// share is the part of a minute's calls that a version had.
func (h *herd) share(t rollout.Target, v rollout.Version, minute time.Time) float64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	routes, share := h.routes[t], 0.0
	for i, r := range routes {
		from, to := r.from, minute.Add(time.Minute)
		if from.Before(minute) {
			from = minute
		}
		if i+1 < len(routes) && routes[i+1].from.Before(to) {
			to = routes[i+1].from
		}
		if to.After(from) {
			share += r.to.Share(v) * to.Sub(from).Minutes()
		}
	}
	return share
}

// Minutes has both versions do equally well at 2,000 calls a minute.
func (h *herd) Minutes(_ context.Context, q rollout.MinutesQuery) ([]judge.Minute, error) {
	time.Sleep(counting)
	var out []judge.Minute
	for at := q.From; at.Before(q.To); at = at.Add(time.Minute) {
		share := h.share(q.Target, q.Candidate, at)
		out = append(out, judge.Minute{At: at, Candidate: calls(share), Stable: calls(1 - share)})
	}
	return out, nil
}

func calls(share float64) *judge.Counts {
	return &judge.Counts{Invocations: int64(2000 * share), Errors: int64(10 * share), Slow: int64(40 * share)}
}

// Check finds every version healthy.
func (h *herd) Check(_ context.Context, _ rollout.Target, v rollout.Version) (rollout.Health, error) {
	time.Sleep(answering)
	return rollout.Health{Version: v, OK: true, Status: http.StatusOK}, nil
}

// built is a builder that has built everything.
type built struct{}

// State finds every image.
func (built) State(context.Context, rollout.Target, rollout.Release) (rollout.Build, error) {
	time.Sleep(reading)
	return rollout.Build{State: rollout.BuildReady, Digest: account.Digest(3)}, nil
}

// Start is not needed.
func (built) Start(context.Context, rollout.Target, rollout.Release, rollout.ID) error { return nil }

// Send takes every notice.
func (h *herd) Send(context.Context, string, int64) error {
	time.Sleep(reading)
	return nil
}

// functionOf is the function that a request is about.
func functionOf(q *http.Request) string {
	_, rest, _ := strings.Cut(q.URL.Path, "/functions/")
	name, _, _ := strings.Cut(rest, "/")
	return name
}

// Probe finds no fault.
func (h *herd) Probe(_ context.Context, _ rollout.Target, _ rollout.Version, n int, _ time.Duration) (judge.Counts, error) {
	return judge.Counts{Invocations: int64(n)}, nil
}
