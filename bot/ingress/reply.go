package ingress

import (
	"strconv"

	"github.com/slipway-dev/slipway/commands/grammar"
)

// reply says what was understood of a command that is on its way; nothing when it
// shows itself. Its words are parsed ones, never free text, and promise no outcome.
func reply(cmd grammar.Command) string {
	at := place(cmd.Where())
	switch c := cmd.(type) {
	case grammar.Form:
		return ""
	case grammar.Deploy:
		return "Looking at `" + c.Ref + "` for " + at + "…"
	case grammar.Plan:
		return "Looking at what `" + c.Ref + "` would do to " + at + "…"
	case grammar.Status:
		return "Looking at " + at + "…"
	case grammar.History:
		return "Looking for the last rollouts of " + at + "…"
	case grammar.Dashboard:
		return "Looking at the numbers of " + at + "…"
	case grammar.Summary:
		return "Looking at what was shipped…"
	case grammar.Why:
		return "Looking at how " + subject(c.Subject) + " was judged…"
	case grammar.Promote:
		return "On it: promote " + subject(c.Subject) + "."
	case grammar.Pause:
		return "On it: pause " + subject(c.Subject) + "."
	case grammar.Resume:
		return "On it: resume " + subject(c.Subject) + "."
	case grammar.Abort:
		return "On it: abort " + subject(c.Subject) + "."
	case grammar.Lock:
		return "On it: lock " + at + "."
	case grammar.Unlock:
		return "On it: unlock " + at + "."
	case grammar.Rollback:
		return "On it: roll " + at + " back to " + destination(c.To) + "."
	case grammar.Canary:
		return canary(c, at)
	case grammar.Drill:
		return "On it: a drill of " + at + "."
	case grammar.Doctor:
		return "Looking at what " + at + " relies on; that takes up to a minute…"
	default:
		return "On it…"
	}
}

// place names a target as people say it, or all that an incomplete one means.
func place(t grammar.Target) string {
	switch {
	case t == grammar.Target{}:
		return "everything"
	case t.Environment == "":
		return t.Service + " everywhere"
	case t.Service == "":
		return "all services in " + t.Environment
	}
	return t.Service + " in " + t.Environment
}

func subject(s grammar.Subject) string {
	if s.Rollout != "" {
		return "rollout `" + s.Rollout + "`"
	}
	return place(s.Target)
}

func destination(to string) string {
	switch to {
	case "":
		return "the last good version"
	case "previous":
		return "the previous version"
	}
	return "`" + to + "`"
}

func canary(c grammar.Canary, at string) string {
	if c.Percent == nil {
		return "Looking at the canary of " + at + "…"
	}
	return "On it: set the canary of " + at + " to " + strconv.Itoa(*c.Percent) + " %."
}
