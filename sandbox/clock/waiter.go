package clock

import "time"

// longest is the longest that a timer sleeps before it looks again, so that no
// distance in time is too far for it.
const longest = time.Hour

// waiter is somebody who waits for a simulated time.
type waiter struct {
	until  time.Time
	done   chan struct{}
	timer  *time.Timer // nil before the first look
	forget func() bool // stops watching the context
}

// look releases a waiter whose time has come, and sets the timer of any other.
// It needs the lock.
func (c *Clock) look(w *waiter) {
	left := w.until.Sub(c.now())
	if left <= 0 {
		c.release(w)
		return
	}
	sleep := min(scale(left, 1/c.speed)+1, longest) // not a moment too early
	if w.timer != nil {
		w.timer.Reset(sleep)
		return
	}
	w.timer = time.AfterFunc(sleep, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if _, waits := c.waiters[w]; waits {
			c.look(w)
		}
	})
}

// release lets a waiter go, once. It needs the lock.
func (c *Clock) release(w *waiter) {
	if _, waits := c.waiters[w]; !waits {
		return
	}
	delete(c.waiters, w)
	if w.timer != nil {
		w.timer.Stop()
	}
	w.forget()
	close(w.done)
}
