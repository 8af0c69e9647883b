package views

import (
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// done is what was done about an incident, and what ended it.
func done(i rollout.Incident, o Options) []line {
	if i.Open() {
		return []line{takenBack(i)}
	}
	return []line{takenBack(i), endedBy(i, o), recovery(i)}
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
		l = byWhom(l, i, b.By).say(" ").when(b.At)
		if drill(i) { // it goes back in any case, and this tells whether it has passed
			l = l.quote(", because ", b.What, maxQuote)
		}
	}
	if i.Restored.IsZero() {
		return l.say(".")
	}
	l = l.say("; it was back " + fromAlarm(i, i.Restored) + ", and ")
	switch h := i.Health; {
	case h == nil:
		return l.say("its health is not known yet.")
	case h.OK:
		return l.say("its health check passed.")
	default:
		return l.strong("its health check did not pass").quote(": ", h.Detail, maxQuote)
	}
}

// byWhom adds who took something back. Slipway does so by itself; of a drill that may only
// mean that its time was over.
func byWhom(l line, i rollout.Incident, who string) line {
	switch {
	case who != "" && who != rollout.Slipway:
		return l.say(" by ").who(who)
	case drill(i):
		return l
	default:
		return l.say(" by itself")
	}
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

// kept says why nothing was taken back by itself, where there was something to take back
// and the evidence beside it does not say so already.
func kept(i rollout.Incident) line {
	if i.Suspect == nil || i.Back != "" || !i.Restored.IsZero() || i.Evidence != nil && i.Evidence.Finding != rollout.FoundWorse {
		return nil
	}
	if i.Away {
		return line(nil).quote("✋ ", i.Kept, maxQuote)
	}
	return line(nil).quote("✋ Not taken back by itself. ", i.Kept, maxQuote)
}

// endedBy is what ended an incident, as far as that can be known. What only came before its
// end is not said to have done so.
func endedBy(i rollout.Incident, o Options) line {
	lost, unknown := i.Unknown()
	switch next := o.Next; {
	case unknown:
		return say("Nothing was known of ").quote("", lost.Name, maxAlarm).say(" for an hour, so it is taken for over. Nobody knows whether it is.")
	case !i.Restored.IsZero() && !i.Restored.After(i.Closed):
		return endedByRollback(i)
	case next != nil && i.Suspect != nil && !next.IsRollback && next.Created.Before(i.Closed):
		when, took := "while", " was taking the place of "
		if next.Phase.Ended() && next.Ended.Before(i.Closed) {
			when, took = "after", " had taken the place of "
		}
		return say("It ended " + when + " " + next.Candidate.String() + " ").sha(next.Release).say(" by ").who(next.By).say(took + i.Suspect.Candidate.String() + ".")
	case i.Back != "":
		return say("It ended before the way back was over.")
	case i.Away:
		return say("What changed last was not live any more when it ended.")
	}
	return say("It ended by itself: nothing had been taken back.")
}

// endedByRollback says so where the evidence was against what was taken back.
func endedByRollback(i rollout.Incident) line {
	later := duration(i.Closed.Sub(i.Restored))
	b := happened(i, rollout.HappensBack)
	if b == nil || drill(i) || i.Evidence == nil || i.Evidence.Finding != rollout.FoundWorse {
		return say("It ended " + later + " after the rollback.")
	}
	l := say("The automatic rollback")
	if b.By != "" && b.By != rollout.Slipway {
		l = say("The rollback by ").who(b.By)
	}
	return l.say(" ended it: the alarms were well again " + later + " later.")
}

// recovery is when what of an incident was. All of it counts from the alarm, as the
// first line does.
func recovery(i rollout.Incident) line {
	r := i.Recovery()
	l := say("⏱️ Alarm ").when(r.Red)
	if r.Detect() > 0 {
		l = say("⏱️ First bad minute ").when(r.FirstBad).say(", " + fromAlarm(i, r.FirstBad) + " → alarm ").when(r.Red)
	}
	if !r.Restored.IsZero() {
		l = l.say(" → live back " + fromAlarm(i, r.Restored))
	}
	if _, unknown := i.Unknown(); unknown {
		return l.say(".")
	}
	return l.say(" → well again " + fromAlarm(i, r.Closed) + ".")
}

// fromAlarm is how long before or after the alarm something was.
func fromAlarm(i rollout.Incident, at time.Time) string {
	if at.Before(i.Opened) {
		return duration(i.Opened.Sub(at)) + " before the alarm"
	}
	return duration(at.Sub(i.Opened)) + " after the alarm"
}
