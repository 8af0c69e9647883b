package herd

import (
	"context"
	"math"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// What the state machine does besides trying again.
const (
	breath  = 20 * time.Second      // when it could not park
	passing = 30 * time.Millisecond // from one state to the next
)

// ticker is one process of the ticker function: it does one thing at a time.
type ticker struct{ commands *commands.Commands }

// Start starts the execution of a rollout, if it has none; with Wake it is the engine.
func (h *herd) Start(ctx context.Context, id rollout.ID) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.wakes[id] == nil {
		h.wakes[id] = make(chan struct{}, 1)
		h.running.Go(func() { h.execute(ctx, id) })
	}
	return nil
}

// Wake has a rollout ticked at once, or once more if it is ticked just now.
func (h *herd) Wake(_ context.Context, id rollout.ID) error {
	select {
	case h.woken(id) <- struct{}{}:
	default: // it knows already
	}
	return nil
}

func (h *herd) woken(id rollout.ID) chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.wakes[id]
}

// execute goes through the states of a rollout's execution.
func (h *herd) execute(ctx context.Context, id rollout.ID) {
	due := time.Now()
	for {
		time.Sleep(passing)
		var r rollout.Rollout
		var err error
		for try := 0; ; try++ {
			if err = h.invoke(func(t *ticker) error { r, err = h.tick(ctx, t, id, due); return err }); err == nil {
				break
			}
			if try == h.busy.MaxAttempts {
				h.count(func(r *Result) { r.Lost++ })
				return
			}
			h.count(func(r *Result) { r.Queued++ })
			time.Sleep(h.drawn(h.busy.Pause(try)))
		}
		if r.Phase.Ended() {
			return
		}
		due = r.Wake
		if wait := time.Duration(math.Ceil(time.Until(due).Seconds())) * time.Second; wait > 0 {
			h.park(ctx, id, wait)
		}
	}
}

// drawn is a pause of at most that long.
func (h *herd) drawn(most time.Duration) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	return time.Duration(h.random.Int64N(int64(most)))
}

// invoke has a ticker do something, if one is free.
func (h *herd) invoke(do func(*ticker) error) error {
	select {
	case t := <-h.tickers:
		defer func() { h.tickers <- t }()
		time.Sleep(invoking)
		return do(t)
	default:
		return errBusy
	}
}

// tick makes a turn. What has to be made again comes in five seconds, as
// cmd/worker has it.
func (h *herd) tick(ctx context.Context, t *ticker, id rollout.ID, due time.Time) (rollout.Rollout, error) {
	began := time.Now()
	r, err := t.commands.Turn(ctx, id)
	again := rollout.IsKind(err, rollout.Throttled) || rollout.IsKind(err, rollout.Stale)
	h.count(func(res *Result) {
		res.Ticks++
		if again {
			res.Again++
		} else if len(r.Fresh) > 0 {
			res.Late = append(res.Late, began.Sub(due))
		}
	})
	if again {
		r.Wake = time.Now().Add(5 * time.Second)
		err = nil
	}
	return r, err
}

// park waits until that time is over, or somebody wakes the rollout.
func (h *herd) park(ctx context.Context, id rollout.ID, wait time.Duration) {
	time.Sleep(2 * passing)
	over := time.After(wait)
	if h.invoke(func(*ticker) error { time.Sleep(reading); return nil }) != nil {
		time.Sleep(breath)
		return
	}
	select {
	case <-over:
	case <-h.woken(id):
	case <-ctx.Done():
	}
}
