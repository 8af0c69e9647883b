package views

import (
	"fmt"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
)

// done is what was done about an incident, or why nothing was, and what ended it.
func done(i rollout.Incident) []line {
	lines := []line{takenBack(i), kept(i)}
	if i.Open() {
		return lines
	}
	return append(lines, endedBy(i), recovery(i))
}

// takenBack says what has become of the way back, if there is one.
func takenBack(i rollout.Incident) line {
	if i.Back == "" && i.Restored.IsZero() {
		return nil
	}
	stable := "what was live before"
	if i.Suspect != nil && i.Suspect.Stable != "" {
		stable = i.Suspect.Stable.String()
	}
	l := say("↩️ ").strong("Going back to " + stable)
	if !i.Restored.IsZero() {
		l = say("↩️ ").strong("Taken back to " + stable)
	}
	if b := happened(i, rollout.HappensBack); b != nil {
		l = byWhom(l, b.By).say(" ").when(b.At)
	}
	if i.Restored.IsZero() {
		return l.say(".")
	}
	l = l.say(fmt.Sprintf("; it was live %s after the alarm, and ", duration(i.Restored.Sub(i.Opened))))
	switch h := i.Health; {
	case h == nil:
		return l.say("its health is not known yet.")
	case h.OK:
		return l.say("its health check passed.")
	default:
		return l.strong("its health check did not pass").quote(": ", h.Detail, maxQuote)
	}
}

// byWhom adds who took something back: Slipway does so by itself.
func byWhom(l line, who string) line {
	if who == "" || who == rollout.Slipway {
		return l.say(" by itself")
	}
	return l.say(" by ").who(who)
}

// happened is the latest entry of a kind in the log.
func happened(i rollout.Incident, kind rollout.HappensKind) *rollout.Happens {
	for n := len(i.Log) - 1; n >= 0; n-- {
		if i.Log[n].Kind == kind {
			return &i.Log[n]
		}
	}
	return nil
}

// kept says why nothing was taken back by itself, where there was something to take back.
func kept(i rollout.Incident) line {
	if i.Suspect == nil || i.Back != "" || !i.Restored.IsZero() {
		return nil
	}
	return line(nil).quote("✋ Not taken back by itself. ", i.Kept, maxQuote)
}

// endedBy is what ended an incident, as far as that can be known.
func endedBy(i rollout.Incident) line {
	if i.Restored.IsZero() || i.Restored.After(i.Closed) {
		return say("It ended by itself: nothing had been rolled back.")
	}
	l := say("The rollback ended it")
	switch b := happened(i, rollout.HappensBack); {
	case b == nil:
	case b.By == "" || b.By == rollout.Slipway:
		l = say("The automatic rollback ended it")
	default:
		l = say("The rollback by ").who(b.By).say(" ended it")
	}
	return l.say(": the alarms were well again " + duration(i.Closed.Sub(i.Restored)) + " later.")
}

// recovery is how long each part of an incident took, counted from its first bad minute
// or, where that is not known, from its alarm.
func recovery(i rollout.Incident) line {
	r := i.Recovery()
	l := say("⏱️ From the alarm, ").when(r.Red)
	var parts []string
	if d := r.Detect(); d > 0 {
		l = say("⏱️ From the first bad minute, ").when(r.FirstBad)
		parts = append(parts, "alarm after "+duration(d))
	}
	if d := r.Restore(); d > 0 {
		parts = append(parts, "live back after "+duration(d))
	}
	parts = append(parts, "well again after "+duration(r.Recover()))
	return l.say(": " + strings.Join(parts, ", ") + ".")
}
