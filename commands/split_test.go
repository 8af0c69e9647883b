package commands_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// forcedOut takes its target from a rollout in the middle of a step.
func (w *world) forcedOut() rollout.ID {
	w.t.Helper()
	id := w.start(prod, goodSHA)
	w.drive(id, shifted)
	l := w.lockOf(prod)
	l.Owner, l.Lease = "", time.Time{}
	w.must(w.store.Commit(context.Background(), rollout.Noted(l, rollout.Slipway, "unlock", id, "by force", w.now)))
	return id
}

// leaves has a rollout lose its target in the middle of a step, as when its owner
// was forced out: it ends, and its split stays.
func (w *world) leaves() rollout.ID {
	w.t.Helper()
	id := w.forcedOut()
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
	told := w.strays()
	if len(told) != 1 || told[0].Channel != "CCHECKOUT" || told[0].Rollout != id || told[0].Stray.Back != "41" || told[0].Stray.Origin != rollout.LeftBehind || told[0].Stray.Found != rollout.Split("41", "42", 0.1) {
		t.Errorf("people are told %+v", told)
	}
	if sent := w.outbox.Sent(); !slices.ContainsFunc(sent, func(s commandtest.Sent) bool { return s.ID == told[0].ID && s.Version == 1 }) {
		t.Errorf("sent %v", sent)
	}
	w.sweep()
	if len(w.verify(prod)) != len(entries) || len(w.strays()) != 1 {
		t.Error("and again, though all is well")
	}
}

// strays are what people are told of splits.
func (w *world) strays() []rollout.Notice {
	w.t.Helper()
	return slices.DeleteFunc(list[rollout.Notice](w, rollout.OutboxIndex), func(n rollout.Notice) bool { return n.Kind != rollout.Strayed })
}

func TestPeopleHearOnceOfASplitThatCannotBePutRightAndTheAuditOfEveryAttempt(t *testing.T) {
	w := newWorld(t)
	w.leaves()
	s, _ := rollout.ParseStamp(w.aliases(prod)[rollout.Live].Description)
	w.now = s.Deadline
	before := len(w.verify(prod))
	w.fault = failing("UpdateAlias", errDown)
	for range 3 {
		w.sweep()
		_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "lunch"})
		w.must(err)
		_, err = w.run(rel, grammar.Unlock{Target: prod})
		w.must(err)
	}
	tried := slices.DeleteFunc(w.actions(prod)[before:], func(action string) bool { return action != "put right" })
	if len(tried) != 3 {
		t.Errorf("audit %v", tried)
	}
	if told := w.strays(); len(told) != 1 {
		t.Errorf("people are told %+v", told)
	}
}

func TestADeployThatMeetsASplitIsToldWhoseItIsAndWhatToDo(t *testing.T) {
	const back = "`/rollback prod checkout v41`"
	for name, c := range map[string]struct {
		split func(w *world)
		words []string
	}{
		"by hand":     {func(w *world) { w.byHand(prod, rollout.Split("41", "40", 0.3)) }, []string{"not by a rollout of mine", "Whoever split it", back}},
		"left behind": {func(w *world) { w.leaves() }, []string{"left behind by rollout 01J", "puts it right by itself, within ten minutes of 2026-11-22 ", back}},
		"of a lost table": {func(w *world) {
			w.stamped(prod, rollout.Split("41", "40", 0.3), "slipway rollout=01JNOBODY fence=1 move=1 deadline=2026-11-22T10:00:00Z")
		}, []string{"stamped by rollout 01JNOBODY, whose record is gone", "Whoever split it", back}},
		"of one that has lost the target": {func(w *world) { w.forcedOut() }, []string{"which has lost the target", "puts it right by itself", back}},
		"of another target": {func(w *world) {
			w.forcedOut()
			w.stamped(staging, rollout.Split("41", "40", 0.3), w.aliases(prod)[rollout.Live].Description)
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			c.split(w)
			where := prod
			if c.words == nil {
				where, c.words = staging, []string{"not by a rollout of mine", "`/rollback staging checkout v41`"}
			}
			_, err := w.run(rel, grammar.Deploy{Target: where, Ref: badSHA})
			hinted(t, err, "split", c.words...)
		})
	}
}

func TestADeployThatCannotTellWhoseASplitIsDoesNotGuess(t *testing.T) {
	w := newWorld(t)
	w.leaves()
	w.Store = failsOn{Store: w.store, kind: "rollout"}
	if _, err := w.run(rel, grammar.Deploy{Target: prod, Ref: badSHA}); !errors.Is(err, errDown) {
		t.Error(err)
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
		if told := w.strays(); len(told) != 1 || told[0].Stray.Back != "" || told[0].Stray.Found != live || told[0].Stray.Ours() {
			t.Errorf("%s: people are told %+v", name, told)
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
