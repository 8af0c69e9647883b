package commands_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// leaves has a rollout lose its target in the middle of a step, as when its owner
// was forced out: it ends, and its split stays.
func (w *world) leaves() rollout.ID {
	w.t.Helper()
	id := w.start(prod, goodSHA)
	w.drive(id, shifted)
	l := w.lockOf(prod)
	l.Owner, l.Lease = "", time.Time{}
	w.must(w.store.Commit(context.Background(), rollout.Noted(l, rollout.Slipway, "unlock", id, "by force", w.now)))
	w.now = w.rollout(id).Wake
	w.tick(id)
	return id
}

func TestASplitThatADeadRolloutHasLeftIsPutRight(t *testing.T) {
	w := newWorld(t)
	id := w.leaves()
	s, _ := rollout.ParseStamp(w.aliases(prod)[rollout.Live].Description)
	w.now = s.Deadline.Add(-time.Second)
	if w.sweep(); w.live(prod).Weight == 0 {
		t.Fatal("its deadline has not passed")
	}
	w.now = s.Deadline
	if w.sweep(); w.live(prod) != rollout.All("41") {
		t.Fatalf("live %s", w.live(prod))
	}
	entries := w.verify(prod)
	if e := entries[len(entries)-1]; e.Action != "put right" || e.Rollout != id || !strings.Contains(e.Detail, "v41, from v41 90 % + v42 10 %") {
		t.Errorf("audit %+v", e)
	}
	w.sweep()
	if len(w.verify(prod)) != len(entries) {
		t.Error("and again, though all is well")
	}
}

// faults.md E2, G8: whoever was faster is not fought, and nothing is done that the
// audit cannot tell of.
func TestASplitIsLeftAsItIsWhen(t *testing.T) {
	for name, meanwhile := range map[string]func(w *world){
		"somebody moves it meanwhile": func(w *world) {
			account := w.Traffic
			w.Traffic = hasty{Traffic: account, before: func() {
				w.Traffic = account
				w.byHand(prod, rollout.Split("41", "42", 0.2))
			}}
		},
		"a deploy takes the target":          func(w *world) { w.store.Before = w.conflict() },
		"the audit cannot be written":        func(w *world) { w.store.Before = func(rollout.Change) error { return errDown } },
		"the account answers with an error":  func(w *world) { w.fault = failing("UpdateAlias", errDown) },
		"its rollout cannot be read":         func(w *world) { w.Store = failsOn{Store: w.store, kind: "rollout"} },
		"the aliases cannot be read":         func(w *world) { w.fault = failing("ListAliases", errDown) },
		"the lock cannot be read":            func(w *world) { w.Store = failsOn{Store: w.store, kind: "lock"} },
		"somebody owns the target once more": func(w *world) { w.adopting(); w.start(prod, badSHA); w.engine.Down = errDown },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.leaves()
			s, _ := rollout.ParseStamp(w.aliases(prod)[rollout.Live].Description)
			w.now = s.Deadline
			meanwhile(w)
			for minute := range 5 {
				_ = w.Sweep(t.Context(), w.now.Add(time.Duration(minute)*time.Minute))
			}
			w.Store, w.store.Before = w.store, nil
			if live := w.live(prod); live.Weight == 0 {
				t.Errorf("live %s", live)
			}
		})
	}
}

func TestASplitThatIsNotOursIsToldOfOnce(t *testing.T) {
	for name, split := range map[string]func(w *world){
		"by hand": func(w *world) { w.byHand(prod, rollout.Split("41", "40", 0.3)) },
		"with the stamp of a deploy that ended well": func(w *world) {
			w.deploy(prod, goodSHA)
			w.stamped(prod, rollout.Split("42", "40", 0.3), w.aliases(prod)[rollout.Live].Description)
		},
		"with the stamp of nobody we know": func(w *world) {
			w.stamped(prod, rollout.Split("41", "40", 0.3), "slipway rollout=01JNOBODY fence=1 move=1 deadline=2026-11-22T10:00:00Z")
		},
	} {
		w := newWorld(t)
		split(w)
		before, live := len(w.verify(prod)), w.live(prod)
		w.now = w.now.Add(24 * time.Hour)
		for range 3 {
			w.sweep()
		}
		entries := w.verify(prod)
		if w.live(prod) != live || len(entries) != before+1 || entries[before].Action != "split found" || !strings.Contains(entries[before].Detail, live.String()) {
			t.Errorf("%s: live %s, audit %+v", name, w.live(prod), entries[before:])
		}
	}
}

func TestASplitOfARolloutThatOnlySleepsIsItsOwn(t *testing.T) {
	w := newWorld(t)
	id := w.leaves() // which has lost its target, as it knows
	r := w.rollout(id)
	r.Phase, r.Ended, r.Revision, r.Wake = rollout.Shifting, time.Time{}, r.Revision+1, w.now.Add(24*time.Hour)
	w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{r}}))
	w.now = w.now.Add(2 * time.Hour)
	before := len(w.verify(prod))
	if w.sweep(); w.live(prod).Weight == 0 || len(w.verify(prod)) != before {
		t.Errorf("live %s", w.live(prod))
	}
}
