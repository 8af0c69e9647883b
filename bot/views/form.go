package views

import (
	"fmt"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
)

// How much may be typed into the form: what the grammar reads of a ref and keeps
// of a reason.
const (
	maxRef    = 255
	maxReason = 200
)

// Form is the dialog that a deploy is filled in with. What is filled in stays when
// it is shown anew for another service, since its blocks keep their names.
func Form(f commands.FormShown, from job.Source) Dialog {
	services := beyond(menu(job.ServiceBlock, "Service", "Choose a service", f.Services, f.Service), f.More)
	services.DispatchAction = true
	environments := menu(job.EnvironmentBlock, "Environment", "Choose an environment", f.Environments, only(f.Environments))
	blocks := []slack.Block{services}
	if live := paragraph("live", liveLines(f)...); live.block != nil {
		blocks = append(blocks, live.block)
	}
	strategies := menu(job.StrategyBlock, "Strategy", "The environment's own", grammar.Strategies(), "")
	ref := typed(job.RefBlock, "What to ship", "latest", maxRef)
	ref.Hint = plainText("A commit, a branch, a tag, #123 for a pull request, or latest.")
	blocks = append(blocks,
		beyond(environments, f.MoreEnvironments),
		ref,
		strategies.WithOptional(true),
		typed(job.ReasonBlock, "Reason", "Fixes the refund bug", maxReason).WithOptional(true),
		richText("note", []line{say("Locks, rights and all other checks are those of `/deploy`. Nothing has begun until you press Deploy.")}),
	)
	return Dialog{
		Type: slack.VTModal, CallbackID: job.FormDialog, PrivateMetadata: from.String(),
		Title: plainText("Deploy"), Submit: plainText("Deploy"), Close: plainText("Cancel"),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// liveLines is what a deploy would replace, environment by environment.
func liveLines(f commands.FormShown) []line {
	switch {
	case f.Service == "":
		return nil
	case f.Live == nil:
		return []line{say("Looking at what is live of").strong(" " + f.Service).say("…")}
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

// beyond says below a menu how many names it has no room for.
func beyond(b *slack.InputBlock, more int) *slack.InputBlock {
	if more > 0 {
		b.Hint = plainText(fmt.Sprintf("%d more do not fit in here. For those, type: /deploy <env> <service> <ref>", more))
	}
	return b
}

// only is the one name that there is to choose.
func only(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return ""
}

// menu is a block to choose one of some names in, the chosen one if it is among
// them. Slack's limits are 100 names of 75 characters; the configuration's names
// have 31 at most.
func menu(id, title, placeholder string, names []string, chosen string) *slack.InputBlock {
	choice := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plainText(placeholder), job.FormElement(id))
	for _, name := range names {
		option := slack.NewOptionBlockObject(name, plainText(name), nil)
		choice.Options = append(choice.Options, option)
		if name == chosen {
			choice.InitialOption = option
		}
	}
	return slack.NewInputBlock(id, plainText(title), nil, choice)
}

// typed is a block to type one line of at most so many characters in.
func typed(id, title, placeholder string, most int) *slack.InputBlock {
	text := slack.NewPlainTextInputBlockElement(plainText(placeholder), job.FormElement(id)).WithMaxLength(most)
	return slack.NewInputBlock(id, plainText(title), nil, text)
}

// OpenAgain is the answer when Slack did not open the form any more: a new click
// has three new seconds. The service is that to begin with, if any.
func OpenAgain(service string) Message {
	open := slack.NewActionBlock("buttons", slack.NewButtonBlockElement(job.FormAction, service, plainText("Open the form")))
	return message(
		paragraph("answer", say("⏱️ That took too long, and Slack did not open the form any more. Press to open it again, or type it all: `/deploy <env> <service> <ref>`")),
		piece{block: open, plainer: []slack.Block{open}},
	)
}
