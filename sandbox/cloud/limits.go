package cloud

import "time"

// AWS's limits, for the account as a whole: everything in the control plane
// together, and GetFunction, which has one of its own.
const (
	controlRate = 15
	getRate     = 100
)

// bucket is a token bucket that holds one second's calls. A nil bucket, and one
// with a negative rate, never runs dry.
type bucket struct {
	rate   float64 // calls a second
	tokens float64
	last   time.Time
}

// limits makes the account's buckets, full.
func limits(rate float64) (control, gets bucket) {
	switch {
	case rate < 0:
		return bucket{rate: -1}, bucket{rate: -1}
	case rate == 0:
		rate = controlRate
	}
	return bucket{rate: rate, tokens: rate}, bucket{rate: getRate, tokens: getRate}
}

// take takes one token if there is one.
func (b *bucket) take(now time.Time) bool {
	if b == nil || b.rate < 0 {
		return true
	}
	if gone := now.Sub(b.last).Seconds(); gone > 0 {
		b.tokens = min(b.rate, b.tokens+gone*b.rate)
	}
	b.last = now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}
