package views

import (
	"fmt"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/rollout"
)

// maxVersion is how much of a version's name a confirmation has room for.
const maxVersion = 12

// incidentButtons are those that make sense now. Whether they still do is looked at again
// when one is pressed.
func incidentButtons(i rollout.Incident, o Options) piece {
	var row []slack.BlockElement
	if canGoBack(i, o) {
		row = append(row, backFrom(i))
	}
	if i.Open() && i.Acked == nil {
		row = append(row, slack.NewButtonBlockElement(job.AckAction, i.ID, plainText(label(job.AckAction))))
	}
	if i.Open() && !snoozed(i, o) {
		row = append(row, slack.NewButtonBlockElement(job.SnoozeAction, i.ID, plainText(label(job.SnoozeAction))))
	}
	if len(row) == 0 {
		return piece{}
	}
	block := slack.NewActionBlock("buttons", row...)
	return piece{block: block, plainer: []slack.Block{block}}
}

// canGoBack says that there is something to take back, and that nothing is being. For a
// day after the end it may still be wanted: alarms that were well again flap.
func canGoBack(i rollout.Incident, o Options) bool {
	s := i.Suspect
	switch {
	case s == nil, s.Stable == "", s.IsRollback, !s.Under && s.Weight == 0:
		return false
	case i.Back != "", !i.Restored.IsZero():
		return false
	}
	return i.Open() || o.Now.Sub(i.Closed) < rollout.UndoFor
}

// backFrom takes the suspect back.
func backFrom(i rollout.Incident) *slack.ButtonBlockElement {
	s, t := i.Suspect, i.Target
	from, to := *s, tidy(s.Stable.String(), maxVersion)
	question := fmt.Sprintf("Move live in %s from %s back to %s (%s)? It works under every lock and freeze. Afterwards %s is locked there until somebody unlocks it.",
		named(t.Environment), tidy(from.Candidate.String(), maxVersion), to, named(s.StableRelease.Short()), named(t.Service))
	return slack.NewButtonBlockElement(job.BackAction, i.ID, plainText(label(job.BackAction)+" to "+to)).WithStyle(slack.StyleDanger).
		WithConfirm(confirm("Roll back?", question, "Roll back", slack.StyleDanger))
}
