package commands_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// result is what is written down of a rollout.
func (w *world) result(id rollout.ID) rollout.Result {
	w.t.Helper()
	return get[rollout.Result](w, rollout.ResultKey(id))
}

// sees carries out an errand, whoever has carried it out before.
func (w *world) sees(kind rollout.NoticeKind, id rollout.ID) error {
	return w.Errand(w.context(), rollout.Notice{ID: string(kind) + "/" + string(id), Kind: kind, Rollout: id, At: w.now})
}

func TestWhatCameOfADeployIsWrittenDownWithItsCommits(t *testing.T) {
	w := newWorld(t).connect()
	w.host.Differ(rollout.Comparison{From: shipped("41"), To: goodSHA, Ahead: 2, Commits: []rollout.Commit{
		{SHA: goodSHA, At: noon.Add(-time.Hour)}, {SHA: crashSHA, At: noon.Add(-3 * time.Hour)},
	}})
	r := w.deploy(prod, goodSHA)
	got := w.result(r.ID)
	want := []time.Time{noon.Add(-time.Hour), noon.Add(-3 * time.Hour)}
	if got.Kind != rollout.Deployed || got.Phase != rollout.Succeeded || !slices.Equal(got.Commits, want) || got.Total != 2 || got.Fault != nil {
		t.Errorf("%+v", got)
	}
	if !got.Moved.After(got.Began) || !got.Full.After(got.Moved) || !got.Ended.After(got.Full) || !got.Ended.Equal(r.Ended) || got.By != rel {
		t.Errorf("%+v", got)
	}
}

// A lead time of the newest fifty of three hundred commits would be too short.
func TestTheCodeHostIsAskedForTheCommitsThatWereNotKept(t *testing.T) {
	w := newWorld(t).connect()
	many := rollout.Comparison{From: shipped("41"), To: goodSHA, Ahead: 120, Commits: make([]rollout.Commit, 120)}
	for n := range many.Commits {
		many.Commits[n].At = noon.Add(-time.Duration(n) * time.Hour)
	}
	w.host.Differ(many)
	w.asksFirst()
	p := w.planned(w.asks(rel, grammar.Deploy{Target: prod, Ref: goodSHA}))
	id := w.began(w.confirm(rel, p.Proposal)).ID
	if kept := get[rollout.Shipping](w, rollout.ShippingKey(id)); len(kept.Comparison.Commits) != 50 {
		t.Fatalf("%d are kept", len(kept.Comparison.Commits))
	}
	w.drive(id, nil)
	if got := w.result(id); len(got.Commits) != 120 || got.Total != 120 {
		t.Errorf("%d of %d", len(got.Commits), got.Total)
	}
}

func TestAResultIsThereWithoutTheCodeHostAndIsMadeWholeLater(t *testing.T) {
	w := newWorld(t).connect()
	w.host.Differ(rollout.Comparison{From: shipped("41"), To: goodSHA, Ahead: 1, Commits: []rollout.Commit{{SHA: goodSHA, At: noon.Add(-time.Hour)}}})
	downFor(w.host, "Compare", errDown)
	r := w.deploy(prod, goodSHA)
	if got := w.result(r.ID); got.Total != 0 || got.Phase != rollout.Succeeded || got.Revision != 1 {
		t.Errorf("%+v", got)
	}
	if err := w.sees(rollout.ResultErrand, r.ID); !errors.Is(err, errDown) {
		t.Errorf("nobody comes again: %v", err)
	}
	w.host.Before = nil
	for range 3 {
		w.must(w.sees(rollout.ResultErrand, r.ID))
	}
	if got := w.result(r.ID); got.Total != 1 || len(got.Commits) != 1 || got.Revision != 2 {
		t.Errorf("%+v", got)
	}
	downFor(w.host, "Compare", errDown) // what is known need not be asked again
	w.must(w.sees(rollout.ResultErrand, r.ID))
}

func TestTheResultOfACanaryThatWentBackSaysSinceWhenItWasBad(t *testing.T) {
	w := newWorld(t)
	r := w.deploy(prod, badSHA)
	got := w.result(r.ID)
	f := got.Fault
	if got.Phase != rollout.RolledBack || f == nil || f.By != rollout.Slipway || f.Rollout != "" {
		t.Fatalf("%+v, %+v", got, f)
	}
	if first := got.Moved.Truncate(time.Minute); f.FirstBad.Before(first) || !f.FirstBad.Before(f.Gone) || f.Restored.Before(f.Gone) || !got.Full.IsZero() {
		t.Errorf("moved %s, %+v", got.Moved, f)
	}
}

func TestWhatWasTakenBackAfterwardsIsAFaultOfWhatHadBroughtIt(t *testing.T) {
	w := newWorld(t)
	r := w.deploy(prod, goodSHA)
	w.now = w.now.Add(time.Hour)
	back := w.backTo("")
	got, f := w.result(r.ID), w.result(r.ID).Fault
	if f == nil || f.Rollout != back.ID || f.By != rel || !f.Gone.Equal(back.Created) || !f.Restored.Equal(back.RestoredAt()) || !f.FirstBad.IsZero() {
		t.Fatalf("%+v", f)
	}
	if got.Phase != rollout.Succeeded || got.Kind != rollout.Deployed {
		t.Errorf("%+v", got)
	}
	if went := w.result(back.ID); went.Kind != rollout.WentBack || went.Fault != nil || went.Release.SHA != shipped("41") {
		t.Errorf("%+v", went)
	}
}

