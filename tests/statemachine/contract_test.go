package statemachine_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/contract"
	"github.com/slipway-dev/slipway/tests/statemachine"
)

func TestTheEngineKeepsItsContract(t *testing.T) {
	t.Parallel()
	contract.TestEngine(t, func(t *testing.T, tick contract.Tick) contract.Engine {
		t.Helper()
		due := &agenda{at: map[rollout.ID]time.Time{}}
		w := open(t, options{}, func(ctx context.Context, _ *world, task engine.Task) (engine.Turn, error) {
			next, err := tick(ctx, task.Rollout)
			due.set(task.Rollout, next)
			return engine.Turn{Done: next.IsZero(), Wait: wait(next)}, err
		})
		w.timeOutParkings(due)
		return w.engine
	})
}

// wait is whole seconds until then, rounded up.
func wait(next time.Time) int64 {
	return int64(max(0, (time.Until(next)+time.Second-1)/time.Second))
}

// agenda knows when each rollout is to be ticked next.
type agenda struct {
	mu sync.Mutex
	at map[rollout.ID]time.Time
}

func (a *agenda) set(id rollout.ID, at time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.at[id] = at
}

func (a *agenda) get(id rollout.ID) time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.at[id]
}

// timeOutParkings ends each parking when its time has come. The contract speaks of
// milliseconds; the state machine itself counts in seconds.
func (w *world) timeOutParkings(due *agenda) {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	w.t.Cleanup(func() { cancel(); running.Wait() })
	running.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case task := <-w.parked:
				running.Go(func() { w.timeOut(ctx, task.Token, due.get(task.Rollout)) })
			}
		}
	})
}

func (w *world) timeOut(ctx context.Context, token string, at time.Time) {
	select {
	case <-ctx.Done():
	case <-time.After(time.Until(at)):
		_ = statemachine.TimeOut(ctx, w.sfn, token) // it was woken when the token is used up
	}
}
