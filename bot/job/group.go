package job

import (
	"fmt"

	"github.com/slipway-dev/slipway/commands/grammar"
)

// Group names what jobs are kept in order for: the target of a command that
// changes something, the rollout, the incident or the proposal of a click, the run
// that an event is of, or else its kind and repository, and the person for what only
// shows them something (a click on Why? too) or names a rollout by its id.
func (j Job) Group() string {
	switch {
	case j.Event != nil:
		return j.Event.group()
	case j.Click != nil && changes(j.Click.Action):
		return "click/" + j.Click.Value
	case j.Submit != nil:
		return "click/" + j.Submit.Value
	case j.Command == nil:
		return "user/" + j.User
	}
	cmd, err := grammar.Unmarshal(j.Command)
	if err != nil {
		return "user/" + j.User
	}
	switch cmd.(type) {
	case grammar.Form, grammar.Plan, grammar.Status, grammar.History, grammar.Dashboard, grammar.Summary, grammar.Why, grammar.Doctor, grammar.Help:
		return "user/" + j.User
	}
	w := cmd.Where()
	if w == (grammar.Target{}) {
		return "user/" + j.User
	}
	return "target/" + w.Service + "/" + w.Environment
}

// group keeps the news of one run in order, and lets none of it wait for another's.
func (e Event) group() string {
	if e.Run != 0 {
		return fmt.Sprintf("github/%s/run/%d", e.Repository, e.Run)
	}
	return "github/" + e.Repository + "/" + e.Kind
}

// changes says that a click can change something.
func changes(action string) bool {
	if _, is := StandsFor(action); is {
		return false
	}
	switch action {
	case WhyAction, FormAction, ServiceAction, EnvironmentAction, VersionAction, RefAction, StrategyAction, RefreshAction:
		return false
	}
	return true
}
