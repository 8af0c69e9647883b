package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
)

// host keeps a world running, and can put a new one in its place.
type host struct {
	o hostOptions

	mu      sync.RWMutex
	world   *world.World
	handler http.Handler
	resets  chan chan error
}

type hostOptions struct {
	dir, url string
	speed    float64
	seed     uint64
	real     func() time.Time
	random   io.Reader
	log      *slog.Logger
}

func newHost(ctx context.Context, o hostOptions) (*host, error) {
	h := &host{o: o, resets: make(chan chan error)}
	return h, h.open(ctx, world.Secrets{})
}

// open opens the world, with the secrets that are known already, if any are.
func (h *host) open(ctx context.Context, keep world.Secrets) error {
	w, err := world.Open(ctx, world.Options{
		Dir: h.o.dir, URL: h.o.url, Speed: h.o.speed, Seed: h.o.seed, Real: h.o.real, Random: h.o.random, Log: h.o.log, Keep: keep,
	})
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.world, h.handler = w, handler(w, h.o.url, h.reset)
	return nil
}

func (h *host) current() (*world.World, http.Handler) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.world, h.handler
}

// ServeHTTP serves the current world.
func (h *host) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	_, handler := h.current()
	handler.ServeHTTP(w, q)
}

// run lets the world go on until ctx is done, and starts over when it is told to.
func (h *host) run(ctx context.Context) error {
	for {
		again, err := h.runOne(ctx)
		if err != nil || again == nil {
			return err
		}
		again <- h.startOver(ctx)
	}
}

// runOne runs one world until it is over, or until somebody wants a new one.
func (h *host) runOne(ctx context.Context) (chan error, error) {
	w, _ := h.current()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	select {
	case err := <-ended:
		return nil, err
	case again := <-h.resets:
		stop()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			h.o.log.Warn("the world before did not end well", "error", err)
		}
		return again, nil
	}
}

// startOver throws the world away and begins anew, with the same secrets.
func (h *host) startOver(ctx context.Context) error {
	w, _ := h.current()
	keep := w.Secrets
	if err := w.Close(); err != nil {
		return fmt.Errorf("close the world: %w", err)
	}
	if err := world.Clear(h.o.dir); err != nil {
		return err
	}
	return h.open(ctx, keep)
}

// reset asks for a new world and waits until it is there.
func (h *host) reset(ctx context.Context) error {
	done := make(chan error, 1)
	select {
	case h.resets <- done:
		return <-done
	case <-ctx.Done():
		return fmt.Errorf("start over: %w", ctx.Err())
	}
}

func (h *host) close() error {
	w, _ := h.current()
	return w.Close()
}
