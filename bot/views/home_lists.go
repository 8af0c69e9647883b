package views

import (
	"fmt"
	"strconv"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// incidentBlocks are the incidents that are still going on, each with its buttons.
func incidentBlocks(open []rollout.Incident, o Options) (blocks []slack.Block) {
	for n, i := range open {
		if n == maxHomeRed {
			return append(blocks, richText("home-more-incidents", []line{say(fmt.Sprintf("… and %d more", len(open)-n))}))
		}
		l := incidentHead(i, o)
		if i.Acked != nil {
			l = l.say(" · ").who(i.Acked.By).say(" is at it")
		}
		blocks = append(blocks, richText("home-incident/"+strconv.Itoa(n), []line{l.say(" · in ").in(i.Channel)}))
		if row, is := incidentButtons(i, o).block.(*slack.ActionBlock); is {
			row.BlockID = "home-incident-buttons/" + strconv.Itoa(n)
			blocks = append(blocks, row)
		}
	}
	return blocks
}

// openBlocks are the rollouts that are under way, each with those buttons that make sense
// now, for those who may press them.
func openBlocks(h commands.HomeShown, o Options) (blocks []slack.Block) {
	if len(h.Open) == 0 {
		return []slack.Block{richText("home-open", []line{say("Nothing is being rolled out.")})}
	}
	for n, r := range h.Open {
		if n == maxHomeOpen {
			return append(blocks, richText("home-more-open", []line{more(len(h.Open)-n, "`/deploy status`")}))
		}
		l := say("• " + drillSign(r) + r.Target.Service + " ").sha(r.Release).say(" → " + r.Target.Environment + " · ")
		l = append(l, became(r)...)
		blocks = append(blocks, richText("home-open/"+strconv.Itoa(n), []line{l.say(" · ").who(r.By).say(" in ").in(r.Channel)}))
		if !h.Can(commands.Control, r.Target) {
			continue
		}
		if row, is := buttons(r, o).block.(*slack.ActionBlock); is {
			row.BlockID = "home-open-buttons/" + strconv.Itoa(n)
			blocks = append(blocks, row)
		}
	}
	return blocks
}

func heldLines(held []rollout.Lock, o Options) (lines []line) {
	for i, l := range held {
		if i == maxHomeHeld {
			return append(lines, more(len(held)-i, "`/deploy status`"))
		}
		if h := l.HeldAt(o.Now); h != nil {
			who := say(fmt.Sprintf("🔒 %s in %s, by ", l.Target.Service, l.Target.Environment)).who(h.By)
			lines = append(lines, heldShort(who, *h))
		}
	}
	return lines
}

// homeLive is what the store knows of what is live. Nobody has looked at the account.
func homeLive(h commands.HomeShown) (lines []line) {
	if len(h.Live) == 0 {
		return nil
	}
	lines = []line{say("As of my last rollout there. To look now: `/deploy status`")}
	shown := h.Live[:min(len(h.Live), maxHomeLive)]
	for _, t := range shown {
		lines = append(lines, append(say("• "), joined(statusRow(t))...))
	}
	if rest := max(len(h.Live), h.Services*len(h.May)) - len(shown); rest > 0 {
		lines = append(lines, more(rest, "`/deploy status`"))
	}
	return lines
}

// dashboards leads to those of one's own services. A Home tab has no response_url, so
// that the answer is a direct message.
func dashboards(h commands.HomeShown) []slack.Block {
	if h.Production == "" {
		return nil
	}
	var row []slack.BlockElement
	for n, service := range h.Mine[:min(len(h.Mine), maxHomeMine)] {
		wanted := grammar.Dashboard{Target: grammar.Target{Service: service, Environment: h.Production}}
		action := job.ShowAction + "/" + strconv.Itoa(n)
		row = append(row, slack.NewButtonBlockElement(action, grammar.Line(wanted), plainText("📈 "+named(service)+" in "+named(h.Production))))
	}
	if len(row) == 0 {
		return nil
	}
	note := richText("home-dashboards-note", []line{say("How your services do comes as a direct message:")})
	return []slack.Block{note, slack.NewActionBlock("home-dashboards", row...)}
}

func more(n int, command string) line { return say(fmt.Sprintf("… and %d more: %s", n, command)) }
