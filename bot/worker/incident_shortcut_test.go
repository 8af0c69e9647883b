package worker_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// onIncident is a shortcut that ana uses on the incident's message.
func (w *world) onIncident(callback string) job.Job {
	w.t.Helper()
	return w.used(callback, func(j *job.Job) { j.Shortcut.Value = incident })
}

func TestTheShortcutToWhyOnAnIncidentExplainsItsSuspect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, _ := alarmed(t)
		w.Handle(t.Context(), w.onIncident(job.WhyShortcut))
		if len(w.runner.asked) != 1 {
			t.Fatalf("commands: %v", w.runner.asked)
		}
		equal[grammar.Command](t, "command", w.runner.asked[0].Command, grammar.Why{Subject: grammar.Subject{Rollout: id}})
	})
}

func TestTheShortcutToRollBackOnAnIncidentAsksFirstAndTakesItsSuspectBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, p := alarmed(t)
		ts, now := w.message().TS, time.Now().UTC()
		w.Handle(t.Context(), w.onIncident(job.RollbackShortcut))
		equal(t, "shown", w.dialogs.only(t), "open trigger")
		contains(t, "the dialog", says(t, w.dialogs.modal), "Move live in prod from v42 back to v41")
		from, err := job.ReadSource(w.dialogs.modal.PrivateMetadata)
		ok(t, err)
		equal(t, "about", from, job.Source{Channel: channel, Message: ts, Value: incident, Action: job.BackAction, Asked: now})
		equal(t, "calls", len(p.calls), 0)
		w.Handle(t.Context(), w.submitted(func(j *job.Job) { j.Submit.Value, j.Submit.Action = incident, from.Action }))
		if diff := cmp.Diff([]string{"back from " + incident + " by " + ana}, p.calls); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAShortcutOnAnIncidentWithoutAWayBackSaysWhatToType(t *testing.T) {
	for name, suspect := range map[string]*rollout.Suspect{
		"nothing changed":     nil,
		"no version before":   {Rollout: id, Candidate: "42"},
		"a rollback, at last": {Rollout: id, Candidate: "41", Stable: "42", IsRollback: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, p := pipelined(t)
				w.alarms(func(i *rollout.Incident) { i.Suspect = suspect })
				ok(t, w.Deliver(t.Context(), incident))
				w.Handle(t.Context(), w.onIncident(job.RollbackShortcut))
				contains(t, "the answer", w.answered(), "/rollback prod checkout &lt;version&gt;")
				equal(t, "calls and dialogs", len(p.calls)+len(w.dialogs.calls), 0)
			})
		})
	}
}

func TestAShortcutOnAnIncidentWhoseSuspectIsAwayAsksNothing(t *testing.T) {
	for name, away := range map[string]func(*rollout.Incident){
		"taken back":         func(i *rollout.Incident) { i.Back = "01BACK" },
		"another is on live": func(i *rollout.Incident) { i.Away = true },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, _ := pipelined(t)
				w.alarms(away)
				ok(t, w.Deliver(t.Context(), incident))
				w.Handle(t.Context(), w.onIncident(job.RollbackShortcut))
				contains(t, "the answer", w.answered(), "/deploy status prod checkout")
				equal(t, "dialogs", len(w.dialogs.calls), 0)
			})
		})
	}
}

// faults.md B2, B4: an old question, or one that was asked elsewhere, takes nothing back.
func TestAForgedAnswerAboutAnIncidentTakesNothingBack(t *testing.T) {
	for name, forge := range map[string]func(*job.Job){
		"another incident's id":     func(j *job.Job) { j.Submit.Value = "01OTHER" },
		"a copy of its message":     func(j *job.Job) { j.Submit.Message = "1700000000.000100" },
		"in another place":          func(j *job.Job) { j.Channel = fallback },
		"asked too long ago":        func(j *job.Job) { j.Submit.Asked = time.Now().Add(-5*time.Minute - 1) },
		"asked about something new": func(j *job.Job) { j.Submit.Action = job.SnoozeAction },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, p := alarmed(t)
				w.Handle(t.Context(), w.submitted(func(j *job.Job) { j.Submit.Value, j.Submit.Action = incident, job.BackAction }, forge))
				equal(t, "calls", len(p.calls)+len(w.runner.asked)+len(w.runner.undone), 0)
			})
		})
	}
}
