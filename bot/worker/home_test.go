package worker_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/bot/worker"
	"github.com/slipway-dev/slipway/rollout"
)

func atHome(j *job.Job) { j.Home, j.Channel, j.ResponseURL = &job.Home{}, "", "" }

func refresh(j *job.Job) {
	j.Click = &job.Click{Action: job.RefreshAction, View: &job.View{ID: "V1"}}
	j.Channel, j.ResponseURL = "", ""
}

func TestTheHomeTabIsShownWhenSomebodyOpensItOrAsks(t *testing.T) {
	for name, ask := range map[string]func(*job.Job){"opened": atHome, "refreshed": refresh} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.Handle(t.Context(), w.ask(ask))
				equal(t, "shown", w.dialogs.only(t), "publish for "+ana)
				contains(t, "the Home tab", says(t, w.dialogs.home), "Deploying to prod is for: approver.")
				equal(t, "log", w.log.String(), "")
			})
		})
	}
}

func TestALookAtTheHomeTabIsNeverTooLate(t *testing.T) {
	for name, ask := range map[string]func(*job.Job){"opened": atHome, "refreshed": refresh} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				j := w.ask(ask)
				time.Sleep(time.Hour)
				w.Handle(t.Context(), j)
				equal(t, "shown", w.dialogs.only(t), "publish for "+ana)
				contains(t, "the Home tab", says(t, w.dialogs.home), "Deploying to prod is for: approver.")
			})
		})
	}
}

// Nobody wants a message because they have looked at a tab.
func TestWhatGoesWrongInTheHomeTabIsSaidThere(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*world, *job.Job)
		says  string
	}{
		"a guest":        {func(w *world, _ *job.Job) { w.screens.err = rollout.Refuse("guest", "Guests cannot use Slipway.", "") }, "Guests cannot"},
		"an error":       {func(w *world, _ *job.Job) { w.screens.err = errors.New("the disk is gone") }, "a1b2c3"},
		"a given up one": {func(_ *world, j *job.Job) { j.ID = "give up" }, "have given up"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				j := w.ask(atHome)
				c.spoil(w, &j)
				if j.ID == "give up" {
					w.GiveUp(t.Context(), j)
				} else {
					w.Handle(t.Context(), j)
				}
				equal(t, "shown", w.dialogs.only(t), "publish for "+ana)
				contains(t, "the Home tab", says(t, w.dialogs.home), c.says)
				contains(t, "the Home tab", says(t, w.dialogs.home), job.RefreshAction)
				equal(t, "answers", len(w.seen(ana, channel)), 0)
			})
		})
	}
}

func TestAHomeTabThatSlackDoesNotTakeIsLogged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.dialogs.err = errors.New("slack is down")
		w.Handle(t.Context(), w.ask(atHome))
		contains(t, "the log", w.log.String(), "nobody could be told")
		w.oneRecordPerLine()
	})
}

// faults.md B12: what was asked for in the Home tab is answered by a direct message.
func TestWithoutAChannelTheAnswerIsADirectMessage(t *testing.T) {
	for name, change := range map[string]func(*job.Job){
		"no channel":                   func(j *job.Job) { j.Channel, j.ResponseURL = "", "" },
		"a channel that we are not in": func(j *job.Job) { j.Channel, j.ResponseURL = "CELSEWHERE", "" },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				direct := &direct{Poster: w.Posts}
				w.Posts = direct
				j := w.command("1")
				change(&j)
				w.Handle(t.Context(), j)
				equal(t, "told", direct.user, ana)
				contains(t, "the answer", direct.text, "/deploy")
				equal(t, "answers in the channel", len(w.seen(ana, channel)), 0)
			})
		})
	}
}

// direct remembers a direct message.
type direct struct {
	worker.Poster
	user, text string
}

func (d *direct) Post(_ context.Context, user, _ string, m views.Message) (string, error) {
	d.user, d.text = user, m.Text
	return "1.2", nil
}
