package worker_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// pressingAtHome is a button in ana's Home tab.
func pressingAtHome(action string) func(*job.Job) {
	return func(j *job.Job) {
		j.Click = &job.Click{Action: action, Value: id, View: &job.View{ID: "VHOME", Home: true}}
		j.Channel, j.ResponseURL = "", ""
	}
}

func TestAButtonInTheHomeTabDoesWhatTheOneInTheMessageDoes(t *testing.T) {
	of := grammar.Subject{Rollout: id}
	for action, want := range map[string]grammar.Command{
		job.PauseAction: grammar.Pause{Subject: of}, job.ResumeAction: grammar.Resume{Subject: of},
		job.PromoteAction: grammar.Promote{Subject: of}, job.AbortAction: grammar.Abort{Subject: of},
	} {
		t.Run(action, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.runner.answer = func() (commands.Outcome, error) { return commands.Changed{Action: "pause", Rollout: finished()}, nil }
				w.Handle(t.Context(), w.ask(pressingAtHome(action)))
				equal(t, "commands", len(w.runner.asked), 1)
				equal(t, "the command", w.runner.asked[0].Command, want)
				equal(t, "who asked", w.runner.asked[0].Actor, ana)
			})
		})
	}
	t.Run("roll back", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.Handle(t.Context(), w.ask(pressingAtHome(job.RollbackAction)))
			equal(t, "taken back", len(w.runner.undone), 1)
		})
	})
}

func TestTheAnswerToAButtonInTheHomeTabStandsAboveWhatIsThereNow(t *testing.T) {
	for name, c := range map[string]struct {
		err   error
		says  string
		there bool
	}{
		"done":    {nil, "/deploy", true},
		"refused": {rollout.Refuse("not_allowed", "You may not pause that.", ""), "You may not pause that.", true},
		"broken":  {errors.New("the disk is gone"), "a1b2c3", true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.runner.answer = func() (commands.Outcome, error) { return commands.HelpShown{}, c.err }
				w.Handle(t.Context(), w.ask(pressingAtHome(job.PauseAction)))
				equal(t, "shown", w.dialogs.only(t), "publish for "+ana)
				shown := says(t, w.dialogs.home)
				contains(t, "the Home tab", shown, c.says)
				contains(t, "the Home tab", shown, "Deploying to prod is for: approver.")
				equal(t, "answers elsewhere", len(w.seen(ana, channel)), 0)
			})
		})
	}
	t.Run("when there is no more to see", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.screens.err = errors.New("the disk is gone")
			w.Handle(t.Context(), w.ask(pressingAtHome(job.PauseAction)))
			contains(t, "the Home tab", says(t, w.dialogs.home), "/deploy")
		})
	})
}

// Only to look is never too late.
func TestAButtonInTheHomeTabThatComesTooLateDoesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		j := w.ask(pressingAtHome(job.PauseAction))
		time.Sleep(time.Hour)
		w.Handle(t.Context(), j)
		equal(t, "commands", len(w.runner.asked), 0)
		equal(t, "shown", w.dialogs.only(t), "publish for "+ana)
	})
}

// A dialog is no Home tab: its buttons are not ours to carry out.
func TestAButtonInADialogIsNotCarriedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.Handle(t.Context(), w.ask(func(j *job.Job) {
			pressingAtHome(job.PauseAction)(j)
			j.Click.View.Home, j.Channel = false, channel
		}))
		equal(t, "commands", len(w.runner.asked), 0)
		contains(t, "the answer", w.answered(), "not in a message of mine")
	})
}

// The note of who looks, by which the tab is shown anew, is of looks alone.
func TestWhatIsShownAboveTheHomeTabIsNoLookAtIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.Handle(t.Context(), w.ask(atHome))
		w.Handle(t.Context(), w.ask(pressingAtHome(job.PauseAction)))
		equal(t, "looks", strings.Join(w.screens.looks, ","), "trigger,")
	})
}
