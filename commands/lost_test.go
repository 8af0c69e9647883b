package commands_test

import (
	"slices"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// lose is a rollout to prod that has failed, since its run was not named by anybody in
// two minutes. It is there all the same, and is listed an hour later.
func (w *world) lose() rollout.ID {
	w.t.Helper()
	w.host.Silent, w.host.Late = true, time.Hour
	id := w.start(prod, unbuiltSHA)
	for !w.rollout(id).Phase.Ended() {
		w.now = later(w.now, w.rollout(id).Wake)
		w.tick(id)
		w.errands()
	}
	if r := w.rollout(id); r.Phase != rollout.Failed || r.Cause.Code != rollout.CauseBuild || len(w.host.Runs()) != 1 {
		w.t.Fatalf("%s %+v", r.Phase, r.Cause)
	}
	return id
}

func TestARunThatShowsUpTooLateIsRecognisedAndEnded(t *testing.T) {
	w := newWorld(t).connect()
	w.lose()
	w.now = w.now.Add(23 * time.Hour)
	w.webhook(1)
	w.errands()
	if run := w.host.Runs()[0]; run.State != rollout.RunCancelled || w.buildRun().Run.ID != 1 {
		t.Errorf("%+v, known as %+v", run, w.buildRun())
	}
}

func TestARunThatShowsUpTooLateIsFoundWithoutAnybodyTelling(t *testing.T) {
	w := newWorld(t).connect()
	w.lose()
	for range 40 {
		w.now = w.now.Add(3 * time.Minute)
		w.must(w.Sweep(t.Context(), w.now))
		w.errands()
	}
	if run := w.host.Runs()[0]; run.State != rollout.RunCancelled {
		t.Errorf("%+v", run)
	}
}

func TestARetryJoinsTheRunThatShowedUpMeanwhile(t *testing.T) {
	w := newWorld(t).connect()
	lost := w.lose()
	w.host.Late = 0
	out, err := w.RetryBuild(t.Context(), w.click(rel), lost)
	id := w.began(out, err).ID
	w.tickTo(id, rollout.Building)
	w.errands()
	if len(w.host.Runs()) != 1 || w.buildRun().Run.ID != 1 {
		t.Errorf("%d runs, known as %+v", len(w.host.Runs()), w.buildRun())
	}
	if r := w.drive(id, nil); r.Phase != rollout.Succeeded || len(w.host.Runs()) != 1 {
		t.Errorf("%s %+v, %d runs", r.Phase, r.Cause, len(w.host.Runs()))
	}
}

func TestARunThatShowsUpAfterARetryIsEndedAndTheRetryGoesOn(t *testing.T) {
	for name, showsUp := range map[string]func(*world){
		"told of": func(w *world) { w.webhook(1); w.errands() },
		"found":   func(w *world) { w.host.Late = 0; w.errandNow() },
		"by sweep": func(w *world) {
			w.host.Late = 0
			w.now = w.now.Add(5 * time.Minute)
			w.must(w.tendOrphansOnly())
			w.errands()
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t).connect()
			lost := w.lose()
			w.host.Silent = false
			out, err := w.RetryBuild(t.Context(), w.click(rel), lost)
			id := w.began(out, err).ID
			w.tickTo(id, rollout.Building)
			w.errands()
			if runs := w.host.Runs(); len(runs) != 2 || runs[1].Order.Correlation != string(id) {
				t.Fatalf("%+v", runs)
			}
			showsUp(w)
			if one, two := w.host.Runs()[0], w.host.Runs()[1]; one.State != rollout.RunCancelled || two.State.Ended() || w.buildRun().Run.ID != 2 {
				t.Errorf("%s and %s, known as %+v", one.State, two.State, w.buildRun())
			}
			if r := w.drive(id, nil); r.Phase != rollout.Succeeded {
				t.Errorf("%s %+v", r.Phase, r.Cause)
			}
		})
	}
}

// errandNow is one about the build, as another rollout of the commit would write it.
func (w *world) errandNow() {
	w.must(w.Errand(w.context(), rollout.BuildNotice("checkout", rollout.Release{SHA: unbuiltSHA}, w.now)))
}

