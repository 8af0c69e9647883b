package commands_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// hear is news that has to be taken note of.
func (w *world) hear(n commands.News) {
	w.t.Helper()
	w.must(w.Hear(w.context(), n))
}

// faults.md D7: twice, and completed before in_progress.
func TestNewsOfARunMayComeTwiceAndInAnyOrder(t *testing.T) {
	w := newWorld(t).connect()
	id := w.waits(prod)
	w.host.Set(1, func(r *rollout.Run) { r.State = rollout.RunGoing })
	going := w.newsOf(1)
	w.now = w.now.Add(time.Second)
	w.built(1)
	done := w.newsOf(1)
	w.hear(done)
	known, woken := w.buildRun(), len(w.engine.Woken())
	for _, n := range []commands.News{going, done, going} {
		w.hear(n)
	}
	if b := w.buildRun(); b.Revision != known.Revision || b.Run.State != rollout.RunSucceeded || len(w.engine.Woken()) != woken {
		t.Errorf("%+v, woken %v", b, w.engine.Woken())
	}
	if r := w.drive(id, nil); r.Phase != rollout.Succeeded {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

func TestADeliveryThatWasActedUponIsNotAgain(t *testing.T) {
	w := newWorld(t).connect()
	w.waits(prod)
	w.host.Set(1, func(r *rollout.Run) { r.State = rollout.RunGoing })
	n := w.newsOf(1)
	w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{rollout.Seen{ID: "github/" + n.Delivery, At: w.now}}}))
	before := w.buildRun()
	if w.hear(n); w.buildRun().Revision != before.Revision {
		t.Errorf("%+v", w.buildRun())
	}
}

// faults.md D7: another repository's, or a run that nobody here has asked for.
func TestNewsOfWhatIsNotOursChangeNothing(t *testing.T) {
	for name, change := range map[string]func(*commands.News){
		"another repository": func(n *commands.News) { n.Repository = "evil/checkout" },
		"no repository":      func(n *commands.News) { n.Repository = "" },
		"another run":        func(n *commands.News) { n.Run, n.Title = 99, "build abc for 01JSOMEBODY" },
		"no run":             func(n *commands.News) { n.Run = 0 },
		"another kind":       func(n *commands.News) { n.Kind = "star" },
	} {
		w := newWorld(t).connect()
		w.waits(prod)
		w.host.Set(1, func(r *rollout.Run) { r.State = rollout.RunGoing })
		n := w.newsOf(1)
		change(&n)
		before := w.buildRun()
		if w.hear(n); w.buildRun().Revision != before.Revision {
			t.Errorf("%s: %+v", name, w.buildRun())
		}
	}
}

func TestACodeHostDoesNotTellCapitalLettersFromSmallOnes(t *testing.T) {
	w := newWorld(t).connect()
	w.waits(prod)
	w.host.Set(1, func(r *rollout.Run) { r.State = rollout.RunGoing })
	n := w.newsOf(1)
	n.Repository = "Acme/Checkout"
	if w.hear(n); w.buildRun().Run.State != rollout.RunGoing {
		t.Errorf("%+v", w.buildRun())
	}
}

// faults.md D1, D3: the webhook is faster than the answer, and names the run.
func TestAWebhookTellsWhichRunItIs(t *testing.T) {
	w := newWorld(t).connect()
	w.host.Silent = true
	w.elsewhere()
	id := w.waits(prod)
	w.webhook(1)
	if b := w.buildRun(); b.Run.ID != 0 {
		t.Errorf("somebody else's run is taken for it: %+v", b)
	}
	w.webhook(2)
	if b := w.buildRun(); b.Run.ID != 2 || b.Run.URL == "" || !w.rollout(id).Wake.Equal(w.now) {
		t.Errorf("%+v", b)
	}
}

func TestAFailureIsToldOfWithWhereItWas(t *testing.T) {
	w := newWorld(t).connect()
	w.waits(prod)
	w.broken(1)
	w.webhook(1)
	if f := w.buildRun().Run.Failure; f == nil || f.Job != "test" || f.Step != "Unit tests" || len(f.Log) != 1 {
		t.Errorf("%+v", f)
	}
}

// faults.md D8: the code host says where a moment after it says that.
func TestWhereARunFailedIsAskedForAgain(t *testing.T) {
	for name, first := range map[string]func(*world){
		"nobody answers":        func(w *world) { w.host.Before = failing("Look", errDown) },
		"no job has failed yet": func(w *world) { w.host.Set(1, func(r *rollout.Run) { r.State = rollout.RunFailed }) },
	} {
		w := newWorld(t).connect()
		id := w.waits(prod)
		w.broken(1)
		where := w.host.Runs()[0].Failure
		w.host.Set(1, func(r *rollout.Run) { r.Failure, r.Reason = nil, "" })
		first(w)
		w.webhook(1)
		w.tickTo(id, rollout.Building)
		if r := w.rollout(id); r.Phase != rollout.Building || r.Build.State != rollout.BuildRunning {
			t.Fatalf("%s: %s %+v", name, r.Phase, r.Cause)
		}
		w.host.Before = nil
		w.host.Set(1, func(r *rollout.Run) { r.Failure = where })
		r := w.drive(id, nil)
		if r.Phase != rollout.Failed || r.Cause.Text != "the build failed: job test, step Unit tests" || r.Ended.Sub(noon) > time.Minute {
			t.Errorf("%s: %s after %s: %+v", name, r.Phase, r.Ended.Sub(noon), r.Cause)
		}
	}
}

