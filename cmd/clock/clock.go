// Package clock is the clock of the Lambda functions: the machine's own, or in
// tests one that runs faster by the same factor in every process, so that an
// hour's hold takes seconds.
package clock

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Clock tells the time that rollouts live by.
type Clock struct {
	base  time.Time // when it showed the real time
	speed float64   // seconds that pass on it in a real one
}

// Real is the machine's own clock.
func Real() Clock { return Clock{speed: 1} }

// Parse reads a fast clock: "<when it showed the real time, as RFC 3339>/<speed>",
// with a speed from 1 to 10,000.
func Parse(s string) (Clock, error) {
	at, speed, ok := strings.Cut(s, "/")
	base, err := time.Parse(time.RFC3339, at)
	factor, speedErr := strconv.ParseFloat(speed, 64)
	if !ok || err != nil || speedErr != nil || !(factor >= 1 && factor <= 10_000) {
		return Clock{}, errors.New("it has to be of the form 2026-11-23T09:00:00Z/60, a time and a speed from 1 to 10000")
	}
	return Clock{base: base, speed: factor}, nil
}

// IsReal says that it is the machine's own.
func (c Clock) IsReal() bool { return c.speed == 1 }

// At is what the clock shows when the machine's shows real.
func (c Clock) At(real time.Time) time.Time {
	if c.IsReal() {
		return real
	}
	return c.base.Add(time.Duration(float64(real.Sub(c.base)) * c.speed)).UTC()
}

// Now is what the clock shows now.
func (c Clock) Now() time.Time { return c.At(time.Now()) }

// Real is how long something takes for the machine that takes d on this clock.
func (c Clock) Real(d time.Duration) time.Duration {
	return time.Duration(float64(d) / c.speed)
}
