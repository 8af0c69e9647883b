package views

import (
	"fmt"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/rollout"
)

// buttons are those that make sense now, at most four. Whether they still do is
// looked at again when one is pressed.
func buttons(r rollout.Rollout, o Options) piece {
	var row []slack.BlockElement
	switch {
	case r.Phase == rollout.Succeeded && r.Until.IsZero() && r.Stable != "" && o.Now.Sub(r.Ended) < rollout.UndoFor:
		row = append(row, rollBack(r))
	case rebuildable(r):
		row = append(row, rebuild(r))
	case !r.Phase.Ended() && r.Phase != rollout.RollingBack:
		row = steering(r)
	}
	if explainable(r) {
		row = append(row, button(r, job.WhyAction))
	}
	if len(row) == 0 {
		return piece{}
	}
	block := slack.NewActionBlock("buttons", row...)
	return piece{block: block, plainer: []slack.Block{block}}
}

// explainable says that people will ask how the rollout was judged: it is over,
// or waits for them to judge it.
func explainable(r rollout.Rollout) bool {
	waits := r.Pause != nil && (r.Pause.Code == rollout.PauseInconclusive || r.Pause.Code == rollout.PauseMisrouted)
	return r.Moves > 0 && !r.First() && !r.IsRollback && (r.Phase.Ended() || waits)
}

// steering is what an open rollout can be told.
func steering(r rollout.Rollout) []slack.BlockElement {
	var row []slack.BlockElement
	if gated(r) {
		row = append(row, approve(r))
	}
	switch {
	case r.Pause != nil:
		row = append(row, button(r, job.ResumeAction))
	case r.Phase != rollout.Promoting && r.Phase != rollout.Watching:
		row = append(row, button(r, job.PauseAction))
	}
	if r.Phase == rollout.Shifting {
		row = append(row, button(r, job.PromoteAction).WithConfirm(confirm("Promote now?",
			fmt.Sprintf("Move all of the traffic in %s to %s now, without waiting for the rest of the steps?", named(r.Target.Environment), release(r.Candidate, r.Release)),
			"Promote", slack.StylePrimary)))
	}
	switch {
	case r.Moved():
		return append(row, rollBack(r))
	case r.First() && r.MustSee(): // it is going live, and there is no way back
		return row
	default:
		return append(row, abort(r))
	}
}

// abort stops a rollout that has moved no traffic.
func abort(r rollout.Rollout) *slack.ButtonBlockElement {
	return button(r, job.AbortAction).WithStyle(slack.StyleDanger).WithConfirm(confirm("Abort?", aborting(r), "Abort", slack.StyleDanger))
}

// aborting says what stopping a rollout that has moved no traffic means.
func aborting(r rollout.Rollout) string {
	after := fmt.Sprintf("No traffic has moved, and %s stays live.", named(r.Stable.String()))
	switch {
	case r.First():
		after = "Nothing is live there yet."
	case r.Adopted != nil && r.Adopted.Seen.IsZero():
		after = "No traffic has moved, and live stays split as it is."
	}
	if built(r) {
		after += " " + unbuilt + "."
	}
	return fmt.Sprintf("Stop bringing %s to %s? %s", named(r.Release.Short()), named(r.Target.Environment), after)
}

// rollBack takes the traffic back.
func rollBack(r rollout.Rollout) *slack.ButtonBlockElement {
	return button(r, job.RollbackAction).WithStyle(slack.StyleDanger).WithConfirm(confirm("Roll back?", takingBack(r), "Roll back", slack.StyleDanger))
}

// takingBack says from where to where the traffic would go.
func takingBack(r rollout.Rollout) string {
	return fmt.Sprintf("Move live in %s from %s back to %s? Afterwards %s is locked there until somebody unlocks it.",
		named(r.Target.Environment), named(r.Candidate.String()), release(r.Stable, r.StableRelease), named(r.Target.Service))
}

func button(r rollout.Rollout, action string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(action, string(r.ID), plainText(label(action)))
}

// label is what a button says; nothing for one that is not ours.
func label(action string) string {
	switch action {
	case job.RollbackAction, job.BackAction:
		return "Roll back"
	case job.BackAnywayAction:
		return "Roll back anyway"
	case job.AckAction:
		return "Acknowledge"
	case job.SnoozeAction:
		return "Snooze 1 h"
	case job.AbortAction:
		return "Abort"
	case job.PauseAction:
		return "Pause"
	case job.ResumeAction:
		return "Resume"
	case job.PromoteAction:
		return "Promote"
	case job.WhyAction:
		return "Why?"
	case job.RetryAction:
		return "Retry build"
	case job.ApproveAction:
		return "Approve in GitHub"
	case job.ShipAction:
		return "Deploy"
	case job.DismissAction:
		return "Cancel"
	case job.FormAction:
		return "Deploy…"
	case job.RefreshAction:
		return "Refresh"
	}
	return ""
}

// confirm asks before it is done. Its text may have 300 code points, which five
// names and our words around them do not reach.
func confirm(title, text, yes string, style slack.Style) *slack.ConfirmationBlockObject {
	return slack.NewConfirmationBlockObject(plainText(title), plainText(text), plainText(yes), plainText("Cancel")).WithStyle(style)
}

// release is a version and its commit: "v41 (def5678)".
func release(v rollout.Version, r rollout.Release) string {
	if r.SHA == "" {
		return named(v.String())
	}
	return named(v.String()) + " (" + named(r.Short()) + ")"
}

func named(s string) string { return tidy(s, maxName) }
