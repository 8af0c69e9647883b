package clock_test

import (
	"context"
	"encoding/json"
	"math"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/sandbox/clock"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func start(t rapid.TB, speed float64) *clock.Clock {
	t.Helper()
	c, err := clock.New(noon, speed, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func speedUp(t rapid.TB, c *clock.Clock, speed float64) {
	t.Helper()
	if err := c.SetSpeed(speed); err != nil {
		t.Fatal(err)
	}
}

// shows checks the simulated time that has passed since noon.
func shows(t rapid.TB, c *clock.Clock, want time.Duration) {
	t.Helper()
	if got := c.Now().Sub(noon); got != want {
		t.Fatalf("the clock has gone %s, want %s", got, want)
	}
}

func open(done <-chan struct{}) bool {
	select {
	case <-done:
		return false
	default:
		return true
	}
}

func TestTimePassesAtTheSpeedThatIsSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, 60)
		shows(t, c, 0)
		time.Sleep(time.Second)
		shows(t, c, time.Minute)
		speedUp(t, c, 0.5)
		shows(t, c, time.Minute)
		time.Sleep(2 * time.Second)
		shows(t, c, time.Minute+time.Second)
		if c.Speed() != 0.5 {
			t.Errorf("the speed is %v", c.Speed())
		}
	})
}

func TestASpeedThatNoClockCanHaveChangesNothing(t *testing.T) {
	for _, speed := range []float64{0, -1, 0.09, 10_001, math.Inf(1), math.NaN()} {
		if _, err := clock.New(noon, speed, time.Now); err == nil {
			t.Errorf("a clock was made that runs at %v", speed)
		}
		c := start(t, 60)
		if err := c.SetSpeed(speed); err == nil || c.Speed() != 60 {
			t.Errorf("asked for %v: %v, and it runs at %v", speed, err, c.Speed())
		}
	}
	for _, speed := range []float64{clock.Slowest, 1, clock.Fastest} {
		speedUp(t, start(t, speed), speed)
	}
}

func TestUntilEndsWhenTheTimeHasComeAndNotBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, 60)
		done := c.Until(t.Context(), noon.Add(time.Minute))
		time.Sleep(time.Second - time.Nanosecond)
		synctest.Wait()
		if !open(done) {
			t.Fatal("it ended too early")
		}
		time.Sleep(2 * time.Nanosecond)
		synctest.Wait()
		if open(done) {
			t.Fatal("it has not ended")
		}
		if open(c.Until(t.Context(), noon)) {
			t.Error("it waits for what has been")
		}
	})
}

func TestWhoWaitsIsWokenByTheNewSpeed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, 1)
		began := time.Now()
		hour, day := c.Until(t.Context(), noon.Add(time.Hour)), c.Until(t.Context(), noon.Add(24*time.Hour))
		time.Sleep(30 * time.Minute)
		speedUp(t, c, 3600)
		<-hour
		if took := time.Since(began); took.Round(time.Microsecond) != 30*time.Minute+500*time.Millisecond {
			t.Errorf("faster: it took %s", took)
		}
		speedUp(t, c, 0.5)
		<-day
		if took := time.Since(began); took.Round(time.Second) != 46*time.Hour+30*time.Minute {
			t.Errorf("slower: it took %s", took)
		}
	})
}

func TestUntilEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, 60)
		ctx, cancel := context.WithCancel(t.Context())
		done := c.Until(ctx, noon.Add(time.Hour))
		cancel()
		synctest.Wait()
		if open(done) {
			t.Error("it goes on without its context")
		}
		if <-c.Until(ctx, noon.Add(time.Hour)); c.Now().Sub(noon) > 0 {
			t.Error("a wait with a context that is done took time")
		}
	})
}

// watched is a context that counts who watches for its end.
type watched struct {
	context.Context
	done chan struct{} // its own, or its parent is asked to watch
	by   atomic.Int32
}

func (w *watched) Done() <-chan struct{} { return w.done }

func (w *watched) AfterFunc(func()) (stop func() bool) {
	w.by.Add(1)
	return func() bool { w.by.Add(-1); return true }
}

func TestWhoHasBeenWokenWatchesItsContextNoLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, ctx := start(t, 60), &watched{Context: t.Context(), done: make(chan struct{})}
		done := c.Until(ctx, noon.Add(time.Minute))
		if by := ctx.by.Load(); by != 1 {
			t.Fatalf("%d watch", by)
		}
		<-done
		if by := ctx.by.Load(); by != 0 {
			t.Errorf("afterwards %d watch", by)
		}
	})
}

func TestNoTimeIsTooFarAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, clock.Slowest)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Hour)
		defer cancel()
		if <-c.Until(ctx, noon.AddDate(1000, 0, 0)); ctx.Err() == nil {
			t.Error("a thousand years have gone by")
		}
	})
}

func TestARestoredClockGoesOnAndNeverBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, 60)
		time.Sleep(time.Second)
		kept, err := json.Marshal(c.State(time.Second)) // each second
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(900 * time.Millisecond)
		seen := c.Now()
		time.Sleep(time.Hour) // the process is dead
		var s clock.State
		if err := json.Unmarshal(kept, &s); err != nil {
			t.Fatal(err)
		}
		c, err = clock.Restore(s, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		if c.Now().Before(seen) || c.Now().Sub(seen) > time.Minute || c.Speed() != 60 {
			t.Errorf("it goes on from %s at %v, and %s was seen", c.Now(), c.Speed(), seen)
		}
		if s := c.State(0); !s.Now.Equal(c.Now()) {
			t.Errorf("without a lead the state is %s at %s", s.Now, c.Now())
		}
	})
}

func TestTimeNeverGoesBackAndNobodyIsWokenEarly(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		waits := rapid.SliceOfN(rapid.Int64Range(0, int64(48*time.Hour)), 1, 5).Draw(r, "waits")
		speeds := rapid.SliceOfN(rapid.Float64Range(clock.Slowest, clock.Fastest), 1, 5).Draw(r, "speeds")
		var fault string
		synctest.Test(t, func(t *testing.T) { fault = play(t, waits, speeds) })
		if fault != "" {
			r.Fatal(fault)
		}
	})
}

// play runs a clock at each speed for a second, and says what is wrong with it.
func play(t *testing.T, waits []int64, speeds []float64) (fault string) {
	t.Helper()
	c := start(t, 1)
	woken := make(chan time.Duration, len(waits))
	for _, d := range waits {
		until := noon.Add(time.Duration(d))
		done := c.Until(t.Context(), until)
		go func() { <-done; woken <- c.Now().Sub(until) }()
	}
	last := c.Now()
	for _, speed := range speeds {
		speedUp(t, c, speed)
		time.Sleep(time.Second)
		if c.Now().Before(last) {
			fault = "time went back from " + last.String()
		}
		last = c.Now()
	}
	for range waits {
		if by := <-woken; by < 0 {
			fault = "somebody was woken early, by " + (-by).String()
		}
	}
	return fault
}
