package worker_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// used is a shortcut that ana uses on the rollout's message.
func (w *world) used(callback string, change ...func(*job.Job)) job.Job {
	w.t.Helper()
	return w.ask(func(j *job.Job) {
		j.Shortcut = &job.Shortcut{Callback: callback, Message: w.message().TS, Value: id}
		for _, c := range change {
			c(j)
		}
	})
}

// finished is a rollout whose traffic can be taken back, pending one that has none.
func finished() rollout.Rollout {
	return rollout.Rollout{
		ID: id, Phase: rollout.Succeeded, Stable: "41", Candidate: "42", Moves: 1,
		Target: rollout.Target{Service: "checkout", Environment: "prod"},
	}
}

func pending() rollout.Rollout {
	r := finished()
	r.Phase, r.Moves = rollout.Pending, 0
	return r
}

// submitted is the dialog that asks before a rollback, confirmed by ana at once.
func (w *world) submitted(change ...func(*job.Job)) job.Job {
	w.t.Helper()
	return w.ask(func(j *job.Job) {
		j.Submit = &job.Submit{Callback: job.RollbackDialog, Message: w.message().TS, Value: id, Action: job.RollbackAction, Asked: time.Now()}
		for _, c := range change {
			c(j)
		}
	})
}

func TestTheShortcutToWhyExplainsTheMessagesRollout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.told()
		w.Handle(t.Context(), w.used(job.WhyShortcut))
		want := []commands.Request{{ID: "trigger", Received: time.Now(), Actor: ana, Channel: channel, Command: grammar.Why{Subject: grammar.Subject{Rollout: id}}}}
		want[0].Received = w.runner.asked[0].Received
		if diff := cmp.Diff(want, w.runner.asked); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTheShortcutToRollBackAsksFirstAndDoesWhatItAsked(t *testing.T) {
	for name, c := range map[string]struct {
		rollout rollout.Rollout
		asks    string
		action  string
	}{
		"with traffic":    {finished(), "Move live in prod from v42 back to v41?", job.RollbackAction},
		"without traffic": {pending(), "No traffic has moved", job.AbortAction},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.told()
				w.runner.undoable = c.rollout
				ts, now := w.message().TS, time.Now().UTC()
				w.Handle(t.Context(), w.used(job.RollbackShortcut))
				equal(t, "shown", w.dialogs.only(t), "open trigger")
				contains(t, "the dialog", says(t, w.dialogs.modal), c.asks)
				from, err := job.ReadSource(w.dialogs.modal.PrivateMetadata)
				ok(t, err)
				equal(t, "about", from, job.Source{Channel: channel, Message: ts, Value: id, Action: c.action, Asked: now})
				equal(t, "commands", len(w.runner.asked), 0)
				time.Sleep(5 * time.Minute) // the last moment
				w.Handle(t.Context(), w.submitted(func(j *job.Job) { j.Submit.Action, j.Submit.Asked = from.Action, from.Asked }))
				if len(w.runner.asked) != 1 {
					t.Fatalf("commands: %v", w.runner.asked)
				}
				var want grammar.Command // none for Undo
				if c.action == job.AbortAction {
					want = grammar.Abort{Subject: grammar.Subject{Rollout: id}}
				}
				equal(t, "command", w.runner.asked[0].Command, want)
				equal(t, "undone", len(w.runner.undone) == 1, c.action == job.RollbackAction)
			})
		})
	}
}

// faults.md B4: a question that is no longer the one that was asked does nothing.
func TestAnAnswerToWhatIsNoLongerTheQuestionDoesNothing(t *testing.T) {
	abort := func(j *job.Job) { j.Submit.Action = job.AbortAction }
	shifting := finished()
	shifting.Phase = rollout.Shifting
	for name, c := range map[string]struct {
		change  func(*job.Job)
		rollout rollout.Rollout
		refusal error
		says    string
	}{
		"to abort what is shifting by now":  {abort, shifting, nil, "It has moved on since you were asked"},
		"to abort what is live by now":      {abort, finished(), nil, "`/rollback prod checkout`"},
		"to abort what has failed by now":   {abort, pending(), rollout.Refuse("ended", "That rollout failed.", ""), "That rollout failed"},
		"after more than five minutes":      {func(j *job.Job) { j.Submit.Asked = time.Now().Add(-5*time.Minute - 1) }, finished(), nil, "more than five minutes old"},
		"to abort, after more than that":    {func(j *job.Job) { abort(j); j.Submit.Asked = time.Now().Add(-time.Hour) }, pending(), nil, "more than five minutes old"},
		"of which nobody knows how old":     {func(j *job.Job) { j.Submit.Asked = time.Time{} }, finished(), nil, "more than five minutes old"},
		"that will be asked tomorrow":       {func(j *job.Job) { j.Submit.Asked = time.Now().Add(24 * time.Hour) }, finished(), nil, "more than five minutes old"},
		"of which nobody knows what it was": {func(j *job.Job) { j.Submit.Action = "" }, finished(), nil, "not one of mine"},
		"to something else":                 {func(j *job.Job) { j.Submit.Action = job.PromoteAction }, finished(), nil, "not one of mine"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.told()
				w.runner.undoable, w.runner.refusal = c.rollout, c.refusal
				w.Handle(t.Context(), w.submitted(c.change))
				equal(t, "commands", len(w.runner.asked), 0)
				contains(t, "the answer", w.answered(), c.says)
			})
		})
	}
}

