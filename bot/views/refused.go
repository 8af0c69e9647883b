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
