package worker_test

import (
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// pressed is a click by ana on a button of the rollout's message.
func (w *world) pressed(action string, change ...func(*job.Job)) job.Job {
	w.t.Helper()
	j := w.command("click")
	j.Command = nil
	j.Click = &job.Click{Action: action, Value: id, Message: w.message().TS}
	for _, c := range change {
		c(&j)
	}
	return j
}

// told posts a rollout's message.
func (w *world) told() {
	w.t.Helper()
	w.tell()
	ok(w.t, w.Deliver(w.t.Context(), id))
}

func TestAButtonStandsForACommandAboutItsRollout(t *testing.T) {
	s := grammar.Subject{Rollout: id}
	for action, want := range map[string]grammar.Command{
		job.AbortAction:   grammar.Abort{Subject: s},
		job.PauseAction:   grammar.Pause{Subject: s},
		job.ResumeAction:  grammar.Resume{Subject: s},
		job.PromoteAction: grammar.Promote{Subject: s},
		job.WhyAction:     grammar.Why{Subject: s},
	} {
		t.Run(action, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.told()
				j := w.pressed(action)
				w.Handle(t.Context(), j)
				want := []commands.Request{{ID: "click", Received: j.Received, Actor: ana, Channel: channel, Command: want}}
				if diff := cmp.Diff(want, w.runner.asked); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
	t.Run(job.RollbackAction, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.told()
			w.Handle(t.Context(), w.pressed(job.RollbackAction))
			if diff := cmp.Diff([]rollout.ID{id}, w.runner.undone); diff != "" {
				t.Error(diff)
			}
		})
	})
}

// faults.md B2, B7
func TestAButtonOutsideItsRolloutsOwnMessageDoesNothing(t *testing.T) {
	for name, forge := range map[string]func(*job.Job){
		"another rollout's id":    func(j *job.Job) { j.Click.Value = "01OTHER" },
		"no id":                   func(j *job.Job) { j.Click.Value = "" },
		"a target for an id":      func(j *job.Job) { j.Click.Value = "checkout/prod" },
		"another kind's key":      func(j *job.Job) { j.Click.Value = "../lock/checkout/prod\x00" },
		"a copy in the channel":   func(j *job.Job) { j.Click.Message = "1700000000.000100" },
		"no message at all":       func(j *job.Job) { j.Click.Message = "" },
		"a copy in another place": func(j *job.Job) { j.Channel = fallback },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.told()
				w.Handle(t.Context(), w.pressed(job.RollbackAction, forge))
				equal(t, "commands", len(w.runner.asked), 0)
				contains(t, "the log", w.log.String(), "foreign_button")
				contains(t, "the answer", w.answered(), "not in a message of mine")
			})
		})
	}
}

// answered is the last private message to ana.
func (w *world) answered() string {
	w.t.Helper()
	all := append(w.seen(ana, channel), w.seen(ana, fallback)...)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Ephemeral {
			return all[i].Text
		}
	}
	w.t.Fatal("ana has no answer")
	return ""
}

// faults.md B2
func TestAButtonOfAMessageThatWasNotPostedYetDoesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.told()
		j := w.pressed(job.RollbackAction, func(j *job.Job) { j.Click.Value, j.Click.Message = "01NEXT", "" })
		ok(t, w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{
			rollout.Posted{ID: "01NEXT", Revision: 1, Channel: channel, At: time.Now()},
		}}))
		w.Handle(t.Context(), j)
		equal(t, "commands", len(w.runner.asked), 0)
	})
}

func TestAButtonThatIsNotOursIsIgnored(t *testing.T) {
	for _, action := range []string{"view_run", "", "deploy", "Slipway_rollback", "xslipway_rollback"} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.told()
			w.Handle(t.Context(), w.pressed(action))
			equal(t, "commands", len(w.runner.asked), 0)
			equal(t, "ana sees", len(w.seen(ana, channel)), 1) // the rollout's message
			equal(t, "log", w.log.String(), "")
		})
	}
}

func TestAButtonOfAnotherVersionOfOursIsAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.told()
		w.Handle(t.Context(), w.pressed("slipway_teleport"))
		equal(t, "commands", len(w.runner.asked), 0)
		contains(t, "the answer", w.answered(), "/deploy help")
	})
}

func TestAButtonWithoutTheStoreIsAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.told()
		j := w.pressed(job.RollbackAction)
		w.store.lost = true
		w.Handle(t.Context(), j)
		equal(t, "commands", len(w.runner.asked), 0)
		contains(t, "the answer", w.answered(), "a1b2c3")
	})
}

// faults.md B1: with the real commands, whose other parts nobody gets to.
func TestAButtonWorksForMembersOnly(t *testing.T) {
	for who, why := range map[string]string{
		"UGUEST": "guest", "USTRANGER": "guest", "UOTHERBOT": "not_a_person", "UGONE": "not_a_person", "UNOBODY": "unknown_person",
	} {
		for _, action := range []string{job.RollbackAction, job.AbortAction, job.PauseAction, job.ResumeAction, job.PromoteAction, job.WhyAction} {
			t.Run(who+" "+action, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := newWorld(t)
					w.told()
					w.Commands = commands.New(commands.Deps{Store: w.disk, People: w.client, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
					w.store.effect = func(func() error) error { return errors.New("somebody wrote") }
					w.Handle(t.Context(), w.pressed(action, func(j *job.Job) { j.User = who }))
					contains(t, "the log", w.log.String(), `"code":"`+why+`"`)
					equal(t, "the rollout's revision", w.rollout().Revision, 1)
				})
			})
		}
	}
}

// faults.md B1, of an incident's buttons.
func TestAnIncidentsButtonsWorkForMembersOnly(t *testing.T) {
	for who, why := range map[string]string{
		"UGUEST": "guest", "USTRANGER": "guest", "UOTHERBOT": "not_a_person", "UGONE": "not_a_person", "UNOBODY": "unknown_person",
	} {
		for _, action := range []string{job.BackAction, job.AckAction, job.SnoozeAction} {
			t.Run(who+" "+action, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w, _ := alarmed(t)
					w.Incidents = commands.New(commands.Deps{Store: w.disk, People: w.client, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
					w.Handle(t.Context(), w.ofIncident(action, func(j *job.Job) { j.User = who }))
					contains(t, "the log", w.log.String(), `"code":"`+why+`"`)
					row, err := w.disk.Load(t.Context(), rollout.IncidentKey(incident))
					ok(t, err)
					equal(t, "the incident's revision", row.Rev, 1)
				})
			})
		}
	}
}
