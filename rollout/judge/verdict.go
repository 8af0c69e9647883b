package judge

import (
	"math"
	"time"
)

// Kind is what is to happen. The worst one wins.
type Kind string

// The kinds, from best to worst.
const (
	Pass         Kind = "pass"         // shown to be good enough in this step; the hold is the caller's
	Inconclusive Kind = "inconclusive" // neither shown
	Error        Kind = "error"        // nothing could be judged
	Fail         Kind = "fail"         // take it back
)

// What is measured.
const (
	MeasureErrors = "errors"
	MeasureSlow   = "slow"
)

// Reason says why a verdict is what it is.
type Reason string

// All reasons there are.
const (
	ReasonRelative    Reason = "relative"      // fail: worse than stable
	ReasonAbsolute    Reason = "absolute"      // fail: worse than the limit
	ReasonTripwire    Reason = "tripwire"      // fail: a burst of errors in this minute that chance does not explain
	ReasonLiteral     Reason = "literal"       // fail: more errors in this minute than the literal rule allows
	ReasonBelowLimit  Reason = "below-limit"   // pass: below the limit
	ReasonNotWorse    Reason = "not-worse"     // pass: not so many times worse than stable
	ReasonRouting     Reason = "routing"       // inconclusive: the share of the calls does not fit the weight
	ReasonNoData      Reason = "no-data"       // inconclusive: the candidate has no datapoint in this minute
	ReasonSettling    Reason = "settling"      // inconclusive: the weight has just changed
	ReasonTooFewCalls Reason = "too-few-calls" // inconclusive: the calls so far show neither
	ReasonUnreadable  Reason = "unreadable"    // error, set by the caller: the metrics could not be read
	ReasonInvalid     Reason = "invalid"       // error: the numbers cannot be true
)

// Verdict is what the evidence amounts to after a minute, with its numbers.
type Verdict struct {
	Kind    Kind   `json:"kind"`
	Reason  Reason `json:"reason,omitempty"`
	Measure string `json:"measure,omitempty"` // which measure decided, or is furthest from it

	// Evidence in log10, finite: of all steps for failing, of this step for
	// passing. Tripwire is -log10 of the chance of this minute's errors, 0 while
	// there are too few to look.
	Relative float64 `json:"relative,omitempty"`
	Absolute float64 `json:"absolute,omitempty"`
	Pass     float64 `json:"pass,omitempty"`
	Tripwire float64 `json:"tripwire,omitempty"`
	// Threshold is what the deciding evidence has to reach, in log10; while
	// inconclusive, what Pass has to.
	Threshold float64 `json:"threshold,omitempty"`

	Candidate Counts  `json:"candidate,omitzero"` // totals of this step
	Stable    Counts  `json:"stable,omitzero"`    // totals of this step
	Probes    Counts  `json:"probes,omitzero"`    // totals of this step: synthetic calls to the candidate, besides
	Weight    float64 `json:"weight,omitempty"`
	Minutes   int     `json:"minutes,omitempty"` // judged in this step
	Limit     float64 `json:"limit,omitempty"`   // the promised rate of the measure

	Misrouted bool  `json:"misrouted,omitempty"` // holds the rollout, whatever else
	NoSlow    bool  `json:"no_slow,omitempty"`   // slow calls could not be judged in this step
	Needs     int64 `json:"needs,omitempty"`     // candidate calls still missing for a decision; 0: none or unknown
}

// longestWait is as good as for ever.
const longestWait = 365 * 24 * 60 // minutes

// Wait is how long the missing calls take at this step's rate, synthetic ones
// included, at most a year; 0 if unknown.
func (v Verdict) Wait() time.Duration {
	calls := v.Candidate.Invocations + v.Probes.Invocations
	if calls == 0 {
		return 0
	}
	minutes := float64(v.Needs) * float64(v.Minutes) / float64(calls)
	return time.Duration(math.Ceil(min(minutes, longestWait))) * time.Minute
}
