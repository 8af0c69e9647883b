package commands_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// waits is a rollout of the commit without an image, whose build was just asked for.
func (w *world) waits(where grammar.Target) rollout.ID {
	w.t.Helper()
	id := w.start(where, unbuiltSHA)
	w.tickTo(id, rollout.Building)
	w.errands()
	return id
}

// tickTo ticks a rollout to a phase, and once in it.
func (w *world) tickTo(id rollout.ID, p rollout.Phase) {
	w.t.Helper()
	for range 10 {
		w.now = later(w.now, w.rollout(id).Wake)
		at := w.rollout(id).Phase
		if w.tick(id); at == p {
			return
		}
	}
	w.t.Fatalf("%s", w.rollout(id).Phase)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// calls counts the calls of some name that the code host got.
func calls(all []string, name string) int {
	return len(slices.DeleteFunc(slices.Clone(all), func(call string) bool { return call != name }))
}

func TestACommitWithoutAnImageIsBuiltAndDeployedWhenTheWebhookCame(t *testing.T) {
	w := newWorld(t).connect()
	id := w.waits(staging)
	run := w.host.Runs()[0]
	if run.Order != (rollout.Order{Service: "checkout", SHA: unbuiltSHA, Correlation: string(id), Since: w.now.Add(-time.Minute)}) {
		t.Errorf("order %+v", run.Order)
	}
	w.tickTo(id, rollout.Building)
	if b := w.rollout(id).Build; b.State != rollout.BuildRunning || b.Run != 1 || b.URL != run.URL {
		t.Errorf("%+v", b)
	}
	w.now = w.now.Add(10 * time.Second)
	woken := len(w.engine.Woken())
	w.built(1)
	w.webhook(1)
	if r := w.rollout(id); !r.Wake.Equal(w.now) || len(w.engine.Woken()) != woken+1 {
		t.Errorf("due at %s, now %s, woken %v", r.Wake, w.now, w.engine.Woken())
	}
	r := w.drive(id, nil)
	if r.Phase != rollout.Succeeded || r.Took(rollout.Building) > 20*time.Second || len(w.host.Runs()) != 1 {
		t.Errorf("%s %+v, built in %s by %d runs", r.Phase, r.Cause, r.Took(rollout.Building), len(w.host.Runs()))
	}
	if shipped := list[rollout.Shipped](w, rollout.ShippedIndex("checkout", unbuiltSHA)); len(shipped) != 1 || shipped[0].Release.Digest != digest(unbuiltSHA) {
		t.Errorf("shipped %+v", shipped)
	}
	w.verify(staging)
}

// faults.md D7: without a single webhook.
func TestWithoutWebhooksABuildIsLookedAtLessAndLessOftenUntilThereIsNews(t *testing.T) {
	w := newWorld(t).connect()
	id := w.waits(staging)
	w.host.Set(1, func(r *rollout.Run) { r.State, r.Waits = rollout.RunWaiting, []string{"staging"} }) // so that it goes on
	looks := func(until time.Duration) int {
		w.drive(id, func(rollout.Rollout) bool { return w.now.Sub(noon) > until })
		return calls(w.host.Calls(), "Look")
	}
	if got := looks(35 * time.Second); got != 0 {
		t.Errorf("%d looks within the first minute", got)
	}
	if got := looks(10 * time.Minute); got != 4 { // the first one, which finds it waiting; then 1, 2 and 4 minutes later
		t.Errorf("%d looks in ten minutes", got)
	}
	if b := w.rollout(id).Build; !slices.Equal(b.Waits, []string{"staging"}) {
		t.Errorf("%+v", b)
	}
	if asked := slices.DeleteFunc(w.actions(staging), func(a string) bool { return a != "build" }); len(asked) != 1 {
		t.Errorf("the audit tells of it %d times", len(asked))
	}
	w.host.Set(1, func(r *rollout.Run) { r.Waits = []string{"prod"} })
	gate := w.newsOf(1)
	gate.Kind = commands.NewsDeployment
	w.hear(gate)
	w.host.Calls()
	if got := looks(12 * time.Minute); got != 1 {
		t.Errorf("%d looks in the minutes after there was news", got)
	}
}

// faults.md D1: no id in the answer. D2: no answer at all. D3: two at once.
func TestARunThatNobodyHasNamedIsFoundByItsCorrelation(t *testing.T) {
	for name, strange := range map[string]func(*world){
		"no id":       func(w *world) { w.host.Silent = true },
		"lost answer": func(w *world) { w.host.After = failing("Dispatch", errDown) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			strange(w)
			w.elsewhere()
			id := w.start(prod, unbuiltSHA)
			r := w.drive(id, func(r rollout.Rollout) bool { return r.Build != nil && r.Build.Run != 0 })
			run := w.host.Runs()[r.Build.Run-1]
			if run.Order.Correlation != string(id) || w.now.Sub(noon) > time.Minute {
				t.Errorf("after %s it takes the run of %s for that of %s", w.now.Sub(noon), run.Order.Correlation, id)
			}
			if r = w.drive(id, nil); r.Phase != rollout.Succeeded || len(w.host.Runs()) != 2 {
				t.Errorf("%s %+v, %d runs", r.Phase, r.Cause, len(w.host.Runs()))
			}
		})
	}
}

