package views

import (
	"fmt"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/rollout"
)

// maxTasks is how many tasks Slack takes in a plan.
const maxTasks = 50

// planShown says whether a rollout's message has its plan. One that ended as it
// was meant to, or as somebody wished before any traffic moved, needs none any more.
func planShown(r rollout.Rollout) bool {
	return r.Phase != rollout.Succeeded && r.Phase != rollout.Cancelled
}

// plan shows the tasks of a rollout.
func plan(r rollout.Rollout, o Options) piece {
	if !planShown(r) {
		return piece{}
	}
	list := tasks(r, o)
	if len(list) == 0 {
		return piece{}
	}
	if more := len(list) - maxTasks; more > 0 {
		list = append(list[:maxTasks-1], task{id: "more", title: fmt.Sprintf("… and %d more", more+1), status: slack.TaskCardStatusPending})
	}
	var cards []*slack.TaskCardBlock
	var lines []line
	for _, t := range list {
		t.notes = filled(t.notes)
		cards = append(cards, t.card())
		lines = append(lines, t.line())
	}
	title := planTitle(r)
	return piece{
		block:   slack.NewPlanBlock(title, slack.PlanBlockOptionBlockID("plan")).WithTasks(cards...),
		plainer: []slack.Block{section("plan-title", plainText(title)), plainer("plan", lines)},
		special: true,
		text:    append([]line{line(nil).quote("", title, maxQuote)}, lines...),
	}
}

func planTitle(r rollout.Rollout) string {
	service, env := tidy(r.Target.Service, maxName), tidy(r.Target.Environment, maxName)
	if r.IsRollback {
		return fmt.Sprintf("%s in %s · %s back to %s", service, env, tidy(r.Candidate.String(), maxName), tidy(r.Stable.String(), maxName))
	}
	title := fmt.Sprintf("%s → %s · %s", service, env, tidy(r.Release.Short(), maxName))
	if subject := tidy(r.Release.Subject, maxSubject); subject != "" {
		title += " · " + subject
	}
	return title
}

func (t task) card() *slack.TaskCardBlock {
	card := slack.NewTaskCardBlock(t.id, tidy(t.title, maxWords)).WithStatus(t.status)
	if t.source != "" {
		card = card.WithSources(slack.NewTaskCardSource(t.source, "The build's log"))
	}
	if len(t.notes) == 0 {
		return card
	}
	if t.status == slack.TaskCardStatusInProgress || t.status == slack.TaskCardStatusPending {
		return card.WithDetails(richText("", t.notes))
	}
	return card.WithOutput(richText("", t.notes))
}

// line is the task in words.
func (t task) line() line {
	l := say(sign(t.status) + ": " + t.title)
	for i, n := range t.notes {
		if i == 0 {
			l = l.say(" – ")
		} else {
			l = l.say(" ")
		}
		l = append(l, n...)
	}
	if t.source != "" {
		l = append(l.say(" · "), span{kind: leads, text: "log", url: t.source})
	}
	return l
}

// sign is a status for the eye and in a word.
func sign(s slack.TaskCardStatus) string {
	switch s {
	case slack.TaskCardStatusComplete:
		return "✅ Done"
	case slack.TaskCardStatusInProgress:
		return "⏳ Now"
	case slack.TaskCardStatusError:
		return "❌ Stopped"
	case slack.TaskCardStatusPending:
	}
	return "▫️ To do"
}