// What came after a rollout is looked for from it on, however much was there before. Another
// try of the same version that went back by itself has not taken away what it brought.
func TestOnlyALaterRollbackOfTheSameVersionTakesAway(t *testing.T) {
	w := newWorld(t)
	r := w.deploy(prod, goodSHA)
	leaves := func(id rollout.ID, v rollout.Version, rollback bool) {
		w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{rollout.Rollout{
			ID: id, Revision: 1, Target: is(prod), Phase: rollout.RolledBack, IsRollback: rollback, Candidate: v, Created: w.now, By: rel,
		}}}))
		w.must(w.sees(rollout.ResultErrand, r.ID))
	}
	for n := range 30 {
		leaves(rollout.ID(fmt.Sprintf("01A%02d", n)), r.Candidate, true)
	}
	leaves("01K1", r.Candidate, false)
	leaves("01K2", "41", true)
	if f := w.result(r.ID).Fault; f != nil {
		t.Errorf("it was never taken away: %+v", f)
	}
	leaves("01K3", r.Candidate, true)
	if f := w.result(r.ID).Fault; f == nil || f.Rollout != "01K3" {
		t.Errorf("%+v", f)
	}
}

func TestACommitThatIsShippedAgainIsARepeat(t *testing.T) {
	w := newWorld(t)
	one := w.deploy(prod, goodSHA)
	w.deploy(prod, unbuiltSHA)
	again := w.deploy(prod, goodSHA)
	w.deploy(staging, goodSHA)
	for id, want := range map[rollout.ID]rollout.ResultKind{one.ID: rollout.Deployed, again.ID: rollout.RepeatResult} {
		w.must(w.sees(rollout.ResultErrand, id)) // asked again, it says the same
		if got := w.result(id); got.Kind != want || got.Phase != rollout.Succeeded {
			t.Errorf("%s %s, want %s", got.Kind, got.Phase, want)
		}
	}
	for _, r := range list[rollout.Result](w, rollout.ResultsIndex(noon)) {
		if r.Target == is(staging) && r.Kind != rollout.Deployed {
			t.Errorf("in another environment it is a %s", r.Kind)
		}
	}
}

// What was live before there were results is known by the rollout that found it.
func TestTheCommitThatWasLiveAlreadyIsARepeat(t *testing.T) {
	w := newWorld(t)
	for id, stable := range map[rollout.ID]string{"01K1": goodSHA, "01K2": shipped("41")} {
		w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{rollout.Rollout{
			ID: id, Revision: 1, Target: is(prod), Phase: rollout.Succeeded, Candidate: "43", Stable: "42", Created: w.now, Ended: w.now, By: rel,
			Release: rollout.Release{SHA: goodSHA}, StableRelease: rollout.Release{SHA: stable},
		}}}))
	}
	w.must(w.sees(rollout.ResultErrand, "01K2"))
	w.must(w.sees(rollout.ResultErrand, "01K1"))
	if one, two := w.result("01K1").Kind, w.result("01K2").Kind; one != rollout.RepeatResult || two != rollout.Deployed {
		t.Errorf("a %s and a %s", one, two)
	}
}

// However many incidents there were before, the one that suspects a rollout is found.
func TestTheIncidentOfAResultIsLookedForFromItOn(t *testing.T) {
	w := newWorld(t)
	r := w.deploy(prod, goodSHA)
	w.now = w.now.Add(time.Hour)
	back := w.backTo("")
	for n := range 60 {
		w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{rollout.Incident{ID: fmt.Sprintf("00A%02d", n), Revision: 1, Target: is(prod), Opened: noon, Closed: noon}}}))
	}
	bad := back.Created.Add(-10 * time.Minute)
	w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{rollout.Incident{
		ID: "7ZZ", Revision: 1, Target: is(prod), Opened: bad, FirstBad: bad, Suspect: &rollout.Suspect{Rollout: r.ID},
	}}}))
	w.must(w.sees(rollout.ResultErrand, r.ID))
	if f := w.result(r.ID).Fault; f == nil || f.Incident != "7ZZ" || !f.FirstBad.Equal(bad) {
		t.Errorf("%+v", f)
	}
}

func TestTheResultOfAnIncidentsSuspectSaysSinceWhenItWasBad(t *testing.T) {
	w := newWard(t, handsOn)
	r := w.wentLive(6 * time.Minute)
	w.hears(w.red("checkout-errors"))
	w.passes(10 * time.Minute)
	i := w.incident()
	f := w.result(r.ID).Fault
	if i.Back == "" || f == nil || f.Incident != i.ID || f.Rollout != i.Back || !f.FirstBad.Equal(i.FirstBad) || f.FirstBad.IsZero() || !f.Restored.Equal(i.Restored) {
		t.Errorf("%+v of incident %s, back %s, bad since %s", f, i.ID, i.Back, i.FirstBad)
	}
	if d := w.result(i.Back); d.Kind != rollout.WentBack || d.Fault != nil {
		t.Errorf("%+v", d)
	}
}