// faults.md D8: nobody can say where, but that it failed is known.
func TestAFailureCountsEvenIfNobodyCanEverSayWhereItWas(t *testing.T) {
	w := newWorld(t).connect()
	id := w.waits(prod)
	w.broken(1)
	w.host.Before = failing("Look", errDown)
	w.webhook(1)
	if r := w.drive(id, nil); r.Phase != rollout.Failed || r.Cause.Text != "the build failed" || r.Ended.Sub(noon) > time.Minute {
		t.Errorf("%s after %s: %+v", r.Phase, r.Ended.Sub(noon), r.Cause)
	}
	if got := calls(w.host.Calls(), "Look"); got != 3 { // when it was heard of, and twice more
		t.Errorf("%d looks", got)
	}
}

// faults.md D8: somebody runs it again on the code host.
func TestARunThatIsRunAgainIsFollowedAndJoined(t *testing.T) {
	w := newWorld(t).connect()
	id := w.waits(prod)
	w.broken(1)
	w.webhook(1)
	w.drive(id, nil)
	w.host.Set(1, func(r *rollout.Run) { *r = rollout.Run{ID: 1, URL: r.URL, Attempt: 2, State: rollout.RunGoing} })
	w.webhook(1)
	again := w.waits(prod)
	if b := w.buildRun(); b.Run.Attempt != 2 || b.Run.State != rollout.RunGoing || len(w.host.Runs()) != 1 {
		t.Errorf("%+v, %d runs", b, len(w.host.Runs()))
	}
	if r := w.drive(again, nil); r.Phase != rollout.Succeeded {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

func TestAGateOnTheCodeHostIsShownAndPassed(t *testing.T) {
	w := newWorld(t).connect()
	id := w.waits(prod)
	w.host.Set(1, func(r *rollout.Run) { r.State, r.Waits = rollout.RunWaiting, []string{"staging"} })
	gate := w.newsOf(1)
	gate.Kind = commands.NewsDeployment
	w.hear(gate)
	w.tickTo(id, rollout.Building)
	if b := w.rollout(id).Build; !slices.Equal(b.Waits, []string{"staging"}) {
		t.Fatalf("%+v", b)
	}
	w.host.Set(1, func(r *rollout.Run) { r.State, r.Waits = rollout.RunGoing, nil })
	w.hear(gate)
	w.tickTo(id, rollout.Building)
	if b := w.rollout(id).Build; len(b.Waits) != 0 {
		t.Errorf("%+v", b)
	}
	gate.Run = 0
	w.hear(gate) // one of ours
	w.built(1)
	if r := w.drive(id, nil); r.Phase != rollout.Succeeded {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

func TestNewsThatCannotBeNotedAreAnError(t *testing.T) {
	w := newWorld(t).connect()
	w.waits(prod)
	w.host.Set(1, func(r *rollout.Run) { r.State = rollout.RunGoing })
	n := w.newsOf(1)
	for name, store := range map[string]commands.Store{"runs": cannotQuery{w.store, rollout.RunIndex(1)}, "builds": cannotQuery{w.store, rollout.BuildsIndex}, "open": cannotQuery{w.store, rollout.OpenIndex}} {
		w.Store = store
		if err := w.Hear(t.Context(), n); !contains(err, "it is down") {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.Store = w.store
	w.store.Before = func(rollout.Change) error { return &rollout.ConflictError{Key: rollout.RolloutKey("01J")} }
	if err := w.Hear(t.Context(), n); !rollout.IsKind(err, rollout.Stale) {
		t.Error(err)
	}
}

// A repository may hold several services; a run is of one of them.
func TestServicesMayShareARepository(t *testing.T) {
	w := newWorld(t).connect()
	w.Policy.Services[1].Repository, w.Policy.Services[1].Branch = repository, "main"
	id := w.waits(prod)
	w.hear(w.newsOfPush(goodSHA, "main", noon))
	if ghost := get[rollout.Head](w, rollout.HeadKey("ghost")); ghost.Commit.SHA != goodSHA || w.head().Commit.SHA != goodSHA {
		t.Errorf("%+v", ghost)
	}
	w.built(1)
	w.webhook(1)
	if r := w.drive(id, nil); r.Phase != rollout.Succeeded {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
	_, err := w.run(rel, grammar.Rollback{Target: prod})
	w.must(err)
}

// faults.md D11: what somebody else has made up takes little room, and half an address
// is none.
func TestWhatIsKeptOfARunIsSmall(t *testing.T) {
	w := newWorld(t).connect()
	w.waits(prod)
	huge := "https://git.example/" + strings.Repeat("x", 100_000)
	w.host.Set(1, func(r *rollout.Run) {
		*r = rollout.Run{ID: 1, Attempt: 1, URL: huge, State: rollout.RunFailed, Reason: huge, Failure: &rollout.Failure{Job: huge, Step: huge, URL: huge}}
	})
	n := w.newsOf(1)
	w.hear(n)
	row, err := w.store.Load(t.Context(), rollout.BuildRunKey("checkout", unbuiltSHA))
	w.must(err)
	if r := w.buildRun().Run; len(row.Body) > 3000 || r.Failure.URL != "" || strings.Contains(r.URL, "xxx") || !strings.HasPrefix(r.Failure.Job, "https") {
		t.Errorf("%d bytes: %.40s, %.40s", len(row.Body), r.URL, r.Failure.URL)
	}
}