// Whoever reads the record while a retry takes its place tries again, and finds it.
func TestNewsOfALostRunWhileItIsReplacedAreNotLost(t *testing.T) {
	w := newWorld(t).connect()
	w.lose()
	n := w.newsOf(1)
	w.store.Before = func(rollout.Change) error {
		w.store.Before = nil
		was := w.buildRun()
		is := rollout.BuildRun{Service: was.Service, SHA: was.SHA, Revision: was.Revision + 1, Rollout: "01JRETRY", Run: rollout.Run{State: rollout.RunAsked}}
		return w.store.Commit(w.context(), rollout.Change{Put: []rollout.Record{was.GivesWay(), is}})
	}
	if err := w.Hear(t.Context(), n); !rollout.IsKind(err, rollout.Stale) {
		t.Errorf("%v", err)
	}
	w.hear(n)
	w.errands()
	if run := w.host.Runs()[0]; run.State != rollout.RunCancelled {
		t.Errorf("%+v", run)
	}
}

func TestALostRunIsLookedForLessAndLessOftenAndForADayOnly(t *testing.T) {
	w := newWorld(t).connect()
	w.lose()
	w.host.Late = 100 * time.Hour
	w.host.Calls()
	for end := w.now.Add(25 * time.Hour); w.now.Before(end); w.now = w.now.Add(2 * time.Minute) {
		w.must(w.Sweep(t.Context(), w.now))
		w.errands()
	}
	if got := calls(w.host.Calls(), "Find"); got < 5 || got > 12 {
		t.Errorf("looked for %d times", got)
	}
	if left := list[rollout.BuildRun](w, rollout.BuildsIndex); len(left) != 0 {
		t.Errorf("%+v", left)
	}
}

// The run was asked for, and its rollout ended before anybody knew which it is.
func TestARunThatIsNamedOnceNobodyWantsItIsEndedWithoutASweep(t *testing.T) {
	w := newWorld(t).connect()
	w.host.Silent, w.host.Late = true, time.Minute
	id := w.waits(prod)
	_, err := w.run(rel, grammar.Abort{Subject: of(id)})
	w.must(err)
	w.errands() // finds nothing to end yet
	w.webhook(1)
	if !slices.ContainsFunc(w.notices(), func(n rollout.Notice) bool { return n.Kind == rollout.BuildErrand }) {
		t.Error("nobody is asked to end it")
	}
	if w.errands(); w.host.Runs()[0].State != rollout.RunCancelled {
		t.Errorf("%+v", w.host.Runs()[0])
	}
}

// An errand that is being run may have looked already: there has to be another one.
func TestAnErrandForARunThatNobodyWantsIsNewerThanTheOneThatIsRun(t *testing.T) {
	w := newWorld(t).connect()
	w.host.Silent, w.host.Late = true, time.Minute
	id := w.waits(prod)
	_, err := w.run(rel, grammar.Abort{Subject: of(id)})
	w.must(err)
	errand := func() rollout.Notice {
		return get[rollout.Notice](w, rollout.BuildNotice("checkout", rollout.Release{SHA: unbuiltSHA}, w.now).Key())
	}
	was := errand()
	if w.webhook(1); errand().Version <= was.Version {
		t.Errorf("%d, was %d", errand().Version, was.Version)
	}
	w.Store = failsOn{w.store, "notice"}
	w.host.Set(1, func(r *rollout.Run) { r.State = rollout.RunGoing })
	if err := w.Hear(t.Context(), w.newsOf(1)); !contains(err, "it is down") {
		t.Error(err)
	}
}

// Anybody can have a run whose title they choose; only dispatched ones are ours.
func TestARunIsKnownByItsTitleOnlyIfItWasDispatchedAndNamesTheOrder(t *testing.T) {
	for name, change := range map[string]func(*commands.News){
		"a pull request's":              func(n *commands.News) { n.Event = "pull_request" },
		"of no known event":             func(n *commands.News) { n.Event = "" },
		"in which it is part of a word": func(n *commands.News) { n.Title += "7" },
	} {
		w := newWorld(t).connect()
		w.host.Silent = true
		w.waits(prod)
		n := w.newsOf(1)
		change(&n)
		if w.hear(n); w.buildRun().Run.ID != 0 {
			t.Errorf("a run %s is taken for ours", name)
		}
		w.webhook(1)
		w.host.Set(1, func(r *rollout.Run) { r.State = rollout.RunGoing })
		known := w.newsOf(1)
		if change(&known); w.buildRun().Run.ID != 1 {
			t.Fatal("it is not known at all")
		}
		if w.hear(known); w.buildRun().Run.State != rollout.RunGoing {
			t.Errorf("by its number it is known whatever its title: %s", name)
		}
	}
}
