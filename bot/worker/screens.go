package worker

import (
	"context"
	"errors"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// form opens the form. When the trigger's three seconds are over, it offers a button
// that has a trigger of its own.
func (w *Worker) form(ctx context.Context, q commands.Request, j job.Job, service string) error {
	shown, err := w.Screens.Form(ctx, q, service)
	if err != nil {
		return err
	}
	err = w.Dialogs.OpenView(ctx, j.ID, views.Form(shown, job.Source{Channel: j.Channel}))
	if gone(err, "trigger") {
		w.answer(ctx, j, views.OpenAgain(service))
		return nil
	}
	return err
}

// choose shows the form anew for the service that was chosen in it. When the form
// has changed meanwhile, the answer to that change is on its way; when it is closed,
// nobody looks.
func (w *Worker) choose(ctx context.Context, q commands.Request, j job.Job) error {
	if j.Click.View == nil {
		return foreignButton()
	}
	shown, err := w.Screens.Form(ctx, q, j.Click.Value)
	if err != nil {
		return err
	}
	err = w.Dialogs.UpdateView(ctx, j.Click.View.ID, j.Click.View.Hash, views.Form(shown, job.Source{Channel: j.Channel}))
	var stale *rollout.Error
	if gone(err, "view") || errors.As(err, &stale) && stale.Kind == rollout.Stale {
		return nil
	}
	return err
}

// home shows somebody the Home tab.
func (w *Worker) home(ctx context.Context, q commands.Request) error {
	shown, err := w.Screens.Home(ctx, q)
	if err != nil {
		return err
	}
	return w.Dialogs.PublishView(ctx, q.Actor, views.Home(shown, views.Options{Now: w.Now()}))
}
