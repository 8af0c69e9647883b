package ingress

import (
	"strings"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands/grammar"
)

// standing makes the command of a click that stands for one, of which the value is the
// line that somebody would type anywhere. The same grammar reads it, so that such a
// button can do nothing that a command cannot; and none that changes something is
// taken, since nobody is asked whether they meant it. What is no such line (any more:
// services get other names) stays a click, of which the worker says that it does not
// work; Slack shows nobody what is answered to a click here.
func (f *Front) standing(a asked, o object) asked {
	turns, is := false, false
	if a.err == nil {
		turns, is = job.StandsFor(a.job.Click.Action)
	}
	if !is {
		return a
	}
	slash, text, _ := strings.Cut(a.job.Click.Value, " ")
	cmd, err := grammar.Read(grammar.Context{Names: f.options.Names}, slash, text)
	if err != nil || !onlyShows(cmd) {
		return a
	}
	// What everybody sees is not changed by what one of them wants to look at.
	var r reader
	a.job.Turns = turns && r.flag(r.object(o["container"]), "is_ephemeral")
	a.job.Click = nil
	if a.err = r.err; a.err == nil {
		a.job.Command, a.err = grammar.Marshal(cmd)
	}
	return a
}

// onlyShows says that a command changes nothing, and is answered by a message.
func onlyShows(cmd grammar.Command) bool {
	switch cmd.(type) {
	case grammar.Status, grammar.History, grammar.Dashboard, grammar.Summary, grammar.Why, grammar.Help:
		return true
	}
	return false
}
