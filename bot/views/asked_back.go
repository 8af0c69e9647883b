package views

import (
	"fmt"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// backAsked asks once more before a rollback that may not undo everything.
func backAsked(b commands.BackAsked) Message {
	t := b.Target
	title := say("⚠️ ").strong("Really roll back?").say(fmt.Sprintf(" · %s in %s, from %s ", t.Service, t.Environment, b.From.Version)).sha(beside(b.From.Release, b.To.Release)).
		say(fmt.Sprintf(" back to %s ", b.To.Version)).sha(beside(b.To.Release, b.From.Release))
	return message(
		paragraph("title", title, changedSince(b.Changed), say("Nothing was done yet.")),
		paragraph("watched", watched("⚠️ What lies between the two changes watched files: ", b.Flagged)),
		paragraph("risk",
			say(fmt.Sprintf("A rollback moves the traffic. It does not undo what these have done, such as to a table: be sure that %s still works with it.", b.To.Version)),
			say("").strong(label(job.BackAnywayAction)).say(" can be pressed for "+duration(rollout.ProposalLife)+".")),
		backChoice(b),
	)
}

// backChoice lets whoever was asked have it done all the same, or not.
func backChoice(b commands.BackAsked) piece {
	if b.Proposal == "" {
		return piece{}
	}
	question := fmt.Sprintf("Move live in %s from %s back to %s? Afterwards %s is locked there until somebody unlocks it.",
		named(b.Target.Environment), named(b.From.Version.String()), named(b.To.Version.String()), named(b.Target.Service))
	back := slack.NewButtonBlockElement(job.BackAnywayAction, b.Proposal, plainText(label(job.BackAnywayAction))).WithStyle(slack.StyleDanger).
		WithConfirm(confirm("Roll back anyway?", question, "Roll back", slack.StyleDanger))
	dismiss := slack.NewButtonBlockElement(job.DismissAction, b.Proposal, plainText(label(job.DismissAction)))
	row := slack.NewActionBlock("choice", back, dismiss)
	return piece{block: row, plainer: []slack.Block{row}}
}

// incidentChanged confirms somebody's word on an incident. Its thread hears of it, too.
func incidentChanged(c commands.IncidentChanged) Message {
	i := c.Incident
	l := about(i, "✅ ").say(": noted.")
	switch {
	case c.Action == "acknowledge":
		l = about(i, "🙋 ").say(": noted, you are at it.")
	case c.Action == "snooze" && i.Snoozed != nil:
		l = about(i, "🔕 ").say(": snoozed until ").when(i.Snoozed.Until).say(". Then I ask again if it is still red.")
	}
	return message(paragraph("answer", l))
}
