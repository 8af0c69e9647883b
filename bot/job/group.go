package job

import "github.com/slipway-dev/slipway/commands/grammar"

// Group names what jobs are kept in order for: the target of a command that
// changes something, the rollout of a click, and the person for what only reads
// (a click on Why? too) or names a rollout by its id.
func (j Job) Group() string {
	if j.Click != nil && j.Click.Action == WhyAction {
		return "user/" + j.User
	}
	if j.Click != nil {
		return "click/" + j.Click.Value
	}
	cmd, err := grammar.Unmarshal(j.Command)
	if err != nil {
		return "user/" + j.User
	}
	switch cmd.(type) {
	case grammar.Plan, grammar.Status, grammar.History, grammar.Why, grammar.Help:
		return "user/" + j.User
	}
	w := cmd.Where()
	if w == (grammar.Target{}) {
		return "user/" + j.User
	}
	return "target/" + w.Service + "/" + w.Environment
}
