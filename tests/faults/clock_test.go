package faults

import (
	"fmt"
	"sync"
	"testing"
	"time"

	fast "github.com/slipway-dev/slipway/cmd/clock"
)

// twice is the speed of the tests' clock: one that ran as fast as the machine's
// could not be another one.
const twice = 2

// clock is the time that rollouts live by. It jumps to where the test wants it. A
// process lives by the time that it was started with.
type clock struct {
	mu    sync.Mutex
	text  string // as SLIPWAY_CLOCK has it
	shown fast.Clock
}

// newClock begins at a time. It is best a whole minute, so that each rollout takes
// the same ticks.
func newClock(at time.Time) *clock {
	c := &clock{}
	c.set(at)
	return c
}

// now is what the clock shows.
func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.shown.Now()
}

// setting is what a process started now has to be told.
func (c *clock) setting() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.text
}

// until lets the clock jump forward to t; it never goes back.
func (c *clock) until(t time.Time) {
	if t.After(c.now()) {
		c.set(t.Add(time.Millisecond))
	}
}

// set lets the clock show t. It showed the real time as long ago as it is ahead.
func (c *clock) set(t time.Time) {
	real := time.Now()
	text := fmt.Sprintf("%s/%d", real.Add(real.Sub(t)).UTC().Format(time.RFC3339Nano), twice)
	shown, err := fast.Parse(text)
	if err != nil {
		panic(err) // a mistake in here
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.text, c.shown = text, shown
}

func TestTheClockJumpsToWhereItIsWanted(t *testing.T) {
	c := newClock(time.Date(2030, 1, 2, 3, 4, 0, 0, time.UTC))
	for _, ahead := range []time.Duration{time.Second, time.Minute, 10_000 * time.Hour} {
		want := c.now().Add(ahead)
		c.until(want)
		c.until(want.Add(-time.Hour)) // it does not go back
		if off := c.now().Sub(want); off < 0 || off > time.Second {
			t.Errorf("it is off by %s", off)
		}
	}
}
