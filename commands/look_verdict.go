package commands

import (
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// judged is an incident with what its suspect's own judge has taken that back by: nothing is
// weighed any more from then on, and what was said before may have been too early to tell.
func judged(i rollout.Incident, back rollout.Rollout) rollout.Incident {
	e, ok := back.OwnEvidence()
	if !ok || back.ID != suspected(i) || i.Evidence != nil && i.Evidence.Verdict.Kind == judge.Fail {
		return i
	}
	if i.Evidence != nil {
		e.FirstBad = i.Evidence.FirstBad
	}
	i.Evidence = &e
	return i
}
