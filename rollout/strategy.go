package rollout

import (
	"errors"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// StrategyKind names a way to move traffic.
type StrategyKind string

// The strategies.
const (
	AllAtOnce StrategyKind = "all-at-once" // switch, without a way back kept warm
	BlueGreen StrategyKind = "blue-green"  // check green, switch, watch
	Canary    StrategyKind = "canary"      // share by share, each one judged
)

// Step is one share of the traffic and how long it is held at least.
type Step struct {
	Weight float64       `json:"weight"` // of the candidate, 0 < Weight < 1
	Hold   time.Duration `json:"hold"`   // counts from when the alias is seen at the weight
}

// Choice is what happens when a step could not be decided in time.
type Choice string

// The choices for an inconclusive step.
const (
	Ask            Choice = "ask"      // pause and ask a person
	Probe          Choice = "probe"    // send synthetic calls to the candidate; ask a person if those do not decide it either
	PromoteAnyway  Choice = "promote"  // go on to the next step
	RollBackAnyway Choice = "rollback" // take the traffic back
)

// NoDrop compares every minute.
const NoDrop = -1

// dropped is how many minutes compare nothing around a change of weight (judge.md).
const dropped = 2

// Strategy is steps of weight and hold, then a watch, and how they are judged.
// It is copied into a rollout when that begins: a policy that changes later
// does not change a rollout under way.
type Strategy struct {
	Kind         StrategyKind  `json:"kind"`
	Steps        []Step        `json:"steps,omitempty"` // rising weights; none unless Kind is Canary
	MaxHold      time.Duration `json:"maxHold"`         // how long an undecided step is held at most
	Watch        time.Duration `json:"watch"`           // how long all of the traffic is judged on the candidate
	Inconclusive Choice        `json:"inconclusive"`
	Probes       int           `json:"probes,omitempty"` // synthetic calls a minute at most, while a step is probed
	PauseLimit   time.Duration `json:"pauseLimit"`       // a pause ends here, and the traffic goes back
	Settle       time.Duration `json:"settle"`           // after a minute's end, how long its datapoints may still arrive
	MetricErrors int           `json:"metricErrors"`     // unreadable readings in a row, after which the rollout holds and asks
	SlowCall     time.Duration `json:"slowCall"`         // a call that takes longer counts as slow
	// Drop is how many minutes around a change of weight compare nothing, since
	// routing is mixed in them: 0 stands for the usual two (the minute of the
	// change and the next one), NoDrop for none. The latter is for simulations, in
	// which routing changes at once and on the minute.
	Drop  int          `json:"-"`
	Judge judge.Params `json:"judge"`
	// Shadow has the judge look on: what it says is kept and told, and takes nothing back.
	Shadow bool `json:"shadow,omitempty"`
}

// Validate says everything that is wrong with the strategy, or nil.
func (s Strategy) Validate() error {
	var problems []error
	wrong := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }
	switch s.Kind {
	case Canary:
		if len(s.Steps) == 0 {
			wrong("a canary needs at least one step")
		}
	case BlueGreen, AllAtOnce:
		if len(s.Steps) > 0 {
			wrong("%s has no steps; use canary", s.Kind)
		}
	default:
		wrong("there is no strategy %q; use canary, blue-green or all-at-once", s.Kind)
	}
	problems = append(problems, s.validateSteps()...)
	switch s.Inconclusive {
	case Ask, PromoteAnyway, RollBackAnyway:
	case Probe:
		if s.Probes < 1 {
			wrong("probes has to be at least 1 where an inconclusive step is probed")
		}
	default:
		wrong("inconclusive is %q; use ask, probe, promote or rollback", s.Inconclusive)
	}
	if s.Drop < NoDrop {
		wrong("drop %d is less than none", s.Drop)
	}
	if s.Watch < 0 || s.Settle < 0 || s.SlowCall < 0 {
		wrong("watch, settle and slowCall cannot be negative")
	}
	if s.PauseLimit <= 0 {
		wrong("pauseLimit has to be more than nothing: a pause without an end leaves traffic on a version that nobody watches")
	}
	if s.MetricErrors < 1 {
		wrong("metricErrors has to be at least 1")
	}
	if err := s.Judge.Validate(); err != nil {
		problems = append(problems, err)
	}
	return errors.Join(problems...)
}

func (s Strategy) validateSteps() []error {
	var problems []error
	last := 0.0
	for i, step := range s.Steps {
		if !(step.Weight > last && step.Weight < 1) {
			problems = append(problems, fmt.Errorf("step %d: weight %.4g has to be more than %.4g and less than 1", i+1, step.Weight, last))
		}
		last = step.Weight
		if step.Hold < time.Minute {
			problems = append(problems, fmt.Errorf("step %d: hold %s is less than a minute, which is as finely as metrics come", i+1, step.Hold))
		}
		if s.MaxHold < step.Hold {
			problems = append(problems, fmt.Errorf("step %d: maxHold %s is less than its hold %s", i+1, s.MaxHold, step.Hold))
		}
	}
	return problems
}

// Dropped is how many minutes around a change of weight compare nothing.
func (s Strategy) Dropped() int {
	switch s.Drop {
	case NoDrop:
		return 0
	case 0:
		return dropped
	default:
		return s.Drop
	}
}

// longest is how long a step may take until it goes on, back or asks.
func (s Strategy) longest() time.Duration {
	if s.Inconclusive == Probe {
		return 2 * s.MaxHold
	}
	return s.MaxHold
}
