package worker_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/rollout"
)

// choosing is a choice of a service in the form.
func choosing(service string) func(*job.Job) {
	return filling(job.ServiceAction, job.Filled{Service: service})
}

// filling is a choice in the form, with all that stands in it then.
func filling(action string, f job.Filled) func(*job.Job) {
	return func(j *job.Job) {
		j.Click = &job.Click{Action: action, Value: "whatever", View: &job.View{ID: "V1", Filled: &f}}
	}
}

// faults.md B9: every choice is shown, however quick, and the last one stays.
func TestOfTwoQuickChoicesTheFormShowsTheLastOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		first, second := w.ask(choosing("payments")), w.ask(choosing("search"))
		equal(t, "they wait for one another", first.Group(), second.Group())
		w.Handle(t.Context(), first)
		w.Handle(t.Context(), second)
		equal(t, "shown", strings.Join(w.dialogs.calls, ","), "update V1,update V1,update V1,update V1")
		contains(t, "the dialog", says(t, w.dialogs.modal), `" search"`)
	})
}

func TestEveryChoiceInTheFormIsLookedAtWithAllThatStandsInIt(t *testing.T) {
	whole := job.Filled{Service: "checkout", Environment: "staging", Version: strings.Repeat("c", 40), Ref: "main", Strategy: "canary"}
	for _, action := range []string{job.ServiceAction, job.EnvironmentAction, job.VersionAction, job.RefAction, job.StrategyAction} {
		t.Run(action, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				j := w.ask(filling(action, whole))
				equal(t, "they wait for one another", j.Group(), "user/"+ana)
				w.Handle(t.Context(), j)
				equal(t, "asked", strings.Join(w.screens.asked, ","), ana+" form checkout staging "+whole.Version+" main canary,list checkout,look checkout")
				equal(t, "times shown", len(w.dialogs.shown), 2)
				contains(t, "first", w.dialogs.shown[0], "Pay by invoice")
				contains(t, "first", w.dialogs.shown[0], "⏳ Looking at")
				equal(t, "it still looks", strings.Contains(w.dialogs.shown[1], "⏳"), false)
				contains(t, "then", w.dialogs.shown[1], "v41")
			})
		})
	}
}

func TestAChoiceShowsTheFormAnewUnlessItIsClosedByNow(t *testing.T) {
	for name, c := range map[string]struct {
		err     error
		shown   string
		answers int
	}{
		"it is open":   {nil, "update V1,update V1", 0},
		"it is closed": {gone("view"), "update V1", 0},
		"Slack broke":  {&rollout.Error{Kind: rollout.Throttled, Message: "Slack asks for fewer calls"}, "update V1", 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.dialogs.err = c.err
				w.Handle(t.Context(), w.ask(choosing("payments")))
				equal(t, "shown", strings.Join(w.dialogs.calls, ","), c.shown)
				contains(t, "the dialog", says(t, w.dialogs.modal), `" payments"`)
				equal(t, "answers", len(w.seen(ana, channel)), c.answers)
			})
		})
	}
	for name, view := range map[string]*job.View{"in no dialog": nil, "in another dialog": {ID: "V1"}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.Handle(t.Context(), w.ask(func(j *job.Job) {
					j.Click = &job.Click{Action: job.ServiceAction, Value: "payments", View: view}
				}))
				contains(t, "the answer", w.answered(), "That dialog is not one of mine")
			})
		})
	}
	t.Run("of what is gone", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.screens.err = rollout.Refuse("no_target", "There is no payments in staging.", "")
			w.Handle(t.Context(), w.ask(choosing("payments")))
			contains(t, "the answer", w.answered(), "There is no payments")
		})
	})
}
