package worker

import (
	"context"
	"fmt"
	"time"

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
		return nil, rollout.Refuse("not_a_rollout", "I find no rollout in that message.",
			"Use it on a message that I post about one, or type: `/deploy why <env> <service>` or `/rollback <env> <service>`")
	}
	i, there, err := find[rollout.Incident](ctx, w.Store, rollout.IncidentKey(string(id)))
	switch {
	case err != nil:
		return nil, err
	case there:
		return w.ofIncident(ctx, q, j, i)
	case s.Callback == job.WhyShortcut:
		q.Command = grammar.Why{Subject: grammar.Subject{Rollout: string(id)}}
		return w.Commands.Run(ctx, q)
	}
	return nil, w.confirm(ctx, q, j, id)
}

// ofIncident carries out a shortcut on an incident's message, which is about what it
// suspects.
func (w *Worker) ofIncident(ctx context.Context, q commands.Request, j job.Job, i rollout.Incident) (commands.Outcome, error) {
	s, t := i.Suspect, i.Target
	hint := fmt.Sprintf("To go back all the same: `/rollback %s %s <version>`", t.Environment, t.Service)
	switch {
	case s == nil:
		return nil, rollout.Refuse("no_suspect", "Nothing had changed there before that alarm turned red.", hint)
	case j.Shortcut.Callback == job.WhyShortcut:
		q.Command = grammar.Why{Subject: grammar.Subject{Rollout: string(s.Rollout)}}
		return w.Commands.Run(ctx, q)
	case s.Stable == "" || s.IsRollback:
		return nil, rollout.Refuse("no_suspect", "What changed last before that alarm has no version to go back to.", hint)
	case i.Back != "" || i.Away:
		return nil, rollout.Refuse("suspect_away", fmt.Sprintf("%s is not live any more, is being taken back, or something else is under way.", s.Candidate),
			fmt.Sprintf("What is live, and what moves: `/deploy status %s %s`", t.Environment, t.Service))
	}
	return nil, w.ask(ctx, j, t, views.ConfirmBack(i, w.asked(j), w.about(ctx, i)))
}

// confirm asks whether a rollout is to be taken back.
func (w *Worker) confirm(ctx context.Context, q commands.Request, j job.Job, id rollout.ID) error {
	r, err := w.Commands.Undoable(ctx, q, id)
	if err != nil {
		return err
	}
	return w.ask(ctx, j, r.Target, views.ConfirmRollback(r, w.asked(j)))
}

// asked is what a dialog asks about: the message that a shortcut was used on.
func (w *Worker) asked(j job.Job) job.Source {
	return job.Source{Channel: j.Channel, Message: j.Shortcut.Message, Value: j.Shortcut.Value, Asked: w.Real().UTC()}
}

// ask opens a dialog that asks about a target.
func (w *Worker) ask(ctx context.Context, j job.Job, t rollout.Target, d views.Dialog) error {
	_, err := w.Dialogs.OpenView(ctx, j.ID, d)
	if gone(err, "trigger") {
		return rollout.Refuse("too_slow", "That took too long, and Slack did not let me ask you any more. Nothing was done.",
			fmt.Sprintf("Use it again, or type: `/rollback %s %s`", t.Environment, t.Service))
	}
	return err
}

// answerable is how long a question that a dialog asks may be answered. It leaves room
// for clocks that differ.
const answerable = 5 * time.Minute

// submit carries out a dialog that was confirmed, if it would still do what it said.
func (w *Worker) submit(ctx context.Context, q commands.Request, j job.Job) (commands.Outcome, error) {
	s, id := *j.Submit, rollout.ID(j.Submit.Value)
	ours, err := w.isOurs(ctx, id, j.Channel, s.Message)
	switch {
	case err != nil:
		return nil, err
	case !ours, s.Callback != job.RollbackDialog:
		return nil, foreignDialog()
	case w.Real().Sub(s.Asked).Abs() > answerable:
		return nil, rollout.Refuse("question_expired", "That question is more than five minutes old, so nothing was done.",
			"Look at the message again, and ask again if you still want it.")
	case s.Action == job.RollbackAction: // under way or finished by now, it ends as was said
		return w.Commands.Undo(ctx, q, id)
	case s.Action == job.AbortAction:
		return w.abort(ctx, q, id)
	case s.Action == job.BackAction:
		return w.Incidents.BackFrom(ctx, q, string(id))
	}
	return nil, foreignDialog()
}

// abort stops a rollout of which it was said that no traffic has moved. Should some
// move after this look, then it is taken back, as by the Abort button.
func (w *Worker) abort(ctx context.Context, q commands.Request, id rollout.ID) (commands.Outcome, error) {
	r, err := w.Commands.Undoable(ctx, q, id)
	switch {
	case err != nil:
		return nil, err
	case r.Moved():
		return nil, rollout.Refuse("moved_on", "It has moved on since you were asked: there is traffic on the new version by now. Nothing was done.",
			fmt.Sprintf("Look again. To take the traffic back: `/rollback %s %s`", r.Target.Environment, r.Target.Service))
	}
	q.Command = grammar.Abort{Subject: grammar.Subject{Rollout: string(id)}}
	return w.Commands.Run(ctx, q)
}
