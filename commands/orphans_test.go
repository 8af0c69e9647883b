package commands_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

func TestABuildThatNobodyWantsIsEndedThoughItsErrandWasLost(t *testing.T) {
	w := newWorld(t)
	id := w.waits(prod)
	_, err := w.run(rel, grammar.Abort{Subject: of(id)})
	w.must(err)
	w.loseErrands()
	w.now = w.now.Add(5*time.Minute - time.Second)
	w.must(w.Sweep(t.Context(), w.now))
	if w.errands(); w.host.Runs()[0].State.Ended() {
		t.Error("it may just have been handed over, and was again")
	}
	w.now = w.now.Add(time.Second)
	before := len(w.outbox.Sent())
	for range 2 { // the second finds that it was handed over
		w.must(w.Sweep(t.Context(), w.now))
	}
	sent := slices.DeleteFunc(w.outbox.Sent()[before:], func(s commandtest.Sent) bool { return s.ID != "build/checkout/"+unbuiltSHA })
	if len(sent) != 1 {
		t.Errorf("sent %v", sent)
	}
	if w.errands(); w.host.Runs()[0].State != rollout.RunCancelled {
		t.Errorf("%+v", w.host.Runs())
	}
}

// loseErrands takes the errands out of the outbox, as if nobody had written them.
func (w *world) loseErrands() {
	for _, n := range w.notices() {
		if n.Kind.Errand() {
			w.must(w.store.Commit(w.context(), rollout.Change{Delete: []rollout.Deletion{{Key: n.Key(), Rev: n.Version}}}))
		}
	}
}

func TestABuildThatARolloutWaitsForIsLeftToThat(t *testing.T) {
	w := newWorld(t)
	w.waits(prod)
	w.loseErrands()
	w.now = w.now.Add(time.Hour)
	w.must(w.tendOrphansOnly())
	if slices.ContainsFunc(w.notices(), func(n rollout.Notice) bool { return n.Kind == rollout.BuildErrand }) {
		t.Errorf("%+v", w.notices())
	}
}

// tendOrphansOnly is a sweep that finds no rollout to be overdue.
func (w *world) tendOrphansOnly() error {
	for _, r := range list[rollout.Rollout](w, rollout.OpenIndex) {
		w.must(w.store.Commit(w.context(), rollout.Change{Put: []rollout.Record{r.Nudged(w.now)}}))
	}
	return w.Sweep(w.context(), w.now)
}

func TestOneSweepHandsOverAFewBuildsOnly(t *testing.T) {
	w := newWorld(t)
	for n := range 12 {
		b := rollout.BuildRun{Service: "checkout", SHA: fmt.Sprintf("%040d", n), Revision: 1, Rollout: "01A", Looked: noon, Heard: noon, Run: rollout.Run{State: rollout.RunAsked}}
		w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{b}}))
	}
	w.now = w.now.Add(time.Hour)
	for _, want := range []int{10, 10 + 10} {
		w.must(w.Sweep(t.Context(), w.now))
		if n := len(w.outbox.Sent()); n < want || n > 2*want {
			t.Errorf("%d were handed over, want %d", n, want)
		}
		w.now = w.now.Add(time.Second)
	}
}

// The App lost its permission: whoever asks a hundred times gets a hundred answers.
func TestABuildThatCannotBeEndedIsNotTriedForEver(t *testing.T) {
	for _, call := range []string{"Look", "Cancel"} {
		w := newWorld(t)
		id := w.waits(prod)
		_, err := w.run(rel, grammar.Abort{Subject: of(id)})
		w.must(err)
		w.host.Before = failing(call, rollout.Refuse("permission", "The App may not read actions.", "Let it."))
		w.host.Calls()
		for end := w.now.Add(25 * time.Hour); w.now.Before(end); w.now = w.now.Add(2 * time.Minute) {
			w.must(w.Sweep(t.Context(), w.now))
			w.errands()
		}
		if got := calls(w.host.Calls(), call); got < 5 || got > 12 {
			t.Errorf("%s was called %d times in a day", call, got)
		}
		if left := list[rollout.BuildRun](w, rollout.BuildsIndex); len(left) != 0 {
			t.Errorf("%s: %+v", call, left)
		}
		if b := w.buildRun(); b.Run.State != rollout.RunFailed || b.Run.Reason != "nothing was heard of its run for a day" {
			t.Errorf("%s: %+v", call, b.Run)
		}
	}
}
