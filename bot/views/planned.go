package views

import (
	"fmt"
	"strings"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// planned shows what a deploy would do, and every gate.
func planned(p commands.Planned) Message {
	t := p.Target
	title := say("📝 ").strong("Plan").say(" · "+t.Service+" ").sha(p.Release).say(" → "+t.Environment).quote(" · ", p.Release.Subject, maxSubject)
	now := say("Live now: " + p.Live.Version.String() + " ").sha(p.Live.Release)
	gates, closed := gateLines(p.Gates)
	verdict := say(fmt.Sprintf("✅ Nothing is in the way: `/deploy %s %s %s`", t.Environment, t.Service, p.Release.Short()))
	if closed > 0 {
		verdict = say(fmt.Sprintf("⛔ In the way: %d of %d gates.", closed, len(p.Gates)))
	}
	return message(
		paragraph("title", title, now, say("What it would do: "+would(p))),
		paragraph("gates", gates...),
		paragraph("verdict", verdict),
	)
}

func gateLines(gates []commands.GateResult) (lines []line, closed int) {
	for _, g := range gates {
		if g.Refusal == nil {
			lines = append(lines, say("✅ open: "+g.Name))
			continue
		}
		closed++
		l := say("⛔ closed: " + g.Name + " – ")
		l = append(l, told(g.Refusal.Reason)...)
		if g.Refusal.Hint != "" {
			l = l.say(" – " + g.Refusal.Hint)
		}
		lines = append(lines, l)
	}
	return lines, closed
}

// would is what a deploy would do, in one sentence.
func would(p commands.Planned) string {
	list := []string{"build it if there is no image"}
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
