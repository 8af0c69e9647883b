package views

import (
	"fmt"

	"github.com/slipway-dev/slipway/commands"
)

// formLines are what whoever fills in the form should know before they press its button:
// the plan and what is in its way, or what is live.
func formLines(f commands.FormShown) []line {
	if f.Service == "" {
		return nil
	}
	var lines []line
	if f.Listed && f.Unlisted != "" {
		lines = append(lines, say("⚠️ The newest commits cannot be listed").quote(": ", f.Unlisted, maxQuote).say(" Type what to ship."))
	}
	switch {
	case !f.Looked:
		return append(lines, lookingAt(f))
	case f.Plan != nil:
		return append(lines, formPlan(*f.Plan)...)
	case f.Unknown != nil:
		l := append(say("⚠️ ").strong("No plan").say(": "), told(f.Unknown.Reason)...)
		if f.Unknown.Hint != "" {
			l = l.say(" " + f.Unknown.Hint)
		}
		lines = append(lines, l)
	}
	return append(lines, liveLines(f)...)
}

// lookingAt says what is being looked up.
func lookingAt(f commands.FormShown) line {
	if f.Environment != "" && f.Wanted() != "" {
		return say("⏳ Looking at what it would do to").strong(" " + f.Service).say(" in " + f.Environment + "…")
	}
	return say("⏳ Looking at what is live of").strong(" " + f.Service).say("…")
}

// formPlan is the plan of what stands in the form.
func formPlan(p commands.Planned) []line {
	title := say("📝 ").strong("Plan").say(" · "+p.Target.Service+" ").sha(p.Release).say(" → "+p.Target.Environment).quote(" · ", p.Release.Subject, maxSubject)
	now := say("Live now: nothing")
	if p.Live.Version != "" {
		now = say("Live now: " + p.Live.Version.String() + " ").sha(beside(p.Live.Release, p.Release))
	}
	gates, closed := gateLines(p.Gates)
	lines := append([]line{title, now, say("What it would do: " + would(p))}, difference(p)...)
	lines = append(append(lines, gates...), redNow(p.Red))
	if closed > 0 {
		return append(lines, say(fmt.Sprintf("⛔ In the way: %d of %d gates. They are asked again when you press Deploy.", closed, len(p.Gates))))
	}
	return append(lines, say("✅ Nothing is in the way. The gates are asked again when you press Deploy."))
}

// liveLines is what a deploy would replace, environment by environment.
func liveLines(f commands.FormShown) []line {
	if len(f.Live) == 0 {
		return nil
	}
	lines := []line{say("Live now:").strong(" " + f.Service)}
	for _, t := range f.Live {
		lines = append(lines, joined(statusRow(t)[1:]))
	}
	if f.MoreLive > 0 {
		lines = append(lines, more(f.MoreLive, "`/deploy status <env> "+f.Service+"`"))
	}
	return lines
}
