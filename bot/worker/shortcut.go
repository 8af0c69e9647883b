package worker

import (
	"context"
	"fmt"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// shortcut carries out one of the app's shortcuts. What a message is said to be about
// is only a hint: it has to be the message that we posted about that rollout.
func (w *Worker) shortcut(ctx context.Context, q commands.Request, j job.Job) (commands.Outcome, error) {
	s := *j.Shortcut
	if s.Callback == job.FormShortcut {
		return nil, w.form(ctx, q, j, "")
	}
	if s.Callback != job.WhyShortcut && s.Callback != job.RollbackShortcut {
		return nil, rollout.Refuse("unknown_shortcut", "I do not know that shortcut.", "`/deploy help` lists what there is.")
	}
	id := rollout.ID(s.Value)
	ours, err := w.isOurs(ctx, id, j.Channel, s.Message)
	switch {
	case err != nil:
		return nil, err
	case !ours:
		return nil, rollout.Refuse("not_a_rollout", "That message is not about a rollout.",
			"Use it on the message that I post about one, or type the command: `/deploy help`")
	case s.Callback == job.WhyShortcut:
		q.Command = grammar.Why{Subject: grammar.Subject{Rollout: string(id)}}
		return w.Commands.Run(ctx, q)
	}
	return nil, w.confirm(ctx, q, j, id)
}

// confirm asks whether a rollout is to be taken back.
func (w *Worker) confirm(ctx context.Context, q commands.Request, j job.Job, id rollout.ID) error {
	r, err := w.Screens.Undoable(ctx, q, id)
	if err != nil {
		return err
	}
	from := job.Source{Channel: j.Channel, Message: j.Shortcut.Message, Value: string(id)}
	err = w.Dialogs.OpenView(ctx, j.ID, views.ConfirmRollback(r, from))
	if gone(err, "trigger") {
		return rollout.Refuse("too_slow", "That took too long, and Slack did not let me ask you any more. Nothing was done.",
			fmt.Sprintf("Use it again, or type: `/rollback %s %s`", r.Target.Environment, r.Target.Service))
	}
	return err
}

// submit carries out a dialog that was confirmed.
func (w *Worker) submit(ctx context.Context, q commands.Request, j job.Job) (commands.Outcome, error) {
	id := rollout.ID(j.Submit.Value)
	ours, err := w.isOurs(ctx, id, j.Channel, j.Submit.Message)
	switch {
	case err != nil:
		return nil, err
	case !ours, j.Submit.Callback != job.RollbackDialog:
		return nil, foreignButton()
	}
	return w.Commands.Undo(ctx, q, id)
}
