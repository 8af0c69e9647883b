package statemachine_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/tests/statemachine"
)

// turns answers the first ticks with these, and then that the rollout has ended.
func turns(all ...engine.Turn) (ticker, *atomic.Int64) {
	var n atomic.Int64
	return func(context.Context, *world, engine.Task) (engine.Turn, error) {
		if i := int(n.Add(1)) - 1; i < len(all) {
			return all[i], nil
		}
		return engine.Turn{Done: true}, nil
	}, &n
}

func wants(t *testing.T, w *world, name string, status types.ExecutionStatus) {
	t.Helper()
	if got := w.end(name); got.Status != status {
		t.Errorf("execution %s ended as %s, want %s: %v %v", name, got.Status, status, deref(got.Error), deref(got.Cause))
	}
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func TestARolloutIsTickedUntilItHasEnded(t *testing.T) {
	t.Parallel()
	tick, n := turns(engine.Turn{}, engine.Turn{})
	w := open(t, options{}, tick)
	must(t, w.engine.Start(t.Context(), "a"))
	wants(t, w, "a", types.ExecutionStatusSucceeded)
	if n.Load() != 3 {
		t.Errorf("it was ticked %d times, want 3", n.Load())
	}
}

// The time-out is a real one here, of the state machine's own.
func TestAParkedRolloutIsTickedWhenItsTimeHasCome(t *testing.T) {
	t.Parallel()
	tick, n := turns(engine.Turn{Wait: 1})
	w := open(t, options{park: 1}, tick)
	must(t, w.engine.Start(t.Context(), "a"))
	wants(t, w, "a", types.ExecutionStatusSucceeded)
	if n.Load() != 2 {
		t.Errorf("it was ticked %d times, want 2", n.Load())
	}
}

func TestATickThatFailsIsTriedAgain(t *testing.T) {
	t.Parallel()
	var n atomic.Int64
	w := open(t, options{}, func(context.Context, *world, engine.Task) (engine.Turn, error) {
		if n.Add(1) < 4 {
			return engine.Turn{}, errors.New("the world is on fire")
		}
		return engine.Turn{Done: true}, nil
	})
	must(t, w.engine.Start(t.Context(), "a"))
	wants(t, w, "a", types.ExecutionStatusSucceeded)
}

func TestAWakeEndsTheParkingAtOnceAndItsCountIsKnownThen(t *testing.T) {
	t.Parallel()
	known := make(chan int64, 9)
	tick, _ := turns(engine.Turn{Wait: 3600}, engine.Turn{Wait: 3600})
	w := open(t, options{}, func(ctx context.Context, w *world, task engine.Task) (engine.Turn, error) {
		known <- task.Wakes
		return tick(ctx, w, task)
	})
	must(t, w.engine.Start(t.Context(), "a"))
	for want := range int64(2) {
		if got := <-known; got != want {
			t.Errorf("a tick knew %d wakes, want %d", got, want)
		}
		w.park()
		must(t, w.engine.Wake(t.Context(), "a"))
	}
	wants(t, w, "a", types.ExecutionStatusSucceeded)
}

// The wake comes while the tick runs, when there is no token yet or an old one.
func TestAWakeJustBeforeTheParkingIsNotLost(t *testing.T) {
	t.Parallel()
	tick, n := turns(engine.Turn{Wait: 3600}, engine.Turn{Wait: 3600}, engine.Turn{Wait: 3600})
	w := open(t, options{}, func(ctx context.Context, w *world, task engine.Task) (engine.Turn, error) {
		if n.Load() < 3 {
			if err := w.engine.Wake(ctx, "a"); err != nil {
				return engine.Turn{}, err
			}
		}
		return tick(ctx, w, task)
	})
	must(t, w.engine.Start(t.Context(), "a"))
	wants(t, w, "a", types.ExecutionStatusSucceeded)
	if n.Load() != 4 || len(w.parked) != 3 {
		t.Errorf("it was ticked %d times and parked %d times, want 4 and 3", n.Load(), len(w.parked))
	}
}

// Whoever woke it was killed between the count and the token (faults.md F1); the
// sweeper wakes it again.
func TestACountedWakeThatWasNeverDeliveredIsDeliveredByANudge(t *testing.T) {
	t.Parallel()
	tick, _ := turns(engine.Turn{Wait: 3600})
	w := open(t, options{}, tick)
	must(t, w.engine.Start(t.Context(), "a"))
	w.park()
	_, _, err := w.parking.Wake(t.Context(), "a")
	must(t, err)
	must(t, w.engine.Wake(t.Context(), "a"))
	wants(t, w, "a", types.ExecutionStatusSucceeded)
}

// What Step Functions is paid for: at most three transitions a tick, and an hour's
// wait has none.
func TestATickTakesThreeTransitionsAndAWaitNone(t *testing.T) {
	t.Parallel()
	tick, n := turns(engine.Turn{Wait: 3600}, engine.Turn{Wait: 3600})
	w := open(t, options{}, tick)
	must(t, w.engine.Start(t.Context(), "a"))
	for range 2 {
		must(t, statemachine.TimeOut(t.Context(), w.sfn, w.park().Token))
	}
	wants(t, w, "a", types.ExecutionStatusSucceeded)
	if n.Load() != 3 {
		t.Errorf("it was ticked %d times, want 3", n.Load())
	}
	transitions := 0
	for _, times := range w.entered("a") {
		transitions += times
	}
	if begin, last, end := 1, 2, 1; transitions != begin+2*3+last+end {
		t.Errorf("%d transitions were made, want %d", transitions, begin+2*3+last+end)
	}
}
