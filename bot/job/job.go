// Package job is what the front puts on the queue and the worker takes off it:
// the few decoded fields that the work needs, never a raw body.
package job

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/commands/grammar"
)

// Job is one thing that a person asked for in Slack. Exactly one of Command and
// Click is set.
type Job struct {
	ID          string          `json:"id"`                // Slack's trigger id, or a hash of the request
	Team        string          `json:"team"`              // Slack workspace id, checked by the front
	User        string          `json:"user"`              // Slack user id; rights are the worker's to check
	Channel     string          `json:"channel"`           // Slack channel id it came from
	ResponseURL string          `json:"response_url"`      // for private answers; a capability, never logged
	Received    time.Time       `json:"received"`          // when the front had it
	Command     json.RawMessage `json:"command,omitempty"` // as grammar.Marshal writes it
	Click       *Click          `json:"click,omitempty"`
}

// Click is a pressed button. Its facts come from the store, not from here.
type Click struct {
	Action  string `json:"action"`  // the button's action_id
	Value   string `json:"value"`   // its opaque id
	Message string `json:"message"` // ts of the message it is in
}

// Urgent says that the job goes before others: a rollback never waits behind a
// deploy.
func (j Job) Urgent() bool {
	if j.Click != nil {
		return j.Click.Action == RollbackAction || j.Click.Action == AbortAction
	}
	cmd, err := grammar.Unmarshal(j.Command)
	if err != nil {
		return false
	}
	switch cmd.(type) {
	case grammar.Rollback, grammar.Abort:
		return true
	default:
		return false
	}
}

// Actions of the buttons that Slipway's messages have. A button's value is the
// id of the rollout that its message is about.
const (
	RollbackAction = "slipway_rollback"
	AbortAction    = "slipway_abort"
	PauseAction    = "slipway_pause"
	ResumeAction   = "slipway_resume"
	PromoteAction  = "slipway_promote"
	WhyAction      = "slipway_why"
)

// Marshal is the job as it is queued.
func Marshal(j Job) ([]byte, error) {
	body, err := json.Marshal(j)
	if err != nil {
		return nil, fmt.Errorf("encode a job: %w", err)
	}
	return body, nil
}

// Unmarshal reads a queued job; what it does not know it refuses.
func Unmarshal(body []byte) (Job, error) {
	var j Job
	if err := strictly(body, &j); err != nil {
		return Job{}, fmt.Errorf("decode a job: %w", err)
	}
	if err := j.whole(); err != nil {
		return Job{}, err
	}
	return j, nil
}

// whole says that a job asks for exactly one thing.
func (j Job) whole() error {
	if (j.Command == nil) == (j.Click == nil) {
		return errors.New("decode a job: it has to be a command or a click")
	}
	return nil
}
