package ingress_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands/grammar"
)

// standing is a click on a button that stands for a line.
func standing(t testing.TB, action, line string, pairs ...string) string {
	t.Helper()
	return pressed(t, append([]string{"slipway_rollback", action, "01JZ8Q4T5W6X7Y8Z9ABCDEFGHJ", line}, pairs...)...)
}

func TestAButtonThatStandsForACommandIsThatCommand(t *testing.T) {
	prod := grammar.Target{Service: "checkout", Environment: "prod"}
	for name, c := range map[string]struct {
		action string
		pairs  []string
		want   grammar.Command
		turns  bool
	}{
		"in its place":             {job.TurnAction, []string{`"is_ephemeral":false`, `"is_ephemeral":true`}, grammar.Dashboard{Target: prod, Range: "1d", Chart: "load"}, true},
		"one of several":           {job.TurnAction + "/2", []string{`"is_ephemeral":false`, `"is_ephemeral":true`}, grammar.Status{Page: 2}, true},
		"in what everybody sees":   {job.TurnAction, nil, grammar.Summary{Period: grammar.Week, Page: 3}, false},
		"beside":                   {job.ShowAction, []string{`"is_ephemeral":false`, `"is_ephemeral":true`}, grammar.Dashboard{Target: prod, Picture: true}, false},
		"one of several beside it": {job.ShowAction + "/all", nil, grammar.History{Target: prod}, false},
		"everything, in a channel of one service": {job.ShowAction, nil, grammar.Status{}, false},
		"why":  {job.ShowAction, nil, grammar.Why{Subject: grammar.Subject{Rollout: "01JZ8Q4T5W6X7Y8Z9ABCDEFGHJ"}}, false},
		"help": {job.ShowAction, nil, grammar.Help{Topic: "dashboard"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if got := w.serve(signed(interactions, standing(t, c.action, grammar.Line(c.want), c.pairs...))); got.Code != http.StatusOK || got.Body.Len() != 0 {
				t.Fatalf("got %d %q", got.Code, got.Body)
			}
			j := w.queue.only(t)
			got, err := grammar.Unmarshal(j.Command)
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" || j.Turns != c.turns {
				t.Errorf("turns %v, %v %s", j.Turns, err, diff)
			}
			if j.Click != nil || j.ID != trigger || j.User != "U0ANA" || j.Channel != "C0CHECKOUT" || j.ResponseURL != privateURL || j.Urgent() || j.Group() != "user/U0ANA" {
				t.Errorf("%+v", j)
			}
		})
	}
}

func TestAChoiceInAMenuThatStandsForACommandIsThatCommand(t *testing.T) {
	w := newWorld(t)
	w.serve(signed(interactions, standing(t, job.TurnAction, "/dashboard prod checkout --chart cost",
		`"type":"button","value":"/dashboard prod checkout --chart cost"`,
		`"type":"static_select","selected_option":{"text":{"type":"plain_text","text":"Cost"},"value":"/dashboard prod checkout --chart cost"}`)))
	if got, err := grammar.Unmarshal(w.queue.only(t).Command); err != nil || got.(grammar.Dashboard).Chart != "cost" {
		t.Errorf("%v, %v", got, err)
	}
}

// A Home tab is no message: there is nothing whose place an answer could take.
func TestAButtonInTheHomeTabIsAnsweredBeside(t *testing.T) {
	w := newWorld(t)
	w.serve(signed(interactions, standing(t, job.TurnAction, "/dashboard prod checkout",
		`"container":{"type":"message","message_ts":"1700000000.000100","channel_id":"C0CHECKOUT","is_ephemeral":false}`, `"container":{"type":"view","view_id":"V1"}`,
		`"channel":{"id":"C0CHECKOUT","name":"checkout"}`, `"view":{"id":"V1","type":"home","private_metadata":""}`)))
	if j := w.queue.only(t); j.Turns || j.Click != nil || j.Channel != "" || j.Command == nil {
		t.Errorf("%+v", j)
	}
}

// What a forged or outdated button says does nothing. The worker says so: Slack would not
// show it.
func TestAButtonThatStandsForAnythingElseIsNoCommand(t *testing.T) {
	for name, line := range map[string]string{
		"a deploy": "/deploy prod checkout abc123", "a plan": "/deploy plan prod checkout abc123", "the form": "/deploy",
		"a rollback": "/rollback prod checkout", "an abort": "/deploy abort prod checkout", "a lock": "/deploy lock prod checkout lunch",
		"a canary": "/canary prod checkout 25", "a look at a canary": "/canary prod checkout", "a drill": "/deploy drill staging checkout",
		"the doctor": "/deploy doctor", "nothing": "", "a word": "status", "no command of ours": "/help", "a service that is gone": "/dashboard prod search",
		"an unknown range": "/dashboard prod checkout 2h", "a lot": "/dashboard prod checkout " + strings.Repeat("x", 1900), "half a quote": "/deploy status ‘",
	} {
		for _, action := range []string{job.TurnAction, job.ShowAction + "/1"} {
			t.Run(name, func(t *testing.T) {
				w := newWorld(t)
				if got := w.serve(signed(interactions, standing(t, action, line))); got.Code != http.StatusOK {
					t.Fatalf("got %d", got.Code)
				}
				j := w.queue.only(t)
				if j.Command != nil || j.Turns || j.Click == nil || j.Click.Action != action || j.Click.Value != line || j.Group() != "user/U0ANA" || j.Urgent() {
					t.Errorf("%+v", j)
				}
			})
		}
	}
}

func TestAButtonOfAnotherWorkspaceOrOddIsRefused(t *testing.T) {
	w := newWorld(t)
	w.refused(t, w.serve(signed(interactions, standing(t, job.TurnAction, "/deploy status", `"is_ephemeral":false`, `"is_ephemeral":"no"`))), http.StatusBadRequest)
	w = newWorld(t)
	w.refused(t, w.serve(signed(interactions, standing(t, job.TurnAction, "/deploy status "+strings.Repeat("x", 1990)))), http.StatusBadRequest)
	w = newWorld(t)
	said(t, w.serve(signed(interactions, standing(t, job.TurnAction, "/deploy status", `"id":"T0TEAM"`, `"id":"T0EVIL"`))))
	if line := w.logged(t); w.queue.calls != 0 || line["outcome"] != "foreign" {
		t.Errorf("%d jobs, logged %v", w.queue.calls, line)
	}
}

// An action that only begins like one of them is a button of another kind.
func TestOnlyTheTwoActionsStandForCommands(t *testing.T) {
	for _, action := range []string{job.TurnAction + "2", "slipway_show_all", "x/" + job.TurnAction} {
		w := newWorld(t)
		w.serve(signed(interactions, standing(t, action, "/deploy status")))
		if j := w.queue.only(t); j.Click == nil || j.Click.Action != action || j.Command != nil {
			t.Errorf("%s: %+v", action, j)
		}
	}
}
