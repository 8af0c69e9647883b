package views

import (
	"github.com/slipway-dev/slipway/rollout"
)

// Refused says why the bot will not do it, and what to do about that. A refusal
// of nil is answered as if something had broken.
func Refused(r *rollout.Refusal) Message {
	if r == nil {
		return Broken("")
	}
	return message(paragraph("answer", append(say("🚫 Not done: "), told(r.Reason)...), say(r.Hint)))
}

// Failed says what went wrong, and what to do next; never the cause, which is
// for the log.
func Failed(e *rollout.Error) Message {
	if e == nil {
		return Broken("")
	}
	return message(paragraph("answer", say("⚠️ That did not work: "+e.Message), say(e.Hint)))
}

// GivenUp says that something was tried several times and not done, and what to
// type or press again: the line of a command or the action of a button, if it is
// known.
func GivenUp(command, action string) Message {
	again := say("Then ask for it again.")
	switch l := label(action); {
	case command != "":
		again = say("Then type it again: ").code(command)
	case l != "":
		again = say("Then press ").strong(l).say(" again.")
	}
	return message(paragraph("answer",
		say("⚠️ What you asked for did not get done. I tried it several times, and have given up."),
		say("It may have been begun. See where things stand: `/deploy status`"),
		again,
	))
}

// Broken says that something went wrong which nobody foresaw. ref is what the
// log knows it by.
func Broken(ref string) Message {
	l := say("💥 Something broke on our side")
	if ref = tidy(ref, maxName); ref != "" {
		l = l.say(" (ref ").code(ref).say(")")
	}
	return message(paragraph("answer",
		l.say(". The log has the cause."),
		say("To see where things stand: `/deploy status`. If it happens again, tell whoever runs Slipway."),
	))
}
