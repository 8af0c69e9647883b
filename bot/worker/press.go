package worker

import (
	"context"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// ourPrefix is how the ids of our buttons begin. Others are links, or not ours.
const ourPrefix = "slipway_"

// press carries out a pressed button. Its value is only a name: what it stands
// for comes from the store, and it has to be in the message that we posted.
func (w *Worker) press(ctx context.Context, q commands.Request, j job.Job) (commands.Outcome, error) {
	if _, is := job.StandsFor(j.Click.Action); is { // one that the front could read is a command
		return nil, rollout.Refuse("stale_button", "That button leads nowhere any more: what it shows is gone, or has another name now.",
			"What there is: `/deploy status`. What you can ask for: `/deploy help`")
	}
	switch j.Click.Action { // those that change nothing, or whose value only one person can use: they may be anywhere
	case job.FormAction:
		return nil, w.form(ctx, q, j, j.Click.Value)
	case job.ServiceAction, job.EnvironmentAction, job.VersionAction, job.RefAction, job.StrategyAction:
		return nil, w.choose(ctx, q, j)
	case job.RefreshAction:
		return nil, w.home(ctx, q)
	case job.ShipAction:
		return w.Proposals.Confirm(ctx, q, j.Click.Value)
	case job.BackAnywayAction:
		return w.Proposals.BackAnyway(ctx, q, j.Click.Value)
	case job.DismissAction:
		return w.Proposals.Dismiss(ctx, q, j.Click.Value)
	}
	id := rollout.ID(j.Click.Value)
	ours, err := w.pressable(ctx, id, j)
	switch {
	case err != nil:
		return nil, err
	case !ours:
		return nil, foreignButton()
	}
	switch j.Click.Action {
	case job.BackAction:
		return w.Incidents.BackFrom(ctx, q, string(id))
	case job.AckAction:
		return w.Incidents.Acknowledge(ctx, q, string(id))
	case job.SnoozeAction:
		return w.Incidents.Snooze(ctx, q, string(id))
	}
	return w.steer(ctx, q, j.Click.Action, id)
}

// steer carries out a button of a rollout's message.
func (w *Worker) steer(ctx context.Context, q commands.Request, action string, id rollout.ID) (commands.Outcome, error) {
	s := grammar.Subject{Rollout: string(id)}
	switch action {
	case job.RollbackAction:
		return w.Commands.Undo(ctx, q, id)
	case job.RetryAction:
		return w.Builds.RetryBuild(ctx, q, id)
	case job.ApproveAction:
		return w.Builds.ApproveGate(ctx, q, id)
	case job.AbortAction:
		q.Command = grammar.Abort{Subject: s}
	case job.PauseAction:
		q.Command = grammar.Pause{Subject: s}
	case job.ResumeAction:
		q.Command = grammar.Resume{Subject: s}
	case job.PromoteAction:
		q.Command = grammar.Promote{Subject: s}
	case job.WhyAction:
		q.Command = grammar.Why{Subject: s}
	default:
		return nil, rollout.Refuse("unknown_button", "I do not know that button.", "`/deploy help` lists what there is.")
	}
	return w.Commands.Run(ctx, q)
}

// isOurs says whether a message is the rollout's or the incident's own: not a forwarded
// copy, and not one that a forged id points at.
func (w *Worker) isOurs(ctx context.Context, id rollout.ID, channel, ts string) (bool, error) {
	p, _, err := find[rollout.Posted](ctx, w.Store, rollout.PostedKey(string(id)))
	return err == nil && p.TS != "" && p.TS == ts && p.Channel == channel, err
}

func foreignDialog() *rollout.Refusal {
	return rollout.Refuse("foreign_dialog", "That dialog is not one of mine.", "Type the command instead: `/deploy help` lists them.")
}

func foreignButton() *rollout.Refusal {
	return rollout.Refuse("foreign_button", "That button is not in a message of mine.",
		"Use the one in the rollout's own message, or type the command: `/deploy help`")
}
