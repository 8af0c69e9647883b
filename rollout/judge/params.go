package judge

import (
	"errors"
	"fmt"
	"math"
)

// Params are the promises that the judge keeps. Rates and chances are shares
// between 0 and 1.
type Params struct {
	ErrorRateMax  float64 `json:"error_rate_max,omitempty"` // the error rate that the service promises
	SlowRateMax   float64 `json:"slow_rate_max,omitempty"`  // the same for slow calls; 0: not judged
	FalseRollback float64 `json:"false_rollback,omitempty"` // α: chance that a candidate no worse is taken back
	FalsePromote  float64 `json:"false_promote,omitempty"`  // β: chance that a step of a bad candidate passes, for each way to pass
	// Tripwire is how many errors in one minute, beyond what stable's rate
	// predicts, fail at once if chance does not explain them. 0: off.
	Tripwire int `json:"tripwire,omitempty"`
	// Literal fails any minute with more errors than this, whatever stable does.
	// At volume that takes back good versions: 2,000 calls a minute with 1 %
	// errors have 20 errors in every minute. 0: off.
	Literal int `json:"literal,omitempty"`
}

// Default is what a service gets that says nothing.
func Default() Params {
	return Params{
		ErrorRateMax:  0.02,
		SlowRateMax:   0.05,
		FalseRollback: 0.01,
		FalsePromote:  0.05,
		Tripwire:      5,
	}
}

// Validate reports all complaints at once. A limit has to leave room for an
// alternative above it, hence below 90 %.
func (p Params) Validate() error {
	var errs []error
	if !positive(p.ErrorRateMax, 0.9) {
		errs = append(errs, fmt.Errorf("error rate max: %v is outside (0, 0.9)", p.ErrorRateMax))
	}
	if p.SlowRateMax != 0 && !positive(p.SlowRateMax, 0.9) {
		errs = append(errs, fmt.Errorf("slow rate max: %v is outside [0, 0.9)", p.SlowRateMax))
	}
	if !positive(p.FalseRollback, 1) {
		errs = append(errs, fmt.Errorf("false rollback: %v is outside (0, 1)", p.FalseRollback))
	}
	if !positive(p.FalsePromote, 1) {
		errs = append(errs, fmt.Errorf("false promote: %v is outside (0, 1)", p.FalsePromote))
	}
	if p.Tripwire < 0 {
		errs = append(errs, fmt.Errorf("tripwire: %d is negative", p.Tripwire))
	}
	if p.Literal < 0 {
		errs = append(errs, fmt.Errorf("literal: %d is negative", p.Literal))
	}
	return errors.Join(errs...)
}

// positive says that x is below the bound and so much above 0 that no evidence
// overflows; NaN is not.
func positive(x, bound float64) bool { return x >= 1e-300 && x < bound }

// FailAt is what relative or absolute evidence has to reach to fail, in log10: the
// chance of a false rollback is shared between the two.
func (p Params) FailAt() float64 { return math.Log10(2 / p.FalseRollback) }

// PassAt is what the evidence for passing has to reach, in log10.
func (p Params) PassAt() float64 { return -math.Log10(p.FalsePromote) }

// limit is the rate that the service promises for a measure.
func (p Params) limit(measure string) float64 {
	if measure == MeasureSlow {
		return p.SlowRateMax
	}
	return p.ErrorRateMax
}
