package slack

import (
	"math"
	"time"
)

// rule is how often something may be done: perMinute on average, burst at once.
type rule struct{ perMinute, burst float64 }

// wait is how long until one more is allowed, if none is now.
func (r rule) wait(b bucket) time.Duration {
	return time.Duration((1 - b.tokens) / r.perMinute * float64(time.Minute))
}

// bucket is a token bucket: what is left of the burst, and since when.
type bucket struct {
	tokens float64
	at     time.Time
}

// limiter counts calls, by what is limited together.
type limiter map[string]bucket

// take uses up one call, or says how long to wait for it. A clock that goes
// backwards gives nothing and takes nothing.
func (l limiter) take(key string, r rule, now time.Time) (wait time.Duration) {
	b, known := l[key]
	if !known {
		b = bucket{tokens: r.burst, at: now}
	}
	elapsed := max(0, now.Sub(b.at))
	b.tokens = min(r.burst, b.tokens+elapsed.Minutes()*r.perMinute)
	b.at = now
	if b.tokens < 1 {
		l[key] = b
		return r.wait(b)
	}
	b.tokens--
	l[key] = b
	return 0
}

// admit applies what a test has forced, then the method's rate.
func (w *Workspace) admit(name string, m method, a args) error {
	if f, ok := w.forced[name]; ok && f.times > 0 {
		f.times--
		w.forced[name] = f
		e := f.refusal
		return &e
	}
	if wait := w.limiter.take(name, m.rate, w.opts.Now()); wait > 0 {
		return limited(wait)
	}
	c, found := w.channelNamed(a["channel"])
	if !m.perChannel || !found {
		return nil
	}
	if wait := w.limiter.take(name+" "+c.ID, channelRate(), w.opts.Now()); wait > 0 {
		return limited(wait)
	}
	return nil
}

// limited is Slack's 429; Retry-After is in whole seconds and never 0.
func limited(wait time.Duration) *Error {
	return &Error{Code: "ratelimited", retryAfter: max(1, int(math.Ceil(wait.Seconds())))}
}
