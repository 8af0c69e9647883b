package commands_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// click is a click of somebody on a button.
func (w *world) click(who string) commands.Request {
	return commands.Request{ID: fmt.Sprintf("click-%d", w.ids.Add(1)), Received: w.now, Actor: who, Channel: "CANY"}
}

// broke is a rollout to prod whose build has failed.
func (w *world) broke() rollout.ID {
	w.t.Helper()
	id := w.waits(prod)
	w.broken(1)
	w.webhook(1)
	if r := w.drive(id, nil); r.Phase != rollout.Failed {
		w.t.Fatalf("%s", r.Phase)
	}
	return id
}

func TestARetriedBuildIsAnotherRunForANewRolloutOfTheSameRelease(t *testing.T) {
	w := newWorld(t).connect()
	broke := w.broke()
	out, err := w.RetryBuild(t.Context(), w.click(rel), broke)
	w.must(err)
	r := out.(commands.Started).Rollout
	if r.ID == broke || r.Release.SHA != unbuiltSHA || r.Target != is(prod) || r.Strategy.Kind != rollout.Canary || r.By != rel {
		t.Errorf("%+v", r)
	}
	r = w.drive(r.ID, nil)
	if runs := w.host.Runs(); r.Phase != rollout.Succeeded || len(runs) != 2 || runs[1].Order.Correlation != string(r.ID) {
		t.Errorf("%s %+v, runs %+v", r.Phase, r.Cause, runs)
	}
}

func TestARetryGoesThroughAllGatesAndIsOfAFailedBuildOnly(t *testing.T) {
	for code, before := range map[string]func(w *world, id rollout.ID) (who string, about rollout.ID){
		"not_allowed":    func(_ *world, id rollout.ID) (string, rollout.ID) { return dev, id },
		"unknown_person": func(_ *world, id rollout.ID) (string, rollout.ID) { return "UNONE", id },
		"no_rollout":     func(*world, rollout.ID) (string, rollout.ID) { return rel, "01JNONE" },
		"locked": func(w *world, id rollout.ID) (string, rollout.ID) {
			_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "lunch"})
			w.must(err)
			return rel, id
		},
		"superseded": func(w *world, id rollout.ID) (string, rollout.ID) {
			w.deploy(prod, goodSHA)
			return rel, id
		},
		"nothing_to_retry": func(w *world, _ rollout.ID) (string, rollout.ID) { return rel, w.deploy(prod, goodSHA).ID },
	} {
		t.Run(code, func(t *testing.T) {
			w := newWorld(t).connect()
			who, id := before(w, w.broke())
			_, err := w.RetryBuild(t.Context(), w.click(who), id)
			refused(t, err, code)
			told := slices.ContainsFunc(w.verify(prod), func(e rollout.Entry) bool { return e.Detail == "retry build: "+code })
			if silent := code == "unknown_person" || code == "no_rollout"; told == silent {
				t.Errorf("in the audit: %t", told)
			}
		})
	}
}

func TestASecondClickOnRetryIsNoSecondRollout(t *testing.T) {
	w := newWorld(t).connect()
	broke := w.broke()
	q := w.click(rel)
	_, err := w.RetryBuild(t.Context(), q, broke)
	w.must(err)
	if _, err = w.RetryBuild(t.Context(), q, broke); !errors.Is(err, commands.ErrRepeated) {
		t.Error(err)
	}
	_, err = w.RetryBuild(t.Context(), w.click(rel), broke)
	refused(t, err, "superseded")
	w.store.Down = errDown
	if _, err = w.RetryBuild(t.Context(), w.click(rel), broke); !errors.Is(err, errDown) {
		t.Error(err)
	}
	w.store.Down, w.Store = nil, cannotQuery{w.store, rollout.TargetIndex(is(prod))}
	if _, err = w.RetryBuild(t.Context(), w.click(rel), broke); !errors.Is(err, errDown) {
		t.Error(err)
	}
}

// atGate is a rollout to prod whose build waits for people on the code host.
func (w *world) atGate() rollout.ID {
	w.t.Helper()
	id := w.waits(prod)
	w.host.Set(1, func(r *rollout.Run) { r.State, r.Waits = rollout.RunWaiting, []string{"staging"} })
	w.webhook(1)
	w.tickTo(id, rollout.Building)
	return id
}

func TestAGateIsOpenedForWhoeverMayDeploy(t *testing.T) {
	w := newWorld(t).connect()
	id := w.atGate()
	out, err := w.ApproveGate(t.Context(), w.click(rel), id)
	w.must(err)
	if c := out.(commands.Changed); c.Action != "approve" || c.Rollout.ID != id {
		t.Errorf("%+v", c)
	}
	run := w.host.Runs()[0]
	if want := "approved by " + rel + " in Slack for rollout " + string(id); run.State != rollout.RunGoing || run.Comment != want {
		t.Errorf("%s, %q, want %q", run.State, run.Comment, want)
	}
	if b := w.buildRun(); b.Run.State != rollout.RunGoing || !w.rollout(id).Wake.Equal(w.now) {
		t.Errorf("%+v", b)
	}
	entries := w.verify(prod)
	if e := entries[len(entries)-1]; e.Action != "approve" || e.Actor != rel || !strings.Contains(e.Detail, "staging") {
		t.Errorf("%+v", e)
	}
	if r := w.drive(id, nil); r.Phase != rollout.Succeeded {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

func TestAGateIsNotOpenedForOthersNorTwice(t *testing.T) {
	w := newWorld(t).connect()
	id := w.atGate()
	for who, code := range map[string]string{dev: "not_allowed", guest: "guest", nobody: "not_allowed"} {
		_, err := w.ApproveGate(t.Context(), w.click(who), id)
		refused(t, err, code)
	}
	_, err := w.ApproveGate(t.Context(), w.click(rel), "01JNONE")
	refused(t, err, "no_rollout")
	q := w.click(rel)
	_, err = w.ApproveGate(t.Context(), q, id)
	w.must(err)
	if _, err = w.ApproveGate(t.Context(), q, id); !errors.Is(err, commands.ErrRepeated) {
		t.Error(err)
	}
	_, err = w.ApproveGate(t.Context(), w.click(rel), id)
	refused(t, err, "nothing_waits")
	if calls(w.host.Calls(), "Approve") != 1 {
		t.Error("it was opened twice")
	}
}

func TestWhatKeepsAGateShutIsSaid(t *testing.T) {
	w := newWorld(t).connect()
	id := w.atGate()
	w.host.Before = failing("Approve", rollout.Refuse("not_reviewer", "GitHub lets only its reviewers approve staging.", "Open the run."))
	_, err := w.ApproveGate(t.Context(), w.click(rel), id)
	refused(t, err, "not_reviewer")
	w.host.Before = failing("Look", errDown) // it is open, and seen to be a little later
	_, err = w.ApproveGate(t.Context(), w.click(rel), id)
	w.must(err)
	for _, kind := range []string{"build", "lock"} {
		w.Store = failsOn{w.store, kind}
		if _, err := w.ApproveGate(t.Context(), w.click(rel), id); !errors.Is(err, errDown) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}
