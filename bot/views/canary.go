package views

import (
	"fmt"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// canary shows how a target's traffic is split.
func canary(c commands.CanaryShown, o Options) Message {
	t, live := c.Target, c.Live
	title := say("🐤 ").strong("Canary").say(" of " + t.Service + " in " + t.Environment)
	split := say(fmt.Sprintf("All of the traffic is on %s.", live.Version))
	switch {
	case live.Version == "":
		split = say("Nothing is live yet.")
	case live.Weight > 0:
		split = say(fmt.Sprintf("%s on %s, %s on %s", bar(live.Weight), live.Candidate, judge.Percent(1-live.Weight), live.Version))
	}
	lines := []line{title, split}
	if r := c.Rollout; r != nil {
		lines = append(lines, state(*r, o)...)
		if !r.IsRollback {
			lines = append(lines, notes(*r, current(*r), o)...)
		}
		if r.Phase == rollout.Shifting {
			lines = append(lines, say(fmt.Sprintf("To set its share by hand: `/canary %s %s 25`", t.Environment, t.Service)))
		}
	} else {
		lines = append(lines, say(fmt.Sprintf("Nothing is being rolled out. To begin: `/deploy %s %s <commit>`", t.Environment, t.Service)))
	}
	return message(paragraph("answer", lines...))
}
