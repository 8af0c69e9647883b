package views

import (
	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
)

// The most of each kind that the Home tab shows, so that it stays one that people
// read, and below Slack's 100 blocks: what is red and what moves takes two each.
const (
	maxHomeRed  = 10
	maxHomeOpen = 10
	maxHomeHeld = 20
	maxHomeLive = 40
	maxHomeMine = 10
	// maxTabBlocks is how many blocks Slack takes in all.
	maxTabBlocks = 100
)

// Home is the Home tab, what cannot wait first: what is red, what moves, what is locked,
// what is live; then how the week went, and what one may do.
func Home(h commands.HomeShown, o Options) Tab {
	blocks := []slack.Block{homeButtons(h.May)}
	if len(h.Incidents) > 0 {
		blocks = append(blocks, header("Red"))
		blocks = append(blocks, incidentBlocks(h.Incidents, o)...)
	}
	blocks = append(blocks, header("Under way"))
	blocks = append(blocks, openBlocks(h, o)...)
	blocks = append(blocks, part("held", "Locked", heldLines(h.Held, o), "Nothing is locked.")...)
	blocks = append(blocks, part("live", "What is live", homeLive(h), "There is no service yet.")...)
	blocks = append(blocks, dashboards(h)...)
	if h.Week != nil {
		blocks = append(blocks, part("week", "The last seven days", fiveLines(h.Week.Now, h.Week.Before), "")...)
	}
	blocks = append(blocks, header("What you may do"), richText("home-may", mayLines(h.May)))
	return homeTab(append(blocks, richText("home-as-of", []line{say("As of ").when(o.Now).say(". How to type all of this: `/deploy help`")}))...)
}

// HomeSaying is the Home tab when there is only an answer to show, such as why
// somebody does not get to see more.
func HomeSaying(m Message) Tab {
	return homeTab(append(answered(m), homeButtons(nil))...)
}

// Saying is the Home tab with an answer above it, to whoever has pressed a button there.
// What does not fit below is there again once they refresh it.
func Saying(m Message, home Tab) Tab {
	blocks := append(append(answered(m), slack.NewDividerBlock()), home.Blocks.BlockSet...)
	return homeTab(blocks[:min(len(blocks), maxTabBlocks)]...)
}

// answered are the blocks of an answer that a tab can show.
func answered(m Message) []slack.Block {
	blocks := m.Blocks
	if m.Fallback != nil { // some of the newer blocks are for messages only
		blocks = m.Fallback
	}
	return blocks[:len(blocks):len(blocks)]
}

func homeTab(blocks ...slack.Block) Tab {
	return Tab{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}}
}

func header(title string) slack.Block { return slack.NewHeaderBlock(plainText(title)) }

// part is a titled list; empty says so when there is nothing in it. The blocks of a tab
// have names of their own, beside those of an answer.
func part(id, title string, lines []line, empty string) []slack.Block {
	if len(lines) == 0 {
		lines = []line{say(empty)}
	}
	return []slack.Block{header(title), richText("home-"+id, lines)}
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
	return slack.NewActionBlock("home-buttons", row...)
}
