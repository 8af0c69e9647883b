package commands_test

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

func TestAnAbortWhileBuildingCancelsTheRun(t *testing.T) {
	w := newWorld(t)
	id := w.waits(prod)
	_, err := w.run(rel, grammar.Abort{Subject: of(id)})
	w.must(err)
	w.errands()
	if run := w.host.Runs()[0]; run.State != rollout.RunCancelled || w.rollout(id).Phase != rollout.Cancelled {
		t.Errorf("%s, the run is %s", w.rollout(id).Phase, run.State)
	}
	w.errand() // as one that was sent twice
	if got := w.buildRun(); got.Run.State != rollout.RunCancelled || calls(w.host.Calls(), "Cancel") != 1 {
		t.Errorf("%+v", got)
	}
	again := w.start(prod, unbuiltSHA)
	if r := w.drive(again, nil); r.Phase != rollout.Succeeded || len(w.host.Runs()) != 2 {
		t.Errorf("deployed again: %s %+v, %d runs", r.Phase, r.Cause, len(w.host.Runs()))
	}
}

// errand runs the errand about the build once more.
func (w *world) errand() {
	w.t.Helper()
	w.must(w.Errand(w.context(), rollout.BuildNotice("checkout", rollout.Release{SHA: unbuiltSHA}, w.now)))
}

func TestARunIsLeftAloneThatSomebodyElseHasAUseFor(t *testing.T) {
	for name, use := range map[string]func(*world){
		"another rollout":                 func(w *world) { w.waits(staging) },
		"its image is there":              func(w *world) { w.must(w.push(commitOf(unbuiltSHA), 0)) },
		"somebody has begun it once more": func(w *world) { w.host.Set(1, func(r *rollout.Run) { r.Attempt, r.State = 2, rollout.RunGoing }) },
	} {
		w := newWorld(t)
		id := w.waits(prod)
		use(w)
		_, err := w.run(rel, grammar.Abort{Subject: of(id)})
		w.must(err)
		w.errands()
		if run := w.host.Runs()[0]; run.State == rollout.RunCancelled {
			t.Errorf("%s: it is %s", name, run.State)
		}
	}
}

func TestABuildWhoseRunIsNotKnownIsCancelledOnceItIs(t *testing.T) {
	w := newWorld(t)
	w.host.Silent = true
	id := w.waits(prod)
	w.host.Before = failing("Find", errDown)
	_, err := w.run(rel, grammar.Abort{Subject: of(id)})
	w.must(err)
	w.errands()
	if len(w.notices()) == 0 {
		t.Fatal("the errand is forgotten")
	}
	w.host.Before = nil
	w.errands()
	if run := w.host.Runs()[0]; run.State != rollout.RunCancelled {
		t.Errorf("%s", run.State)
	}
}

// faults.md F4: two senders run the same errand.
func TestTwoErrandsAtOnceAskOnce(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, unbuiltSHA)
	w.tickTo(id, rollout.Building)
	w.store.Before = func(rollout.Change) error {
		w.store.Before = nil
		w.errand()
		return nil
	}
	w.errand()
	if len(w.host.Runs()) != 1 {
		t.Errorf("%d runs", len(w.host.Runs()))
	}
}

// The answer to an order comes when another one was given meanwhile.
func TestALateAnswerIsNotTakenForThatOfALaterOrder(t *testing.T) {
	w := newWorld(t)
	first := w.start(prod, unbuiltSHA)
	w.tickTo(first, rollout.Building)
	w.host.After = func(call string) error {
		if call != "Dispatch" {
			return nil
		}
		w.host.After, w.now = nil, w.now.Add(time.Second)
		_, err := w.run(rel, grammar.Abort{Subject: of(first)})
		w.must(err)
		b := w.buildRun()
		b.Revision, b.Rollout, b.Run = b.Revision+1, "01K", rollout.Run{ID: 7, State: rollout.RunGoing}
		w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{b}}))
		return nil
	}
	w.errand()
	if b := w.buildRun(); b.Rollout != "01K" || b.Run.ID != 7 {
		t.Errorf("%+v", b)
	}
}

// faults.md D12: what GitHub never hears is no reason to try for ever.
func TestAnErrandIsGivenUpAfterADay(t *testing.T) {
	w := newWorld(t)
	w.waits(prod)
	w.host.Before = failing("Look", errDown)
	n := rollout.BuildNotice("checkout", rollout.Release{SHA: unbuiltSHA}, w.now)
	if err := w.Errand(t.Context(), n); err == nil {
		t.Error("it is not tried again")
	}
	w.now = w.now.Add(24 * time.Hour)
	if err := w.Errand(t.Context(), n); err != nil {
		t.Error(err)
	}
}

func TestAnErrandNeedsTheStore(t *testing.T) {
	w := newWorld(t)
	w.waits(prod)
	n := rollout.BuildNotice("checkout", rollout.Release{SHA: unbuiltSHA}, w.now)
	for name, store := range map[string]commands.Store{"build": failsOn{w.store, "build"}, "open": cannotQuery{w.store, rollout.OpenIndex}} {
		w.Store = store
		if err := w.Errand(t.Context(), n); !contains(err, "it is down") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := w.Errand(t.Context(), rollout.Notice{Kind: rollout.Progress}); err != nil {
		t.Errorf("a notice for people: %v", err)
	}
}
