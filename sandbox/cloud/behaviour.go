package cloud

import (
	"math"
	"time"
)

// Behaviour is how the code of an image does its work.
type Behaviour struct {
	ErrorRate float64 // share of calls that fail, 0 to 1
	LatencyMS float64 // median duration of a call in milliseconds; the durations are log-normal around it
	Crash     bool    // it fails at start: every call fails, health checks too
	// LateAfter and LateErrorRate: once the live alias has sent it every call for
	// that long, this share of them fails. 0: never.
	LateAfter     time.Duration
	LateErrorRate float64
}

// Presets are the behaviours that a demonstration needs, by name: good, bad,
// slow, crash (fails at start) and late (turns bad five minutes after it gets
// all traffic).
func Presets() map[string]Behaviour {
	const rate, latency, bad = 0.0005, 80, 0.20
	return map[string]Behaviour{
		"good":  good(),
		"bad":   {ErrorRate: bad, LatencyMS: latency},
		"slow":  {ErrorRate: rate, LatencyMS: 1500},
		"crash": {ErrorRate: rate, LatencyMS: latency, Crash: true},
		"late":  {ErrorRate: rate, LatencyMS: latency, LateAfter: 5 * time.Minute, LateErrorRate: bad},
	}
}

// good is how an image behaves of which nothing was said.
func good() Behaviour { return Behaviour{ErrorRate: 0.0005, LatencyMS: 80} }

// SetBehaviour says how the code of an image behaves from now on, wherever it runs.
func (a *Account) SetBehaviour(digest string, b Behaviour) error {
	_, err := locked(a, func(now time.Time) (struct{}, error) {
		if err := b.validate(); err != nil {
			return struct{}{}, err
		}
		for _, f := range a.functions {
			if !f.runs(digest) {
				continue // nothing changes for it
			}
			if err := a.settle(f, now); err != nil {
				return struct{}{}, err
			}
		}
		if err := save(a.opts.Disk, behaviourKey(digest), b); err != nil {
			return struct{}{}, err
		}
		a.behaviours[digest] = b
		return struct{}{}, nil
	})
	return err
}

// Behaviour is how the code of an image behaves.
func (a *Account) Behaviour(digest string) Behaviour {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.behaviour(digest)
}

func (a *Account) behaviour(digest string) Behaviour {
	if b, ok := a.behaviours[digest]; ok {
		return b
	}
	return good()
}

func (b Behaviour) validate() error {
	for _, rate := range []float64{b.ErrorRate, b.LateErrorRate} {
		if !(rate >= 0 && rate <= 1) {
			return invalid(rate, "errorRate", "Member must be between 0 and 1")
		}
	}
	if !(b.LatencyMS > 0) || math.IsInf(b.LatencyMS, 1) {
		return invalid(b.LatencyMS, "latencyMS", "Member must be greater than 0")
	}
	if b.LateAfter < 0 {
		return invalid(b.LateAfter, "lateAfter", "Member must not be negative")
	}
	return nil
}

// turns is when a version with this behaviour turns bad while the alias routes
// as it does, if it ever does.
func (b Behaviour) turns(version string, al routed) (time.Time, bool) {
	if b.LateAfter <= 0 || al.sole() != version {
		return time.Time{}, false
	}
	return al.Since.Add(b.LateAfter), true
}

// errorRate is the share of a version's calls that fail at a time.
func (b Behaviour) errorRate(version string, al routed, at time.Time) float64 {
	if b.Crash {
		return 1
	}
	if turn, ok := b.turns(version, al); ok && !at.Before(turn) {
		return b.LateErrorRate
	}
	return b.ErrorRate
}
