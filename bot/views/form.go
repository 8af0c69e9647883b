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

// Form is the dialog that a deploy is filled in with. What is filled in stays when it is
// shown anew, since its blocks keep their names; but the version goes with the service.
func Form(f commands.FormShown, from job.Source) Dialog {
	services := beyond(menu(job.ServiceBlock, "Service", "Choose a service", f.Services, f.Service), f.More)
	chosen := f.Environment
	if chosen == "" {
		chosen = only(f.Environments)
	}
	environments := menu(job.EnvironmentBlock, "Environment", "Choose an environment", f.Environments, chosen)
	blocks := []slack.Block{asked(services), asked(beyond(environments, f.MoreEnvironments))}
	if versions := versionMenu(f); versions != nil {
		blocks = append(blocks, versions)
	}
	strategies := menu(job.StrategyBlock, "Strategy", "The environment's own", grammar.Strategies(), f.Strategy)
	blocks = append(blocks,
		refField(f),
		asked(strategies.WithOptional(true)),
		typed(job.ReasonBlock, "Reason", "Fixes the refund bug", maxReason).WithOptional(true),
	)
	if knows := paragraph("plan", formLines(f)...); knows.block != nil {
		blocks = append(blocks, knows.block)
	}
	note := say("Nothing has begun until you press Deploy. Then all of this is looked at again: locks, rights and all other checks are those of `/deploy`.")
	return Dialog{
		Type: slack.VTModal, CallbackID: job.FormDialog, PrivateMetadata: from.String(),
		Title: plainText("Deploy"), Submit: plainText("Deploy"), Close: plainText("Cancel"),
		Blocks: slack.Blocks{BlockSet: append(blocks, richText("note", []line{note}))},
	}
}

// asked is a block that is told of at once when something is chosen in it.
func asked(b *slack.InputBlock) *slack.InputBlock {
	b.DispatchAction = true
	return b
}

// refField is where a version can be typed, which is told of when Enter is pressed.
func refField(f commands.FormShown) slack.Block {
	text := slack.NewPlainTextInputBlockElement(plainText("latest"), job.FormElement(job.RefBlock)).WithMaxLength(maxRef).
		WithDispatchActionConfig(&slack.DispatchActionConfig{TriggerActionsOn: []string{"on_enter_pressed"}})
	title, hint := "What to ship", "A commit, a branch, a tag, #123 for a pull request, or latest. Press Enter to see what it would do."
	if len(f.Verified)+len(f.Newest) > 0 {
		title, hint = "Or another ref", hint+" It counts in place of the version above."
	}
	b := slack.NewInputBlock(job.RefBlock, plainText(title), plainText(hint), text)
	return asked(b.WithOptional(true))
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
