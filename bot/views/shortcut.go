package views

import (
	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/rollout"
)

// ConfirmRollback is the dialog that asks whether a rollout is to be taken back,
// and says what exactly will happen. from is the rollout's own message, and when it is
// asked; what is asked is added to it, so that nothing else is done in the end.
func ConfirmRollback(r rollout.Rollout, from job.Source) Dialog {
	title, question := "Roll back?", takingBack(r)
	from.Action = job.RollbackAction
	if !r.Moved() {
		title, question = "Abort?", aborting(r)
		from.Action = job.AbortAction
	}
	yes := label(from.Action)
	return Dialog{
		Type: slack.VTModal, CallbackID: job.RollbackDialog, PrivateMetadata: from.String(),
		Title: plainText(title), Submit: plainText(yes), Close: plainText("Cancel"),
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			section("question", plainText(question)),
			richText("state", filled(state(r, Options{}))),
			richText("note", []line{say("Nothing has happened yet. What is live is looked at again when you press " + yes + ".")}),
		}},
	}
}
