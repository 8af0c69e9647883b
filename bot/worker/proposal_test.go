package worker_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// shows shows ana something that she may confirm, as nobody else sees it.
func (w *world) shows(asked commands.Outcome) (ts string) {
	w.t.Helper()
	ok(w.t, w.client.Ephemeral(w.t.Context(), channel, ana, views.Outcome(asked, views.Options{Now: time.Now()})))
	seen := w.seen(ana, channel)
	return seen[len(seen)-1].TS
}

// answers is ana's click on one of the buttons of a plan.
func (w *world) answers(action string) job.Job {
	w.t.Helper()
	return w.answersTo(commands.Planned{Target: rollout.Target{Service: "checkout", Environment: "prod"}, Proposal: "01PROPOSAL", Asked: true}, action)
}

// answersTo is ana's click on one of the buttons of what she was asked.
func (w *world) answersTo(asked commands.Outcome, action string) job.Job {
	w.t.Helper()
	ts := w.shows(asked)
	d, err := w.slack.Click(w.t.Context(), ana, channel, ts, action, "")
	ok(w.t, err)
	return job.Job{
		ID: "click", Team: "TTEAM", User: ana, Channel: channel, ResponseURL: d.ResponseURL, Received: time.Now(),
		Click: &job.Click{Action: action, Value: "01PROPOSAL", Message: ts},
	}
}

func TestAPlansButtonsAnswerItAndTheAnswerTakesItsPlace(t *testing.T) {
	started := func() (commands.Outcome, error) {
		return commands.Started{Rollout: rollout.Rollout{ID: "R1", Channel: channel, Target: rollout.Target{Service: "checkout", Environment: "prod"}}}, nil
	}
	refused := func() (commands.Outcome, error) {
		return nil, rollout.Refuse("expired", "That was longer than 10 minutes ago.", "`/deploy prod checkout abc1234`")
	}
	dismissed := func() (commands.Outcome, error) { return commands.Dismissed{}, nil }
	for _, c := range []struct {
		action, call, says string
		answer             func() (commands.Outcome, error)
	}{
		{job.ShipAction, "confirm", "Started", started},
		{job.ShipAction, "confirm", "10 minutes ago", refused},
		{job.DismissAction, "dismiss", "nothing was deployed", dismissed},
	} {
		t.Run(c.action+" "+c.says, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, p := pipelined(t)
				p.answer = c.answer
				w.Handle(t.Context(), w.answers(c.action))
				if diff := cmp.Diff([]string{c.call + " 01PROPOSAL by " + ana}, p.calls); diff != "" {
					t.Error(diff)
				}
				seen := w.seen(ana, channel)
				equal(t, "ana sees", len(seen), 1)
				contains(t, "in its place", seen[0].Text, c.says)
				equal(t, "only she", len(w.seen(ben, channel)), 0)
			})
		})
	}
}

// It can be pressed again: the buttons stay.
func TestAPlanStaysWhenSomethingWentWrong(t *testing.T) {
	for name, err := range map[string]error{"broken": errors.New("the table is gone"), "ours": &rollout.Error{Message: "Slack does not answer."}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, p := pipelined(t)
				p.answer = func() (commands.Outcome, error) { return nil, err }
				w.Handle(t.Context(), w.answers(job.ShipAction))
				seen := w.seen(ana, channel)
				equal(t, "ana sees", len(seen), 2)
				contains(t, "the plan", seen[0].Text, "*Plan*")
			})
		})
	}
	t.Run("given up", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w, _ := pipelined(t)
			w.GiveUp(t.Context(), w.answers(job.ShipAction))
			seen := w.seen(ana, channel)
			equal(t, "ana sees", len(seen), 2)
			contains(t, "what to do", seen[1].Text, "*Deploy*")
		})
	})
}

func TestAPlanThatCannotBeReplacedIsAnsweredBesideIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, p := pipelined(t)
		p.answer = func() (commands.Outcome, error) { return commands.Dismissed{}, nil }
		j := w.answers(job.DismissAction)
		time.Sleep(9 * time.Minute)
		w.wire.effect = hangAt("/response/")
		w.Handle(t.Context(), j)
		contains(t, "the answer", w.answered(), "nothing was deployed")
	})
}

func TestTheButtonsOfABuildAreThoseOfItsRolloutsOwnMessage(t *testing.T) {
	for action, call := range map[string]string{job.RetryAction: "retry", job.ApproveAction: "approve"} {
		t.Run(action, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, p := pipelined(t)
				w.told()
				w.Handle(t.Context(), w.pressed(action, func(j *job.Job) { j.Click.Message = "1700000000.000100" }))
				contains(t, "the answer", w.answered(), "not in a message of mine")
				equal(t, "calls", len(p.calls), 0)
				w.Handle(t.Context(), w.pressed(action))
				if diff := cmp.Diff([]string{call + " " + id + " by " + ana}, p.calls); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}
