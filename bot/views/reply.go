package views

import "github.com/slipway-dev/slipway/rollout"

// Reply tells in the thread of an incident's message what happened.
func Reply(i rollout.Incident, h rollout.Happens, o Options) Message {
	return message(paragraph("reply", reply(i, h, o)...))
}

func reply(i rollout.Incident, h rollout.Happens, o Options) []line {
	switch h.Kind {
	case rollout.HappensRed:
		return []line{about(i, "🔴 ").quote(": ", h.What, maxAlarm).say(" is red too.")}
	case rollout.HappensGreen:
		return []line{about(i, "🟢 ").quote(": ", h.What, maxAlarm).say(" is well again. It is not over yet.")}
	case rollout.HappensOver:
		return overReply(i, o)
	case rollout.HappensAgain:
		return []line{about(i, "🔴 ").quote(": red again, ", h.What, maxAlarm).say(".")}
	case rollout.HappensAcked:
		return []line{takenUp(about(i, "🙋 ").say(": "), h)}
	case rollout.HappensSnoozed:
		return []line{about(i, "🔕 ").say(": snoozed by ").who(h.By).say(" until ").when(h.Until).say(". Then I ask again if it is still red.")}
	case rollout.HappensReminded:
		return reminder(i)
	case rollout.HappensBack:
		return []line{byWhom(about(i, "↩️ ").say(": ").strong("going back"+to(i)), i, h.By).quote(". Why: ", h.What, maxQuote)}
	case rollout.HappensRestored:
		return []line{about(i, "✅ ").say(": ").strong("live is back" + to(i)).say(", " + fromAlarm(i, h.At) + ".")}
	case rollout.HappensKept:
		return []line{about(i, "✋ ").quote(": not taken back by itself. ", h.What, maxQuote)}
	}
	return []line{about(i, "ℹ️ ").quote(": ", h.What, maxQuote)}
}

// takenUp says who is at it now, and instead of whom.
func takenUp(l line, h rollout.Happens) line {
	if h.From == "" {
		return l.who(h.By).say(" is at it.")
	}
	return l.who(h.By).say(" takes over from ").who(h.From).say(".")
}

// overReply says that it is over, and what ended it.
func overReply(i rollout.Incident, o Options) []line {
	if i.Open() { // again, by now
		return []line{about(i, "🟢 ").say(": it was over for a while.")}
	}
	return []line{about(i, "🟢 ").say(": over after " + duration(i.Closed.Sub(i.Opened)) + "."), endedBy(i, o), recovery(i)}
}

// reminder asks for somebody.
func reminder(i rollout.Incident) []line {
	l := about(i, "⏰ ").say(": still red, since ").when(i.Opened).say(".")
	if i.Acked != nil {
		return []line{l.say(" ").who(i.Acked.By).say(" is at it."), takenBack(i)}
	}
	return []line{l, takenBack(i), say("Nobody has said that they are at it. To do so, press ").strong("Acknowledge").say(" in the message above.")}
}

// to is the version that a rollback goes to.
func to(i rollout.Incident) string {
	if i.Suspect == nil || i.Suspect.Stable == "" {
		return ""
	}
	return " to " + i.Suspect.Stable.String()
}
