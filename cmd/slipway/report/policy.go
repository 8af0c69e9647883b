package report

import (
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// bare is the policy by which the other judges are compared: every step lasts
// five minutes whatever is known by then, every minute counts, and is known at
// once.
func bare(s rollout.Strategy) rollout.Strategy {
	s.Steps = held(s.Steps, 5*time.Minute)
	s.MaxHold = 5 * time.Minute
	s.Drop, s.Settle = rollout.NoDrop, 0
	s.Inconclusive, s.Watch = rollout.PromoteAnyway, 0
	return s
}

// single is one step of the given weight that is held for fifteen minutes.
func single(s rollout.Strategy, weight float64) rollout.Strategy {
	s.Steps = []rollout.Step{{Weight: weight, Hold: 15 * time.Minute}}
	s.MaxHold = 15 * time.Minute
	s.Inconclusive, s.Watch = rollout.PromoteAnyway, 0
	return s
}

// half is one step of half of the traffic, by the default hold and maxHold.
func half(s rollout.Strategy) rollout.Strategy {
	s.Steps = []rollout.Step{{Weight: 0.5, Hold: s.Steps[0].Hold}}
	s.Inconclusive, s.Watch = rollout.PromoteAnyway, 0
	return s
}

func held(steps []rollout.Step, hold time.Duration) (all []rollout.Step) {
	for _, s := range steps {
		all = append(all, rollout.Step{Weight: s.Weight, Hold: hold})
	}
	return all
}
