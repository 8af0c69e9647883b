package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/sandbox/page"
)

// errEnding is for those who want a new world when no more will come.
var errEnding = errors.New("the sandbox is ending")

// host keeps a world running, and can put a new one in its place.
type host struct {
	options world.Options
	resets  chan chan error // from whoever wants a new world, and waits to hear of it
	ended   chan struct{}   // closed when no new world will come any more

	mu    sync.RWMutex // held for writing while there is no world
	world *world.World
	over  context.Context // done when another world has taken its place
	end   context.CancelFunc
}

// newHost opens the world, which run will keep running.
func newHost(ctx context.Context, o world.Options) (*host, error) {
	h := &host{options: o, resets: make(chan chan error), ended: make(chan struct{})}
	return h, h.open(ctx)
}

// open opens a world and mounts the page on it.
func (h *host) open(ctx context.Context) error {
	w, err := world.Open(ctx, h.options)
	if err != nil {
		return err
	}
	w.Mount("/", page.New(page.Options{
		Slack: w.Slack, Cloud: w.Cloud, Clock: w.Clock, Info: info(w, h.options.URL), Log: h.options.Log, Reset: h.reset,
		Targets: func(ctx context.Context) ([]page.Target, error) { return targets(ctx, w) },
		Kill:    func(context.Context) error { w.Kill(); return nil }, Up: w.Up,
		Policies:  func() []page.Policy { return policies(w) },
		SetPolicy: func(ctx context.Context, p page.Policy) error { return setPolicy(ctx, w, p) },
		Complete:  func(channel, typed string) []page.Completion { return completions(w, channel, typed) },
	}))
	h.world = w
	h.over, h.end = context.WithCancel(context.WithoutCancel(ctx))
	return nil
}

func (h *host) current() (*world.World, context.Context) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.world, h.over
}

// ServeHTTP serves the current world. A request that waits for news of it ends
// when another one takes its place.
func (h *host) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	world, over := h.current()
	ctx, cancel := context.WithCancel(q.Context())
	defer cancel()
	defer context.AfterFunc(over, cancel)() //nolint:contextcheck // it is in addition to the request's own
	world.Handler().ServeHTTP(w, q.WithContext(ctx))
}

// run lets the world go on until ctx is done, and starts over when it is told to.
func (h *host) run(ctx context.Context) error {
	defer close(h.ended)
	for {
		again, err := h.runOne(ctx)
		if err != nil || again == nil {
			return err
		}
		err = h.startOver(context.WithoutCancel(ctx))
		again <- err
		if err != nil {
			return err
		}
	}
}

// runOne runs one world until it is over, or until somebody wants a new one.
func (h *host) runOne(ctx context.Context) (again chan error, err error) {
	w, _ := h.current()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	select {
	case err := <-ended:
		return nil, err
	case again = <-h.resets:
		stop()
		if err := <-ended; err != nil {
			h.options.Log.Warn("the world before did not end well", "error", err)
		}
		return again, nil
	}
}

// startOver throws the world away and begins anew. Requests that come meanwhile
// wait for the new one.
func (h *host) startOver(ctx context.Context) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.end() // first: whoever is in a world that closes hears that, and not that it is broken
	if err := h.world.Close(); err != nil {
		return fmt.Errorf("close the world: %w", err)
	}
	if err := world.Clear(h.options.Dir); err != nil {
		return err
	}
	return h.open(ctx)
}

// reset asks for a new world and waits until it is there, or is known not to come.
func (h *host) reset(ctx context.Context) error {
	done := make(chan error, 1)
	select {
	case h.resets <- done:
		return <-done
	case <-h.ended:
		return errEnding
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *host) close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.end()
	return h.world.Close()
}
