package views

import (
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
)

// Reply tells in the thread of an incident's message what happened.
func Reply(i rollout.Incident, h rollout.Happens, _ Options) Message {
	return message(paragraph("reply", reply(i, h)...))
}

func reply(i rollout.Incident, h rollout.Happens) []line {
	switch h.Kind {
	case rollout.HappensRed:
		return []line{about(i, "🔴 ").quote(": ", h.What, maxAlarm).say(" is red too.")}
	case rollout.HappensGreen:
		return []line{about(i, "🟢 ").quote(": ", h.What, maxAlarm).say(" is well again. It is not over yet.")}
	case rollout.HappensOver:
		return overReply(i)
	case rollout.HappensAgain:
		return []line{about(i, "🔴 ").quote(": red again, ", h.What, maxAlarm).say(".")}
	case rollout.HappensAcked:
		return []line{about(i, "🙋 ").say(": ").who(h.By).say(" is at it.")}
	case rollout.HappensSnoozed:
		return []line{about(i, "🔕 ").say(": snoozed by ").who(h.By).say(" until ").when(h.Until).say(". Then I ask again if it is still red.")}
	case rollout.HappensReminded:
		return reminder(i)
	case rollout.HappensBack:
		return []line{byWhom(about(i, "↩️ ").say(": ").strong("going back"+to(i)), h.By).quote(". Why: ", h.What, maxQuote)}
	case rollout.HappensRestored:
		return []line{about(i, "✅ ").say(": ").strong("live is back" + to(i)).say(fmt.Sprintf(", %s after the alarm.", duration(h.At.Sub(i.Opened))))}
	case rollout.HappensKept:
		return []line{about(i, "✋ ").quote(": not taken back by itself. ", h.What, maxQuote)}
	}
	return []line{about(i, "ℹ️ ").quote(": ", h.What, maxQuote)}
}

// overReply says that it is over, and what ended it.
func overReply(i rollout.Incident) []line {
	if i.Open() { // again, by now
		return []line{about(i, "🟢 ").say(": it was over for a while.")}
	}
	return []line{about(i, "🟢 ").say(": over after " + duration(i.Closed.Sub(i.Opened)) + "."), endedBy(i), recovery(i)}
}

// reminder asks for somebody.
func reminder(i rollout.Incident) []line {
	l := about(i, "⏰ ").say(": still red, since ").when(i.Opened).say(".")
	if i.Acked != nil {
		return []line{l.say(" ").who(i.Acked.By).say(" is at it.")}
	}
	return []line{l, say("Nobody has said that they are at it. To do so, press ").strong("Acknowledge").say(" in the message above.")}
}

// to is the version that a rollback goes to.
func to(i rollout.Incident) string {
	if i.Suspect == nil || i.Suspect.Stable == "" {
		return ""
	}
	return " to " + i.Suspect.Stable.String()
}
