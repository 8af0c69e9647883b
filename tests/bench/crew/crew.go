// Package crew has processes of a function do what Lambda has them do: events as they
// come, and what lies on FIFO queues. Each process does one thing at a time.
package crew

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/tests/runtime"
)

// Process is one process of the function.
type Process interface {
	Invoke(ctx context.Context, event []byte) (runtime.Answer, error)
}

// Crew are the processes, as many as the function's reserved concurrency lets run.
type Crew struct {
	free chan hand

	mu   sync.Mutex
	done []Work
}

// hand is a process, and the access key by which its calls are told.
type hand struct {
	Process
	key string
}

// Work is an event that a process has handled.
type Work struct {
	By         string   // access key of the process
	Groups     []string // of the messages in the event; nil for one that came by no queue
	Began, End time.Time
}

// New is a crew of these processes, by their access keys.
func New(all map[string]Process) *Crew {
	c := &Crew{free: make(chan hand, len(all))}
	for key, p := range all {
		c.free <- hand{p, key}
	}
	return c
}

// Do has whoever is free handle an event. One that fails is an error.
func (c *Crew) Do(ctx context.Context, event []byte) ([]byte, error) { return c.do(ctx, event, nil) }

func (c *Crew) do(ctx context.Context, event []byte, groups []string) ([]byte, error) {
	var h hand
	select {
	case h = <-c.free:
	case <-ctx.Done():
		return nil, fmt.Errorf("nobody is free: %w", ctx.Err())
	}
	w := Work{By: h.key, Groups: groups, Began: time.Now()}
	got, err := h.Invoke(ctx, event)
	w.End = time.Now()
	c.mu.Lock()
	c.done = append(c.done, w)
	c.mu.Unlock()
	c.free <- h
	if err == nil && got.Error {
		err = fmt.Errorf("the function failed: %s", got.Body)
	}
	return got.Body, err
}

// Idle says that nobody is at anything.
func (c *Crew) Idle() bool { return len(c.free) == cap(c.free) }

// Done is what was handled, in the order in which it was done.
func (c *Crew) Done() []Work {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.done)
}
