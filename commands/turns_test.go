package commands_test

import (
	"slices"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// The audit tells of every move, before it was made.
func TestEveryMoveOfTrafficIsInTheAudit(t *testing.T) {
	w := newWorld(t)
	w.deploy(prod, goodSHA)
	var moves []string
	for _, e := range w.verify(prod) {
		if e.Action == "point live" {
			moves = append(moves, e.Detail)
		}
	}
	if want := []string{"v41", "v41 90 % + v42 10 %", "v41 50 % + v42 50 %", "v42"}; !slices.Equal(moves, want) {
		t.Errorf("moves %v, want %v", moves, want)
	}
	_, err := w.run(rel, grammar.Rollback{Target: prod})
	w.must(err)
	all := w.verify(prod)
	if asked, back := all[len(all)-2], all[len(all)-1]; asked.Action != "rollback" || asked.Actor != rel || back.Action != "point live" || back.Detail != "v41" {
		t.Errorf("%+v, then %+v", asked, back)
	}
}

// An audit row that nobody can explain is in the way of every turn: that is said,
// not tried for ever.
func TestATickThatIsAlwaysInSomebodysWaySaysSo(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	lock := w.lockOf(prod)
	_, stray := lock.Log(w.now, "UANA", "stray", id, "")
	w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{stray}}))
	w.now = w.rollout(id).Wake
	for range 5 {
		if _, err := w.Tick(t.Context(), id); rollout.IsKind(err, rollout.Stale) {
			return
		}
		w.now = w.now.Add(time.Minute)
	}
	t.Error("nobody hears of it")
}

// What drives it needs to know, without another look, what to save if it cannot go on.
func TestATurnGivesTheRolloutAsItStands(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	for range 2 { // the second comes too early
		r, err := w.Turn(t.Context(), id)
		w.must(err)
		w.now = w.now.Add(-time.Second)
		if stored := w.rollout(id); r.Revision != stored.Revision || r.Stable != "41" || r.Fence != 1 || r.Target != is(prod) || !r.Wake.Equal(stored.Wake) {
			t.Errorf("%+v, stored %+v", r, stored)
		}
	}
	over := w.drive(id, nil)
	if r, err := w.Turn(t.Context(), id); err != nil || r.Phase != over.Phase || r.Stable != "41" || !r.Wake.IsZero() {
		t.Errorf("%+v, %v", r, err)
	}
}
