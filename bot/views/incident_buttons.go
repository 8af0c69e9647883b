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
	if i.Open() {
		row = append(row, slack.NewButtonBlockElement(job.AckAction, i.ID, plainText(taking(i))))
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

// taking is what the button says by which somebody is at it.
func taking(i rollout.Incident) string {
	if i.Acked != nil {
		return "Take over"
	}
	return label(job.AckAction)
}

// canGoBack says that there is something to take back, and that nothing is being. For a
// day after the end it may still be wanted: alarms that were well again flap.
func canGoBack(i rollout.Incident, o Options) bool {
	s := i.Suspect
	switch {
	case s == nil, s.Stable == "", s.IsRollback, !s.Under && s.Weight == 0:
		return false
	case i.Back != "", i.Away, !i.Restored.IsZero():
		return false
	}
	return i.Open() || o.Now.Sub(i.Closed) < rollout.UndoFor
}

// backFrom takes the suspect back.
func backFrom(i rollout.Incident) *slack.ButtonBlockElement {
	to := tidy(i.Suspect.Stable.String(), maxVersion)
	return slack.NewButtonBlockElement(job.BackAction, i.ID, plainText(label(job.BackAction)+" to "+to)).WithStyle(slack.StyleDanger).
		WithConfirm(confirm("Roll back?", backingFrom(i), "Roll back", slack.StyleDanger))
}

// backingFrom says what taking the suspect back means.
func backingFrom(i rollout.Incident) string {
	s, service, environment := i.Suspect, named(i.Target.Service), named(i.Target.Environment)
	question := fmt.Sprintf("Move live in %s from %s back to %s (%s)? It works under every lock and freeze. ",
		environment, tidy(s.Candidate.String(), maxVersion), tidy(s.Stable.String(), maxVersion), named(s.StableRelease.Short()))
	if drill(i) {
		return question + "This is a drill: one that a person ends proves nothing."
	}
	return question + fmt.Sprintf("Afterwards %s is locked there until somebody unlocks it.", service)
}
