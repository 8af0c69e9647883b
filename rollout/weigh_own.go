package rollout

import (
	"time"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// OwnEvidence is what the judge has taken the rollout back by: that of its last step. It is
// false for one that went back for another reason, or did not.
func (r Rollout) OwnEvidence() (Evidence, bool) {
	v := r.Judging.Verdict
	if r.Cause.Code != CauseVerdict || v.Kind != judge.Fail {
		return Evidence{}, false
	}
	e := Evidence{
		Finding: FoundWorse, Verdict: v, Candidate: v.Candidate, Stable: v.Stable,
		From: r.Judging.To.Add(-time.Duration(max(1, v.Minutes)) * time.Minute), To: r.Judging.To,
	}
	if e.Stable.Invocations == 0 {
		e.Stable = r.Judging.State.Baseline
		e.Earlier = e.Stable.Invocations > 0
	}
	e.Times = times(e.Candidate, e.Stable, v.Measure)
	return e, true
}
