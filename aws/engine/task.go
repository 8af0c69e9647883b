package engine

import (
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// What the state machine asks of the ticker, in Task.Do.
const (
	DoTick = "tick" // make a turn of the rollout and answer a Turn
	DoPark = "park" // call Engine.Park; the answer is not read
)

// Task is the event that the ticker function gets from the state machine.
type Task struct {
	Do          string     `json:"do"`
	Rollout     rollout.ID `json:"rollout"`
	Correlation string     `json:"correlation"` // of the request that started the rollout, for the logs
	Wakes       int64      `json:"wakes"`       // how many wakes were known before the tick

	// Of DoPark only: the task token, when the state Park was entered, and how many
	// tries of it there were before this one.
	Token   string    `json:"token,omitempty"`
	Entered time.Time `json:"entered,omitzero"`
	Tries   int       `json:"tries,omitempty"`
}

// parked is when the execution was parked. It is later for each parking of a
// rollout and for each try of one: a try takes more than a millisecond.
func (t Task) parked() time.Time { return t.Entered.Add(time.Duration(t.Tries) * time.Millisecond) }

// Turn is the ticker's answer to a tick. Done and Wait must be there: an answer
// without them counts as a failed tick. Without a Function the rest of Known is not
// read, and what was known before still is.
type Turn struct {
	Done bool  `json:"done"` // the rollout has ended, and so does the execution
	Wait int64 `json:"wait"` // until the next tick: whole seconds, rounded up; 0 means at once
	Known
}

// Known is what the last resort needs to put a target's traffic back without us.
type Known struct {
	Function  string          `json:"function"`  // the Lambda function that the alias live belongs to
	Stable    rollout.Version `json:"stable"`    // what to go back to; empty when there is nothing
	Candidate rollout.Version `json:"candidate"` // an alias with traffic on other versions than these two is not touched
	Fence     int64           `json:"fence"`     // only an alias stamped with this fence is touched
}

// input is what an execution starts with.
type input struct {
	Rollout     rollout.ID `json:"rollout"`
	Correlation string     `json:"correlation"`
	N           int        `json:"n"`     // which of the rollout's executions it is, from 1
	Wakes       int64      `json:"wakes"` // a wrong count costs one tick that was not needed
	Known       *Known     `json:"known"`
}

// woken is what a used token gives to the execution.
type woken struct {
	Wakes int64 `json:"wakes"`
}