// faults.md B13
func TestAQuestionThatCameTooLateIsNotAsked(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*world)
		says  string
	}{
		"the trigger is over":     {func(w *world) { w.dialogs.err = gone("trigger") }, "`/rollback prod checkout`"},
		"it cannot be taken back": {func(w *world) { w.runner.refusal = rollout.Refuse("ended", "That rollout failed.", "") }, "That rollout failed"},
		"Slack is down":           {func(w *world) { w.dialogs.err = errors.New("503") }, "a1b2c3"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.told()
				c.spoil(w)
				w.Handle(t.Context(), w.used(job.RollbackShortcut))
				contains(t, "the answer", w.answered(), c.says)
				equal(t, "commands", len(w.runner.asked), 0)
			})
		})
	}
}

// faults.md B2, B7, B8
func TestAShortcutOnAnotherMessageDoesNothing(t *testing.T) {
	for name, forge := range map[string]func(*job.Job){
		"of somebody":           func(j *job.Job) { j.Shortcut.Value = "" },
		"about another rollout": func(j *job.Job) { j.Shortcut.Value = "01OTHER" },
		"a copy in the channel": func(j *job.Job) { j.Shortcut.Message = "1700000000.000100" },
		"a copy somewhere else": func(j *job.Job) { j.Channel = fallback },
		"without a message":     func(j *job.Job) { j.Shortcut.Message = "" },
		"another kind's record": func(j *job.Job) { j.Shortcut.Value = "../lock/checkout/prod\x00" },
	} {
		for _, callback := range []string{job.WhyShortcut, job.RollbackShortcut} {
			t.Run(name+" "+callback, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := newWorld(t)
					w.told()
					w.Handle(t.Context(), w.used(callback, forge))
					equal(t, "commands", len(w.runner.asked), 0)
					equal(t, "shown", len(w.dialogs.calls), 0)
					contains(t, "the answer", w.answered(), "I find no rollout in that message")
				})
			})
		}
	}
}

// faults.md B8
func TestAForgedConfirmationDoesNothing(t *testing.T) {
	for name, forge := range map[string]func(*job.Job){
		"another rollout": func(j *job.Job) { j.Submit.Value = "01OTHER" },
		"another message": func(j *job.Job) { j.Submit.Message = "1700000000.000100" },
		"another channel": func(j *job.Job) { j.Channel = fallback },
		"another dialog":  func(j *job.Job) { j.Submit.Callback = "slipway_teleport" },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.told()
				w.Handle(t.Context(), w.submitted(forge))
				equal(t, "commands", len(w.runner.asked), 0)
				contains(t, "the log", w.log.String(), "foreign_dialog")
			})
		})
	}
}

func TestWithoutTheStoreAShortcutIsAnsweredAndDoesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.told()
		jobs := []job.Job{w.used(job.WhyShortcut), w.submitted(), w.ask(func(j *job.Job) { j.Shortcut = &job.Shortcut{Callback: "slipway_teleport"} })}
		w.store.lost = true
		for i, says := range []string{"a1b2c3", "a1b2c3", "I do not know that shortcut"} {
			w.Handle(t.Context(), jobs[i])
			contains(t, "the answer", w.answered(), says)
		}
		equal(t, "commands", len(w.runner.asked), 0)
	})
}

func TestAShortcutOrDialogThatWasGivenUpIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.told()
		for what, j := range map[string]job.Job{job.WhyShortcut: w.used(job.WhyShortcut), job.RollbackDialog: w.submitted()} {
			w.GiveUp(t.Context(), j)
			contains(t, "the answer", w.answered(), "ask for it again")
			contains(t, "the log", w.log.String(), `"what":"`+what+`"`)
		}
	})
}
