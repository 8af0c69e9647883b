package views

import (
	"fmt"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// The most of each kind that the Home tab shows, so that it stays one that people
// read, and far below Slack's 100 blocks.
const (
	maxHomeRed  = 10
	maxHomeOpen = 10
	maxHomeHeld = 20
	maxHomeLive = 40
)

// Home is the Home tab: what one may do, what is red, what moves, what is locked, what is
// live.
func Home(h commands.HomeShown, o Options) Tab {
	blocks := []slack.Block{header("What you may do"), richText("may", mayLines(h.May)), homeButtons(h.May)}
	if len(h.Incidents) > 0 {
		blocks = append(blocks, part("incidents", "Red", incidentLines(h.Incidents, o), "")...)
	}
	blocks = append(blocks, part("open", "Under way", openLines(h.Open), "Nothing is being rolled out.")...)
	blocks = append(blocks, part("held", "Locked", heldLines(h.Held, o), "Nothing is locked.")...)
	blocks = append(blocks, part("live", "What is live", homeLive(h), "There is no service yet.")...)
	return homeTab(append(blocks, richText("as-of", []line{say("As of ").when(o.Now).say(". How to type all of this: `/deploy help`")}))...)
}

// HomeSaying is the Home tab when there is only an answer to show, such as why
// somebody does not get to see more.
func HomeSaying(m Message) Tab {
	blocks := m.Blocks
	if m.Fallback != nil { // some of the newer blocks are for messages only
		blocks = m.Fallback
	}
	return homeTab(append(blocks[:len(blocks):len(blocks)], homeButtons(nil))...)
}

func homeTab(blocks ...slack.Block) Tab {
	return Tab{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}}
}

func header(title string) slack.Block { return slack.NewHeaderBlock(plainText(title)) }

// part is a titled list; empty says so when there is nothing in it.
func part(id, title string, lines []line, empty string) []slack.Block {
	if len(lines) == 0 {
		lines = []line{say(empty)}
	}
	return []slack.Block{header(title), richText(id, lines)}
}

// homeButtons offers the form to those who may deploy somewhere.
func homeButtons(may []commands.Rights) slack.Block {
	row := []slack.BlockElement{slack.NewButtonBlockElement(job.RefreshAction, "", plainText(label(job.RefreshAction)))}
	for _, r := range may {
		if r.Has(commands.DeployTo) {
			open := slack.NewButtonBlockElement(job.FormAction, "", plainText(label(job.FormAction))).WithStyle(slack.StylePrimary)
			row = append([]slack.BlockElement{open}, row...)
			break
		}
	}
	return slack.NewActionBlock("buttons", row...)
}

// incidentLines are the incidents that are still going on.
func incidentLines(open []rollout.Incident, o Options) (lines []line) {
	for n, i := range open {
		if n == maxHomeRed {
			return append(lines, say(fmt.Sprintf("… and %d more", len(open)-n)))
		}
		l := incidentHead(i, o)
		if i.Acked != nil {
			l = l.say(" · ").who(i.Acked.By).say(" is at it")
		}
		lines = append(lines, l.say(" · in ").in(i.Channel))
	}
	return lines
}

func openLines(open []rollout.Rollout) (lines []line) {
	for i, r := range open {
		if i == maxHomeOpen {
			return append(lines, more(len(open)-i, "`/deploy status`"))
		}
		l := say("• " + drillSign(r) + r.Target.Service + " ").sha(r.Release).say(" → " + r.Target.Environment + " · ")
		l = append(l, became(r)...)
		lines = append(lines, l.say(" · ").who(r.By).say(" in ").in(r.Channel))
	}
	return lines
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

func more(n int, command string) line { return say(fmt.Sprintf("… and %d more: %s", n, command)) }
