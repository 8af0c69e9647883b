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

// Job is one thing that a person asked for in Slack, or that the code host told of.
// Exactly one of Command, Click, Home, Shortcut, Submit, Link and Event is set.
type Job struct {
	ID          string          `json:"id"`                // Slack's trigger id, which can open a dialog for 3 s; an event's id; or a hash of the request
	Team        string          `json:"team"`              // Slack workspace id, checked by the front; empty for an Event
	User        string          `json:"user"`              // Slack user id; rights are the worker's to check; empty for an Event
	Channel     string          `json:"channel"`           // Slack channel id it came from, or is to be answered in; empty in the Home tab
	ResponseURL string          `json:"response_url"`      // for private answers; a capability, never logged
	Received    time.Time       `json:"received"`          // when the front had it
	Command     json.RawMessage `json:"command,omitempty"` // as grammar.Marshal writes it
	Turns       bool            `json:"turns,omitempty"`   // the command came from a button or a menu of its own answer, whose place the next one takes
	Link        *Link           `json:"link,omitempty"`    // links to us that somebody has posted
	Click       *Click          `json:"click,omitempty"`
	Home        *Home           `json:"home,omitempty"`
	Shortcut    *Shortcut       `json:"shortcut,omitempty"`
	Submit      *Submit         `json:"submit,omitempty"`
	Event       *Event          `json:"event,omitempty"`
}

// Click is a pressed button, or a choice that was made in a dialog. Its facts come
// from the store, not from here.
type Click struct {
	Action  string `json:"action"`         // the element's action_id
	Value   string `json:"value"`          // its opaque id, or what was chosen
	Message string `json:"message"`        // ts of the message it is in; empty in a view
	View    *View  `json:"view,omitempty"` // what it is in instead of a message
}

// View is the dialog or Home tab that a click was in.
type View struct {
	ID     string  `json:"id"`
	Home   bool    `json:"home,omitempty"`   // it is the person's own Home tab
	Filled *Filled `json:"filled,omitempty"` // what stands in the form so far; nil in anything else
}

// Filled is what stands in the form to deploy while it is being filled in. Nothing of
// it was read by the grammar yet.
type Filled struct {
	Service     string `json:"service,omitempty"`
	Environment string `json:"environment,omitempty"`
	Version     string `json:"version,omitempty"` // a full SHA
	Ref         string `json:"ref,omitempty"`     // as it was typed
	Strategy    string `json:"strategy,omitempty"`
}

// Link is somebody's message with links to us in it, which may be unfurled.
type Link struct {
	Unfurl string   `json:"unfurl"` // Slack's unfurl_id
	Source string   `json:"source"` // and its source: "conversations_history", "composer"
	URLs   []string `json:"urls"`   // at most ten; each names a rollout or an incident
}

// Home is somebody looking at the bot's Home tab.
type Home struct{}

// Shortcut is one of the app's shortcuts, used on a message or anywhere.
type Shortcut struct {
	Callback string `json:"callback"`          // one of the Shortcut constants
	Message  string `json:"message,omitempty"` // ts of the message; empty for a shortcut that is used anywhere
	Value    string `json:"value,omitempty"`   // the rollout that the message names, if it names one: a hint only
}

// Submit is a dialog that somebody has confirmed. All but its callback_id is what
// its [Source] said.
type Submit struct {
	Callback string    `json:"callback"` // the dialog's callback_id
	Message  string    `json:"message"`
	Value    string    `json:"value"`
	Action   string    `json:"action"`
	Asked    time.Time `json:"asked"`
}

// Urgent says that the job goes before others: a rollback never waits behind a
// deploy, and neither does asking for it.
func (j Job) Urgent() bool {
	switch {
	case j.Click != nil:
		return goesBack(j.Click.Action)
	case j.Shortcut != nil:
		return j.Shortcut.Callback == RollbackShortcut
	case j.Submit != nil:
		return j.Submit.Callback == RollbackDialog
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

// goesBack says that a button takes traffic back.
func goesBack(action string) bool {
	switch action {
	case RollbackAction, AbortAction, BackAction, BackAnywayAction:
		return true
	}
	return false
}

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
	asked := 0
	for _, there := range []bool{j.Command != nil, j.Click != nil, j.Home != nil, j.Shortcut != nil, j.Submit != nil, j.Link != nil, j.Event != nil} {
		if there {
			asked++
		}
	}
	if asked != 1 {
		return errors.New("decode a job: it has to ask for one thing")
	}
	return nil
}
