package engine

import (
	"context"
	"fmt"
	"hash/fnv"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// The wait after a failed tick, in clock time: from the shortest it doubles with
// each failure up to the longest.
const (
	shortest = time.Second
	longest  = 30 * time.Second
)

// run does one tick and puts the rollout back where it belongs.
func (e *Engine) run(ctx context.Context, j *job) {
	e.late(j)
	next, err := e.safely(ctx, j.id)
	now := e.clock.Now()
	switch {
	case err == nil:
		j.failures = 0
	case ctx.Err() != nil: // it was interrupted; that is no failure
		next = now
	default:
		j.failures++
		wait := backoff(j.id, j.failures)
		next = now.Add(wait)
		e.options.Log.LogAttrs(ctx, slog.LevelError, "tick failed",
			slog.String("rollout", string(j.id)), slog.Int("failures", j.failures),
			slog.Duration("again_in", wait), slog.Any("error", err))
	}
	e.mu.Lock()
	e.ticking--
	e.schedule.put(j, now, next)
	e.mu.Unlock()
	e.look()
}

// late tells how late a tick is that begins now.
func (e *Engine) late(j *job) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.options.Late(j.id, e.clock.Now().Sub(j.due))
}

// safely makes a panic of the tick an error.
func (e *Engine) safely(ctx context.Context, id rollout.ID) (next time.Time, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
			e.options.Log.LogAttrs(ctx, slog.LevelError, "tick panicked",
				slog.String("rollout", string(id)), slog.String("stack", string(debug.Stack())))
		}
	}()
	return e.tick(ctx, id)
}

// backoff is how long to wait after so many failures in a row, from 1. A part of
// it depends on the id, so that rollouts that failed together, because something
// they share was down, don't all come back together.
func backoff(id rollout.ID, failures int) time.Duration {
	wait := longest
	if doublings := failures - 1; doublings < 5 {
		wait = min(shortest<<doublings, longest)
	}
	h := fnv.New32a()
	_, _ = fmt.Fprint(h, id, failures) // a hash takes everything
	return wait - wait/2*time.Duration(h.Sum32()%1000)/1000
}
