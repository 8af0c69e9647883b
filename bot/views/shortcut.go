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
	if !r.Moved() {
		from.Action = job.AbortAction
		return asking("Abort?", aborting(r), from, state(r, Options{}))
	}
	from.Action = job.RollbackAction
	return asking("Roll back?", takingBack(r), from, state(r, Options{}))
}

// ConfirmBack is that dialog for what an incident suspects, which has to have a version to
// go back to. from is the incident's own message.
func ConfirmBack(i rollout.Incident, from job.Source, o Options) Dialog {
	from.Action = job.BackAction
	return asking("Roll back?", backingFrom(i), from, append([]line{incidentHead(i, o)}, suspected(i)...))
}

// asking is a dialog that asks before it is done, and says how what it is about stands.
func asking(title, question string, from job.Source, stands []line) Dialog {
	yes := label(from.Action)
	return Dialog{
		Type: slack.VTModal, CallbackID: job.RollbackDialog, PrivateMetadata: from.String(),
		Title: plainText(title), Submit: plainText(yes), Close: plainText("Cancel"),
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			section("question", plainText(question)),
			richText("state", filled(stands)),
			richText("note", []line{say("Nothing has happened yet. What is live is looked at again when you press " + yes + ".")}),
		}},
	}
}