// Since when it was bad may be known after it is back.
func TestALaterLookAtAnIncidentTellsTheResult(t *testing.T) {
	w := newWard(t, handsOn)
	r := w.wentLive(6 * time.Minute)
	w.hears(w.red("checkout-errors"))
	w.passes(10 * time.Minute)
	i := w.incident()
	i.Revision++
	i.FirstBad = i.FirstBad.Add(-2 * time.Minute)
	w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{i}}))
	w.Store = failsOn{w.store, "result"}
	w.must(w.Errand(t.Context(), rollout.LookNotice(i.ID, w.now))) // it is in nobody's way
	w.Store = w.store
	w.must(w.Errand(t.Context(), rollout.LookNotice(i.ID, w.now)))
	if f := w.result(r.ID).Fault; !f.FirstBad.Equal(i.FirstBad) {
		t.Errorf("bad since %s, want %s", f.FirstBad, i.FirstBad)
	}
}

func TestADrillIsWrittenDownAsOne(t *testing.T) {
	w := newWorld(t)
	w.drills()
	r := w.began(w.drill(rel))
	w.drive(r.ID, nil)
	if got := w.result(r.ID); got.Kind != rollout.DrillResult || got.Fault != nil || got.Moved.IsZero() {
		t.Errorf("%+v", got)
	}
}

// Errands come late, twice and in any order, and what is written is the same.
func TestTheOrderOfErrandsDoesNotMatterToResults(t *testing.T) {
	w := newWorld(t)
	first := w.deploy(prod, goodSHA)
	bad := w.deploy(prod, badSHA)
	w.unlocked()
	back := w.backTo("v41")
	w.unlocked()
	last := w.deploy(prod, goodSHA)
	ids := []rollout.ID{first.ID, bad.ID, back.ID, last.ID}
	want := map[rollout.ID]rollout.Result{}
	for _, id := range ids {
		want[id] = w.result(id)
	}
	rapid.Check(t, func(t *rapid.T) {
		for _, id := range ids {
			was := w.result(id)
			w.must(w.store.Commit(w.context(), rollout.Change{Delete: []rollout.Deletion{{Key: was.Key(), Rev: was.Revision}}}))
		}
		twice := rapid.Permutation(slices.Concat(ids, ids)).Draw(t, "order")
		for _, id := range twice {
			w.must(w.sees(rapid.SampledFrom([]rollout.NoticeKind{rollout.ResultErrand, rollout.ReplaceErrand}).Draw(t, "errand"), id))
		}
		for _, id := range ids {
			w.must(w.sees(rollout.ResultErrand, id))
			got := w.result(id)
			got.Revision, got.Kind = want[id].Revision, want[id].Kind // dora tells a repeat of one that was written down late
			if !reflect.DeepEqual(got, want[id]) {
				t.Errorf("%s: %+v, want %+v", id, got, want[id])
			}
		}
	})
}

func TestAResultThatCannotBeWrittenIsTriedAgain(t *testing.T) {
	w := newWorld(t)
	r := w.deploy(prod, goodSHA)
	was := w.result(r.ID)
	w.must(w.store.Commit(t.Context(), rollout.Change{Delete: []rollout.Deletion{{Key: was.Key(), Rev: was.Revision}}}))
	for name, store := range map[string]commands.Store{
		"its rollout": failsOn{w.store, "rollout"}, "itself": failsOn{w.store, "result"}, "what came after": cannotQuery{w.store, rollout.TargetIndex(is(prod))},
		"its incidents": cannotQuery{w.store, rollout.IncidentsIndex(is(prod))}, "its minutes": cannotQuery{w.store, rollout.JudgementIndex(r.ID)},
		"where its commit was": cannotQuery{w.store, rollout.ResultsOfIndex(is(prod), goodSHA)},
	} {
		w.Store = store
		if err := w.sees(rollout.ResultErrand, r.ID); !errors.Is(err, errDown) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.Store = w.store
	w.store.Before = func(rollout.Change) error { return errDown }
	if err := w.sees(rollout.ResultErrand, r.ID); !errors.Is(err, errDown) {
		t.Error(err)
	}
	w.overtaken(2)
	w.must(w.sees(rollout.ResultErrand, r.ID))
	if got := w.result(r.ID); got.Phase != rollout.Succeeded {
		t.Errorf("%+v", got)
	}
}

func TestThereIsNoResultOfWhatHasNotEndedOrNeverWas(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	w.must(w.sees(rollout.ResultErrand, id))
	w.must(w.sees(rollout.ResultErrand, "01JNOBODY"))
	if all := list[rollout.Result](w, rollout.ResultsIndex(noon)); len(all) != 0 {
		t.Errorf("%+v", all)
	}
}
