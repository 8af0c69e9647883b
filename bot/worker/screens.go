package worker

import (
	"context"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// form opens the form, and only then looks at what there is to say: the trigger has
// three seconds. When they are over, it offers a button that has a trigger of its own.
func (w *Worker) form(ctx context.Context, q commands.Request, j job.Job, service string) error {
	shown, err := w.Screens.Form(ctx, q, commands.Filled{Service: service})
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
	return w.fillIn(ctx, j, id, shown)
}

// choose shows the form anew for what stands in it by now.
func (w *Worker) choose(ctx context.Context, q commands.Request, j job.Job) error {
	v := j.Click.View
	if v == nil || v.Filled == nil {
		return foreignDialog()
	}
	shown, err := w.Screens.Form(ctx, q, commands.Filled(*v.Filled))
	if err != nil {
		return err
	}
	return w.fillIn(ctx, j, v.ID, shown)
}

// fillIn shows a form that is open anew with each thing that was looked up. One person's
// jobs come one after the other, and each says all that stands in the form, so that of
// two choices the later one is shown last. When the form is closed by now, nobody looks.
func (w *Worker) fillIn(ctx context.Context, j job.Job, id string, shown commands.FormShown) error {
	for more := true; more; {
		shown, more = w.Screens.FormLooked(ctx, shown)
		err := w.Dialogs.UpdateView(ctx, id, views.Form(shown, job.Source{Channel: j.Channel}))
		if gone(err, "view") {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// home shows somebody the Home tab.
func (w *Worker) home(ctx context.Context, q commands.Request) error {
	shown, err := w.Screens.Home(ctx, q)
	if err != nil {
		return err
	}
	return w.Dialogs.PublishView(ctx, q.Actor, views.Home(shown, views.Options{Now: w.Now()}))
}

// homeSaying shows somebody the Home tab with an answer above it, or the answer alone
// where there is no more to see.
func (w *Worker) homeSaying(ctx context.Context, user string, m views.Message) error {
	tab := views.HomeSaying(m)
	if shown, err := w.Screens.Home(ctx, commands.Request{Actor: user}); err == nil {
		tab = views.Saying(m, views.Home(shown, views.Options{Now: w.Now()}))
	}
	return w.Dialogs.PublishView(ctx, user, tab)
}

// fromHome says that somebody has pressed a button in their Home tab.
func fromHome(j job.Job) bool {
	return j.Click != nil && j.Click.View != nil && j.Click.View.Home
}

// pressable says whether a button is where we have put it: in the message about what it
// names, or in somebody's own Home tab. A tab is safe: Slack shows it to nobody but the
// person whom the app has published it for, and the front has seen by Slack's signature
// that the click is that person's and the app ours. What the button does is asked of the
// store and of the rights again, so that even a forged one can do no more than whoever
// pressed it may do by typing the rollout's id.
func (w *Worker) pressable(ctx context.Context, id rollout.ID, j job.Job) (bool, error) {
	if fromHome(j) {
		return true, nil
	}
	return w.isOurs(ctx, id, j.Channel, j.Click.Message)
}
