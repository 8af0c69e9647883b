// Package engine ticks every open rollout of this process when it is due.
//
// It keeps nothing: a host that starts again calls Start for each open rollout
// that its store knows. Since a tick looks at the world before it acts, one tick
// too many does no harm; one too few would, so a wake is never lost.
package engine

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// Clock is the time that rollouts live in; it need not run at the speed of ours.
type Clock interface {
	Now() time.Time
	// Until gives a channel that is closed once Now is t or later, or ctx is done.
	Until(ctx context.Context, t time.Time) <-chan struct{}
}

// Tick is one turn of a rollout. It gives the time of the next one, or the zero
// time when the rollout has ended. An error or a panic makes the engine try again.
type Tick func(ctx context.Context, id rollout.ID) (next time.Time, err error)

// Options may all be left out.
type Options struct {
	// Parallel is how many ticks run at the same time; 0 means 256. A tick mostly
	// waits, and those that wait for the disk together share one flush: with a few
	// for each processor, a disk that is slow for a moment makes all others late.
	Parallel int
	// Log hears of ticks that fail; nil means nobody does.
	Log *slog.Logger
	// Late hears how much later than it was due each tick begins, in clock time:
	// when its first line runs, not when it is sent for. It is called by one tick
	// at a time, so it must be quick.
	Late func(id rollout.ID, by time.Duration)
}

// Engine ticks rollouts: many at once, but never one twice at once.
type Engine struct {
	tick    Tick
	clock   Clock
	options Options
	changed chan struct{} // holds one token when the schedule has to be looked at again

	mu       sync.Mutex
	schedule schedule
	ticking  int // ticks that run now
	looping  bool
}

// New makes an engine that does nothing until Run.
func New(tick Tick, clock Clock, o Options) *Engine {
	if o.Parallel <= 0 {
		o.Parallel = 256
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Late == nil {
		o.Late = func(rollout.ID, time.Duration) {}
	}
	return &Engine{tick: tick, clock: clock, options: o, changed: make(chan struct{}, 1), schedule: newSchedule()}
}

// Start has the rollout ticked as soon as possible, and from then on until it
// ends. It is Wake by another name: for a rollout that is known already it means
// one tick more. It may be called before Run. It never fails.
func (e *Engine) Start(ctx context.Context, id rollout.ID) error { return e.Wake(ctx, id) }

// Wake has the rollout ticked as soon as possible, and if it is being ticked now,
// once more right after. A rollout that the engine does not know is taken up.
// It never fails.
func (e *Engine) Wake(_ context.Context, id rollout.ID) error {
	e.mu.Lock()
	e.schedule.wake(id, e.clock.Now())
	e.mu.Unlock()
	e.look()
	return nil
}

// Run ticks until ctx is done. When it returns, no tick is running. It fails only
// when it is running already.
func (e *Engine) Run(ctx context.Context) error {
	if !e.loop(true) {
		return errors.New("run engine: it is running already")
	}
	defer e.loop(false)
	var ticks sync.WaitGroup
	defer ticks.Wait()
	for ctx.Err() == nil {
		next := e.begin(ctx, &ticks)
		e.wait(ctx, next)
	}
	return nil
}

// loop marks the loop as running or not, and says whether that was a change.
func (e *Engine) loop(on bool) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	was := e.looping
	e.looping = on
	return was != on
}

// begin starts each tick that is due, as far as there is room, and says when the
// next is due: the zero time means that nobody knows yet.
func (e *Engine) begin(ctx context.Context, ticks *sync.WaitGroup) time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	for e.ticking < e.options.Parallel {
		j, next := e.schedule.take(e.clock.Now())
		if j == nil {
			return next
		}
		e.ticking++
		ticks.Go(func() { e.run(ctx, j) })
	}
	return time.Time{}
}

// wait returns when the schedule has changed, next has come, or ctx is done.
func (e *Engine) wait(ctx context.Context, next time.Time) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	due := ctx.Done()
	if !next.IsZero() {
		due = e.clock.Until(ctx, next)
	}
	select {
	case <-due:
	case <-e.changed:
	}
}

// look makes the loop look at the schedule again.
func (e *Engine) look() {
	select {
	case e.changed <- struct{}{}:
	default: // it will anyway
	}
}