// elsewhere has a run begun for somebody else, in the same second.
func (w *world) elsewhere() {
	_, err := w.host.Dispatch(w.context(), rollout.Order{Service: "checkout", SHA: goodSHA, Correlation: "01JELSEWHERE"})
	if !errors.Is(err, errDown) { // its answer may be lost
		w.must(err)
	}
}

func TestAFailedBuildSaysWhereAndIsToldInTheThread(t *testing.T) {
	w := newWorld(t).connect()
	id := w.waits(prod)
	w.broken(1)
	w.webhook(1)
	r := w.drive(id, nil)
	if r.Phase != rollout.Failed || r.Cause != (rollout.Cause{Code: rollout.CauseBuild, Text: "the build failed: job test, step Unit tests"}) {
		t.Fatalf("%s %+v", r.Phase, r.Cause)
	}
	if !slices.ContainsFunc(w.notices(), func(n rollout.Notice) bool {
		return n.Kind == rollout.Broke && n.ID == string(id)+"/broke" && n.Channel == "CCHECKOUT"
	}) {
		t.Errorf("%+v", w.notices())
	}
	if w.lockOf(prod).Owner != "" || w.live(prod) != rollout.All("41") {
		t.Error("it left something behind")
	}
}

// faults.md D9: the run ended well, and pushed something else.
func TestARunWithoutAnImageHasFailed(t *testing.T) {
	w := newWorld(t)
	id := w.waits(prod)
	w.host.Set(1, func(r *rollout.Run) { r.State = rollout.RunSucceeded })
	r := w.drive(id, nil)
	if r.Phase != rollout.Failed || !strings.Contains(r.Cause.Text, "it pushed no image tagged with the commit's full SHA") || r.Ended.Sub(noon) > 5*time.Minute {
		t.Errorf("%s after %s: %+v", r.Phase, r.Ended.Sub(noon), r.Cause)
	}
}

// faults.md D8: the run, or its workflow, was deleted.
func TestARunThatIsGoneHasFailed(t *testing.T) {
	w := newWorld(t)
	id := w.waits(prod)
	w.host.Set(1, func(r *rollout.Run) { r.State = rollout.RunWaiting }) // for ever, wherever it is
	w.host.Before = failing("Look", &rollout.Error{Kind: rollout.NotFound, Message: "There is no such run."})
	w.now = w.now.Add(time.Minute)
	w.tick(id)
	w.errands()
	if r := w.drive(id, nil); r.Phase != rollout.Failed || !strings.Contains(r.Cause.Text, "does not know its run any more") {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

func TestTwoTargetsJoinOneBuild(t *testing.T) {
	w := newWorld(t)
	one, two := w.waits(staging), w.waits(prod)
	w.drive(one, nil)
	if r := w.drive(two, nil); r.Phase != rollout.Succeeded || w.rollout(one).Phase != rollout.Succeeded || len(w.host.Runs()) != 1 {
		t.Errorf("%s and %s, %d runs", w.rollout(one).Phase, r.Phase, len(w.host.Runs()))
	}
}

func TestABuildThatFailsHasFailedForAllThatWaited(t *testing.T) {
	w := newWorld(t).connect()
	one, two := w.waits(staging), w.waits(prod)
	w.now = w.now.Add(time.Second)
	w.broken(1)
	w.webhook(1)
	first, second := w.drive(one, nil), w.drive(two, nil)
	if len(w.host.Runs()) != 1 || first.Phase != rollout.Failed || second.Phase != rollout.Failed {
		t.Errorf("%s and %s after %d runs", first.Phase, second.Phase, len(w.host.Runs()))
	}
}

// The older one has seen that there is no image; the newer one has not looked yet, and
// may never.
func TestABuildIsAskedForThoughTheNewestRolloutHasNotLookedYet(t *testing.T) {
	w := newWorld(t)
	one := w.start(staging, unbuiltSHA)
	w.tickTo(one, rollout.Building)
	w.start(prod, unbuiltSHA)
	w.errands()
	if runs := w.host.Runs(); len(runs) != 1 || runs[0].Order.Correlation != string(one) {
		t.Errorf("%+v", runs)
	}
}
