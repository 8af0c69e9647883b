package views

import (
	"fmt"
	"strings"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// planned shows what a deploy would do, and every gate.
func planned(p commands.Planned) Message {
	t := p.Target
	title := say("📝 ").strong("Plan").say(" · "+t.Service+" ").sha(p.Release).say(" → "+t.Environment).quote(" · ", p.Release.Subject, maxSubject)
	now := say("Live now: " + p.Live.Version.String() + " ").sha(beside(p.Live.Release, p.Release))
	gates, closed := gateLines(p.Gates)
	return message(
		paragraph("title", title, changedSince(p.Changed), now, say("What it would do: "+would(p))),
		paragraph("ships", difference(p)...),
		paragraph("gates", gates...),
		paragraph("red", redNow(p.Red)),
		paragraph("verdict", verdict(p, closed)),
		choice(p),
	)
}

// changedSince says what is otherwise than when it was proposed before.
func changedSince(changed rollout.Text) line {
	if len(changed) == 0 {
		return nil
	}
	return append(say("🔁 ").strong("Changed since you were asked, so nothing was done").say(": "), told(changed)...)
}

// difference is what a deploy would ship, or why nobody knows.
func difference(p commands.Planned) []line {
	switch {
	case p.Ships != nil && p.Ships.Partial:
		return append(shipped(*p.Ships, p.Flagged), say("⚠️ GitHub tells of a part of it only: more commits, and more watched files, may differ than are named here."))
	case p.Ships != nil:
		return shipped(*p.Ships, p.Flagged)
	case p.Unknown != "":
		return []line{say("⚠️ What it ships is not known").quote(": ", p.Unknown, maxQuote)}
	}
	return nil
}

// verdict says whether the deploy can be done, and how.
func verdict(p commands.Planned, closed int) line {
	short := p.Release.Short()
	switch {
	case closed > 0:
		return say(fmt.Sprintf("⛔ In the way: %d of %d gates.", closed, len(p.Gates)))
	case p.Proposal != "":
		return say("✅ Nothing is in the way, and nothing has begun. ").strong(label(job.ShipAction)).
			say(fmt.Sprintf(" brings exactly `%s` there, wherever its branch is by then. It can be pressed for %s.", short, duration(rollout.ProposalLife)))
	default:
		return say(fmt.Sprintf("✅ Nothing is in the way: `/deploy %s %s %s`", p.Target.Environment, p.Target.Service, short))
	}
}

// gateLines are the gates, those in the way first, and how many those are.
func gateLines(gates []commands.GateResult) (lines []line, closed int) {
	var open, idle []string
	for _, g := range gates {
		switch {
		case g.Refusal != nil:
			closed++
			lines = append(lines, closedGate(g))
		case g.Idle:
			idle = append(idle, g.Name)
		default:
			open = append(open, g.Name)
		}
	}
	if len(open) > 0 {
		lines = append(lines, say("✅ open: "+strings.Join(open, ", ")))
	}
	if len(idle) > 0 {
		lines = append(lines, say("▫️ not asked for here: "+strings.Join(idle, ", ")))
	}
	return lines, closed
}

// closedGate says why a gate is closed, and what to do about that.
func closedGate(g commands.GateResult) line {
	l := append(say("⛔ closed: "+g.Name+" – "), told(g.Refusal.Reason)...)
	if g.Refusal.Hint != "" {
		l = l.say(" " + g.Refusal.Hint)
	}
	return l
}

// would is what a deploy would do, in one sentence.
func would(p commands.Planned) string {
	list := []string{"build it if there is no image"}
	if digest := image(p.Release); digest != "" {
		list = []string{"take the image that was verified before (" + digest + ")"}
	}
	if p.Adopts.Weight > 0 {
		list = append(list, fmt.Sprintf("end the split of live (%s)", p.Adopts))
	}
	list = append(list, "deploy to green", "health check")
	if p.Live.Version == "" {
		return strings.Join(append(list, "live"), " → ") + " (the first version here: there is nothing to share the traffic with, or to go back to)."
	}
	s := p.Strategy
	for _, step := range s.Steps {
		list = append(list, judge.Percent(step.Weight)+" for "+duration(step.Hold))
	}
	list = append(list, "all of the traffic")
	if s.Watch > 0 {
		list = append(list, "watch for "+duration(s.Watch))
	}
	return strings.Join(list, " → ") + " (" + string(s.Kind) + ")."
}
