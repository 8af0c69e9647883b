package worker

import (
	"context"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
)

// form opens the form, and only then looks at what is live: the trigger has three
// seconds. When they are over, it offers a button that has a trigger of its own.
func (w *Worker) form(ctx context.Context, q commands.Request, j job.Job, service string) error {
	shown, err := w.Screens.Form(ctx, q, service)
	if err != nil {
		return err
	}
	id, err := w.Dialogs.OpenView(ctx, j.ID, views.Form(shown, job.Source{Channel: j.Channel}))
	switch {
	case gone(err, "trigger"):
		w.answer(ctx, j, views.OpenAgain(service), beside)
		return nil
	case err != nil || id == "" || service == "":
		return err
	}
	return w.showLive(ctx, j, id, shown)
}

// choose shows the form anew for the service that was chosen in it.
func (w *Worker) choose(ctx context.Context, q commands.Request, j job.Job) error {
	if j.Click.View == nil {
		return foreignDialog()
	}
	shown, err := w.Screens.Form(ctx, q, j.Click.Value)
	if err != nil {
		return err
	}
	return w.showLive(ctx, j, j.Click.View.ID, shown)
}

// showLive shows a form that is open anew, with what is live. One person's jobs come
// one after the other, so that of two choices the later one is shown last. When the
// form is closed by now, nobody looks.
func (w *Worker) showLive(ctx context.Context, j job.Job, id string, shown commands.FormShown) error {
	shown = w.Screens.FormLive(ctx, shown)
	err := w.Dialogs.UpdateView(ctx, id, views.Form(shown, job.Source{Channel: j.Channel}))
	if gone(err, "view") {
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
