// Package clock is the simulated time of the sandbox: it runs at a speed that can
// be changed while others wait on it.
package clock

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// The speeds that a clock can have, in simulated seconds for each real one.
const (
	Slowest = 0.1
	Fastest = 10_000
)

// Clock is simulated time. It may be used by many goroutines.
type Clock struct {
	real func() time.Time

	mu      sync.Mutex
	base    time.Time // simulated time when it was real time since; never with a monotonic reading
	since   time.Time
	speed   float64
	waiters map[*waiter]struct{}
}

// New makes a clock that shows start now. real is the time it is driven by, and
// should be monotonic. A speed that no clock can have is an error.
func New(start time.Time, speed float64, real func() time.Time) (*Clock, error) {
	if err := check(speed); err != nil {
		return nil, err
	}
	return &Clock{
		real: real, base: start.Round(0), since: real(), speed: speed,
		waiters: map[*waiter]struct{}{},
	}, nil
}

func check(speed float64) error {
	if speed >= Slowest && speed <= Fastest { // false for NaN
		return nil
	}
	return fmt.Errorf("a clock can't run at %v times the speed: choose %v to %v", speed, Slowest, Fastest)
}

// Now is the simulated time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

// now needs the lock.
func (c *Clock) now() time.Time { return c.at(c.real()) }

// at is the simulated time at a real one.
func (c *Clock) at(real time.Time) time.Time {
	return c.base.Add(scale(real.Sub(c.since), c.speed))
}

// Speed is how many simulated seconds pass in a real one.
func (c *Clock) Speed() float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.speed
}

// SetSpeed makes time pass faster or slower from now on, for those who wait on it
// already as well. A speed that no clock can have is an error and changes nothing.
func (c *Clock) SetSpeed(speed float64) error {
	if err := check(speed); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.real()
	c.base, c.since, c.speed = c.at(now), now, speed
	for w := range c.waiters {
		c.look(w)
	}
	return nil
}

// State is what a clock needs to go on later, as its host keeps it.
type State struct {
	Now   time.Time `json:"now"`
	Speed float64   `json:"speed"`
}

// State is what the clock will be after lead of real time. A host that saves it
// each second saves State(time.Second): after a kill the time then jumps ahead a
// little, but never back behind what others have seen and stored.
func (c *Clock) State(lead time.Duration) State {
	c.mu.Lock()
	defer c.mu.Unlock()
	return State{Now: c.at(c.real().Add(lead)), Speed: c.speed}
}

// Restore makes a clock that goes on from a saved state; no simulated time has
// passed meanwhile.
func Restore(s State, real func() time.Time) (*Clock, error) { return New(s.Now, s.Speed, real) }

// scale is d times x, as far as a duration reaches.
func scale(d time.Duration, x float64) time.Duration {
	const most = float64(1<<63 - 1024) // the largest float64 that is a duration
	return time.Duration(max(-most, min(most, float64(d)*x)))
}

// Until gives a channel that is closed once Now is t or later, or ctx is done.
func (c *Clock) Until(ctx context.Context, t time.Time) <-chan struct{} {
	w := &waiter{until: t, done: make(chan struct{})}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiters[w] = struct{}{}
	w.forget = context.AfterFunc(ctx, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.release(w)
	})
	c.look(w)
	return w.done
}
