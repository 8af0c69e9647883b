package judge

import (
	"errors"
	"fmt"
	"time"
)

// maxInvocations bounds the calls of one version in one minute, above what Lambda
// can do, so that no sum overflows and the longest takes a second.
const maxInvocations = 100_000_000

// Counts are the exact counts of one version.
type Counts struct {
	Invocations int64 `json:"invocations,omitempty"`
	Errors      int64 `json:"errors,omitempty"`
	Slow        int64 `json:"slow,omitempty"` // calls slower than the service's limit
}

// Minute is what the metrics say about one minute.
type Minute struct {
	At     time.Time `json:"at,omitzero"`      // start of the minute
	Weight float64   `json:"weight,omitempty"` // share of calls routed to the candidate; 1 while watching
	// Mixed says that the weight changed in this minute or the one before. Such
	// a minute compares nothing; the candidate's own counts still count.
	Mixed bool `json:"mixed,omitempty"`
	// NoSlow says that there is no data on slow calls: errors are judged alone.
	NoSlow    bool    `json:"no_slow,omitempty"`
	Candidate *Counts `json:"candidate,omitempty"` // nil: no datapoint, which is never health
	Stable    *Counts `json:"stable,omitempty"`    // nil: no datapoint; not looked at while watching
	// Probes are synthetic calls to the candidate's version, which are in no
	// datapoint. They say how it does against its limits, and nothing about its
	// share of the calls or how it compares.
	Probes *Counts `json:"probes,omitempty"`
}

// Validate names every field that cannot be true.
func (m Minute) Validate() error {
	var errs []error
	if m.Weight != 1 && !positive(m.Weight, 1) {
		errs = append(errs, fmt.Errorf("weight: %v is outside (0, 1]", m.Weight))
	}
	if m.Candidate != nil {
		errs = m.Candidate.complain(errs, "candidate")
	}
	if m.Stable != nil {
		errs = m.Stable.complain(errs, "stable")
	}
	if m.Probes != nil {
		errs = m.Probes.complain(errs, "probes")
	}
	return errors.Join(errs...)
}

func (c Counts) complain(errs []error, who string) []error {
	if c.Invocations < 0 || c.Invocations > maxInvocations {
		return append(errs, fmt.Errorf("%s.invocations: %d is outside 0 to %d", who, c.Invocations, maxInvocations))
	}
	if c.Errors < 0 || c.Errors > c.Invocations {
		errs = append(errs, fmt.Errorf("%s.errors: %d is outside 0 to %d invocations", who, c.Errors, c.Invocations))
	}
	if c.Slow < 0 || c.Slow > c.Invocations {
		errs = append(errs, fmt.Errorf("%s.slow: %d is outside 0 to %d invocations", who, c.Slow, c.Invocations))
	}
	return errs
}

// Compares says whether the minute tells the two versions apart. Without a stable
// datapoint it does not. Without a candidate datapoint it does: errors that all fell
// on stable are what the bet on a bad candidate loses by, and to leave such minutes
// out would favour the bet.
func (m Minute) Compares() bool { return !m.Mixed && m.Stable != nil && m.Weight < 1 }

// Plus adds up counts.
func (c Counts) Plus(d Counts) Counts {
	return Counts{c.Invocations + d.Invocations, c.Errors + d.Errors, c.Slow + d.Slow}
}

// events are the calls that went wrong by a measure.
func (c Counts) events(measure string) int64 {
	if measure == MeasureSlow {
		return c.Slow
	}
	return c.Errors
}

// Rate is the share of calls that went wrong by a measure, 0 without calls.
func (c Counts) Rate(measure string) float64 {
	if c.Invocations == 0 {
		return 0
	}
	return float64(c.events(measure)) / float64(c.Invocations)
}
