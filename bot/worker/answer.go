package worker

import (
	"context"
	"errors"
	"time"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// manner is how somebody is answered.
type manner int

const (
	silently manner = iota // not at all
	beside                 // beside what they see
	instead                // in the place of the message that they clicked in
)

// settling is how somebody is answered whose question is settled by that. With the
// answer a plan has had its use, and its buttons go.
func settling(j job.Job) manner {
	if j.Click == nil {
		return beside
	}
	switch j.Click.Action {
	case job.ShipAction, job.BackAnywayAction, job.DismissAction:
		return instead
	}
	return beside
}

// render turns what came of a job into the private answer. A repeated message
// needs none, since its twin has had, or will have, the answer; nor does what shows
// itself, such as a dialog, or a rollout whose own message appears right where it
// was asked for.
func (w *Worker) render(ctx context.Context, j job.Job, out commands.Outcome, err error) (views.Message, manner) {
	var refusal *rollout.Refusal
	var ours *rollout.Error
	switch {
	case errors.Is(err, commands.ErrRepeated):
		return views.Message{}, silently
	case errors.As(err, &refusal):
		w.Log.InfoContext(ctx, "refused", "user", j.User, "channel", j.Channel, "code", refusal.Code)
		return views.Refused(refusal), settling(j)
	case errors.As(err, &ours):
		w.Log.WarnContext(ctx, "not done", "user", j.User, "kind", ours.Kind, "error", err)
		return views.Failed(ours), beside
	case err != nil:
		return w.broken(ctx, err), beside
	}
	how := settling(j)
	if p, ok := out.(commands.Pictured); ok {
		return w.picture(ctx, j, p), beside
	}
	if j.Turns {
		how = instead
	}
	if started, ok := out.(commands.Started); out == nil || ok && started.Rollout.Channel == j.Channel && how == beside {
		return views.Message{}, silently
	}
	return views.Outcome(out, views.Options{Now: w.Now()}), how
}

func (w *Worker) broken(ctx context.Context, err error) views.Message {
	ref := w.NewRef()
	w.Log.ErrorContext(ctx, "something broke", "ref", ref, "error", err)
	return views.Broken(ref)
}

// answerTime is how long each way of answering may take.
const answerTime = 5 * time.Second

// answer tells whoever asked, in the Home tab if that is where they look, and else
// privately.
func (w *Worker) answer(ctx context.Context, j job.Job, m views.Message, how manner) {
	var err error
	switch {
	case j.Event != nil:
		return // nobody asked
	case toHome(j), fromHome(j):
		err = w.inHome(ctx, j, m)
	default:
		err = w.privately(ctx, j, m, how)
	}
	if err != nil {
		w.Log.ErrorContext(ctx, "nobody could be told", "user", j.User, "channel", j.Channel, "error", err)
	}
}

// privately answers by the job's response_url or, if that does not work any more, by
// a message in the channel that only they see; and by a direct message where there
// is no channel, or none that the bot is in.
func (w *Worker) privately(ctx context.Context, j job.Job, m views.Message, how manner) error {
	respond := w.Answers.Respond
	if how == instead {
		respond = w.Answers.Replace
	}
	err := within(ctx, answerTime, func(ctx context.Context) error { return respond(ctx, j.ResponseURL, m) })
	if err == nil {
		return nil
	}
	if j.Channel != "" {
		err = within(ctx, answerTime, func(ctx context.Context) error { return w.Answers.Ephemeral(ctx, j.Channel, j.User, m) })
		if !gone(err, "channel") {
			return err
		}
	}
	return within(ctx, answerTime, func(ctx context.Context) error {
		_, err := w.Posts.Post(ctx, j.User, "", m)
		return err
	})
}

// inHome answers in the Home tab.
func (w *Worker) inHome(ctx context.Context, j job.Job, m views.Message) error {
	return within(ctx, answerTime, func(ctx context.Context) error {
		return w.homeSaying(ctx, j.User, m)
	})
}

// toHome says that somebody only wants to see the Home tab.
func toHome(j job.Job) bool {
	return j.Home != nil || j.Click != nil && j.Click.Action == job.RefreshAction
}

// within does something that may take so long.
func within(ctx context.Context, long time.Duration, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, long)
	defer cancel()
	return do(ctx)
}
