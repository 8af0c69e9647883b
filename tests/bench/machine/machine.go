// Package machine walks through the states of infra/rollout.asl.json as Step
// Functions does, as long as nothing goes wrong, and counts what that is billed by:
// the transitions. What the interpreter of a stand-in makes of the whole machine is
// tested in tests/statemachine.
package machine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/infra"
)

// Machine is the state machine of a rollout.
type Machine struct {
	StartAt string
	States  map[string]state
}

type state struct {
	Type, Next, Default string
	Choices             []struct{ Condition, Next string }
	Retry               []Retry
}

// Retry is how often and when a task that failed is done again.
type Retry struct {
	ErrorEquals                                   []string
	IntervalSeconds, MaxDelaySeconds, BackoffRate float64
	MaxAttempts                                   int
}

// Pause is the longest pause after that many tries. How long it is, is drawn.
func (r Retry) Pause(tries int) time.Duration {
	seconds := min(r.MaxDelaySeconds, r.IntervalSeconds*math.Pow(r.BackoffRate, float64(tries)))
	return time.Duration(seconds * float64(time.Second))
}

// Busy is how a tick is tried again that found no free ticker.
func (m Machine) Busy() (Retry, error) {
	for _, r := range m.States["Tick"].Retry {
		if slices.Contains(r.ErrorEquals, "Lambda.TooManyRequestsException") {
			return r, nil
		}
	}
	return Retry{}, errors.New("a tick that finds no free ticker is not tried again")
}

// turnLimit is how many ticks an execution makes at most.
const turnLimit = "1000"

// New reads the state machine.
func New() (Machine, error) {
	var m Machine
	definition, err := infra.Definition(map[string]string{"ticker_arn": "ticker", "topic_arn": "topic", "turn_limit": turnLimit})
	if err == nil {
		err = json.Unmarshal([]byte(definition), &m)
	}
	if err != nil {
		return m, fmt.Errorf("read the state machine: %w", err)
	}
	return m, nil
}

// Tasks are what the machine has done by others.
type Tasks struct {
	Tick func(context.Context) (engine.Turn, error)
	Park func(context.Context) error // and wait until the time has come, or somebody wakes it
}

// Walk goes from the first state to the last, and tells how many transitions that
// was: one into each state.
func (m Machine) Walk(ctx context.Context, do Tasks) (transitions int, err error) {
	var turn engine.Turn
	for at := m.StartAt; ; transitions++ {
		s, known := m.States[at]
		switch {
		case !known:
			return transitions, fmt.Errorf("there is no state %q", at)
		case s.Type == "Succeed":
			return transitions + 1, nil
		case at == "Tick":
			turn, err = do.Tick(ctx)
		case at == "Park":
			err = do.Park(ctx)
		case s.Type == "Choice":
			s.Next, err = s.choose(turn)
		case s.Type != "Pass":
			err = fmt.Errorf("nobody said what %q does", at)
		}
		if err != nil {
			return transitions, fmt.Errorf("%s: %w", at, err)
		}
		at = s.Next
	}
}

// choose knows the conditions that there are, and refuses others.
func (s state) choose(t engine.Turn) (string, error) {
	for _, c := range s.Choices {
		switch c.Condition {
		case "{% $done %}":
			if t.Done {
				return c.Next, nil
			}
		case "{% $wait = 0 %}":
			if t.Wait == 0 {
				return c.Next, nil
			}
		case "{% $turns >= " + turnLimit + " %}": // not here
		default:
			return "", fmt.Errorf("unknown condition %s", c.Condition)
		}
	}
	return s.Default, nil
}
