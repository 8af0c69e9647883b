package engine_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/slipway-dev/slipway/local/engine"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/contract"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// wall is the clock of the tests: real time, or that of a bubble.
type wall struct{}

func (wall) Now() time.Time { return time.Now() }

func (wall) Until(ctx context.Context, t time.Time) <-chan struct{} {
	ctx, cancel := context.WithDeadline(ctx, t)
	context.AfterFunc(ctx, cancel)
	return ctx.Done()
}

// run runs the engine until stop is called or the test ends.
func run(t testing.TB, e *engine.Engine) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- e.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return stop
}

func wake(t testing.TB, e *engine.Engine, ids ...rollout.ID) {
	t.Helper()
	for _, id := range ids {
		if err := e.Wake(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
}

// log keeps when each tick began, counted from when the log was made.
type log struct {
	began time.Time
	mu    sync.Mutex
	at    map[rollout.ID][]time.Duration
}

func newLog() *log { return &log{began: time.Now(), at: map[rollout.ID][]time.Duration{}} }

func (l *log) add(id rollout.ID) (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.at[id] = append(l.at[id], time.Since(l.began))
	return len(l.at[id])
}

func (l *log) of(id rollout.ID) []time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.at[id])
}

func TestTheEngineKeepsTheContract(t *testing.T) {
	contract.TestEngine(t, func(t *testing.T, tick contract.Tick) contract.Engine {
		t.Helper()
		e := engine.New(engine.Tick(tick), wall{}, engine.Options{})
		run(t, e)
		return e
	})
}

func TestEachRolloutIsTickedWhenItIsDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ticks := newLog()
		every := map[rollout.ID]time.Duration{"minute": time.Minute, "hour": time.Hour}
		e := engine.New(func(_ context.Context, id rollout.ID) (time.Time, error) {
			ticks.add(id)
			return time.Now().Add(every[id]), nil
		}, wall{}, engine.Options{})
		wake(t, e, "hour", "minute") // before it runs
		stop := run(t, e)
		time.Sleep(2*time.Hour + time.Second)
		stop()
		if got := ticks.of("hour"); !slices.Equal(got, []time.Duration{0, time.Hour, 2 * time.Hour}) {
			t.Errorf("each hour: %v", got)
		}
		if got := ticks.of("minute"); len(got) != 121 || got[120] != 2*time.Hour {
			t.Errorf("each minute: %v", got)
		}
	})
}

func TestAFailingRolloutIsTriedAgainEverMoreSeldom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ticks := newLog()
		e := engine.New(func(_ context.Context, id rollout.ID) (time.Time, error) {
			if ticks.add(id)%2 == 0 {
				panic("half of them panic")
			}
			return time.Time{}, errors.New("the others fail")
		}, wall{}, engine.Options{})
		stop := run(t, e)
		wake(t, e, "a", "b")
		time.Sleep(5 * time.Minute)
		stop()
		got := ticks.of("a")
		if len(got) < 10 {
			t.Fatalf("only %d ticks in five minutes: %v", len(got), got)
		}
		for i, want := range []time.Duration{1, 2, 4, 8, 16, 30, 30, 30} {
			wait := got[i+1] - got[i]
			if wait > want*time.Second || wait < want*time.Second/2 {
				t.Errorf("wait %d is %s, want %d s or up to half less", i+1, wait, want)
			}
		}
		if slices.Equal(got, ticks.of("b")) {
			t.Error("rollouts that failed together come back together")
		}
	})
}

func TestASuccessEndsTheBackOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ticks := newLog()
		e := engine.New(func(_ context.Context, id rollout.ID) (time.Time, error) {
			if ticks.add(id) == 6 {
				return time.Now().Add(time.Minute), nil
			}
			return time.Time{}, errors.New("no")
		}, wall{}, engine.Options{})
		stop := run(t, e)
		wake(t, e, "a")
		time.Sleep(5 * time.Minute)
		stop()
		if got := ticks.of("a"); got[6]-got[5] != time.Minute || got[7]-got[6] > time.Second {
			t.Errorf("after a success the waits are not the first ones: %v", got)
		}
	})
}

func TestAWakeDuringTheLastTickIsNotLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ticks := newLog()
		var e *engine.Engine
		e = engine.New(func(ctx context.Context, id rollout.ID) (time.Time, error) {
			if ticks.add(id) == 1 {
				return time.Time{}, e.Wake(ctx, id)
			}
			return time.Time{}, nil
		}, wall{}, engine.Options{})
		run(t, e)
		wake(t, e, "a")
		synctest.Wait()
		if got := ticks.of("a"); len(got) != 2 {
			t.Errorf("ticked at %v, want one more after the wake", got)
		}
	})
}

func TestNoMoreThanParallelTicksRunAndNoneIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		now, most := 0, 0
		ticks := newLog()
		var late []time.Duration
		e := engine.New(func(_ context.Context, id rollout.ID) (time.Time, error) {
			mu.Lock()
			now++
			most = max(most, now)
			mu.Unlock()
			time.Sleep(time.Second)
			mu.Lock()
			now--
			mu.Unlock()
			ticks.add(id)
			return time.Time{}, nil
		}, wall{}, engine.Options{Parallel: 3, Late: func(_ rollout.ID, by time.Duration) { late = append(late, by) }})
		wake(t, e, "a", "b", "c", "d", "e", "f", "g")
		stop := run(t, e)
		time.Sleep(time.Minute)
		stop()
		if most != 3 || len(ticks.at) != 7 {
			t.Errorf("%d of 7 rollouts were ticked, %d at once", len(ticks.at), most)
		}
		if last := 2 * time.Second; len(late) != 7 || slices.Max(late) != last {
			t.Errorf("late by %v, want the last by %s", late, last)
		}
	})
}

func TestRunEndsItsTicksAndGoesOnWhereItStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ticks := newLog()
		e := engine.New(func(ctx context.Context, id rollout.ID) (time.Time, error) {
			if ticks.add(id) == 1 {
				<-ctx.Done()
				time.Sleep(time.Second) // it takes a while to come to an end
				return time.Time{}, ctx.Err()
			}
			return time.Time{}, nil
		}, wall{}, engine.Options{})
		wake(t, e, "a")
		stop := run(t, e)
		synctest.Wait()
		if err := e.Run(t.Context()); err == nil {
			t.Error("it runs twice")
		}
		stop()
		if took := time.Since(ticks.began); took != time.Second {
			t.Errorf("it returned after %s, and the tick took a second", took)
		}
		run(t, e)
		synctest.Wait()
		if got := ticks.of("a"); len(got) != 2 || got[1] != time.Second {
			t.Errorf("ticked at %v: the interrupted one does not count as a failure", got)
		}
	})
}
