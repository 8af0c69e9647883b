package commands_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

func TestARollbackGoesToTheRecordedVersionOrTheOneThatWasNamed(t *testing.T) {
	for to, want := range map[string]rollout.Version{
		"": "40", "previous": "40", "v39": "39", "39": "39", "v40": "40", shipped("39"): "39", "5ea5e1a": "39", shipped("40")[:8]: "40",
	} {
		w := newWorld(t)
		out, err := w.run(rel, grammar.Rollback{Target: prod, To: to})
		w.must(err)
		r := w.drive(out.(commands.Started).Rollout.ID, nil)
		if r.Phase != rollout.RolledBack || w.live(prod) != rollout.All(want) || r.Brought() != want {
			t.Errorf("to %q: %s %+v, live %s", to, r.Phase, r.Cause, w.live(prod))
		}
		if r.Health == nil || !r.Health.OK || r.Health.Version != want {
			t.Errorf("to %q: health %+v", to, r.Health)
		}
		if held := w.lockOf(prod).Held; held == nil || held.By != rel || !strings.Contains(held.Reason, "4141414 was rolled back") {
			t.Errorf("to %q: held %+v", to, held)
		}
		if actions := w.actions(prod); actions[0] != "rollback" || actions[1] != "point live" {
			t.Errorf("audit %v", actions)
		}
	}
}

func TestAfterADeployARollbackGoesToWhatWasLiveBefore(t *testing.T) {
	w := newWorld(t)
	w.deploy(prod, goodSHA)
	out, err := w.run(rel, grammar.Rollback{Target: prod})
	w.must(err)
	if w.drive(out.(commands.Started).Rollout.ID, nil); w.live(prod) != rollout.All("41") {
		t.Errorf("live %s", w.live(prod))
	}
	_, err = w.run(rel, grammar.Rollback{Target: prod})
	hinted(t, err, "already_back", "v41", "v42 (abc1230), v41 (4141414, live), v40 (5ea5e1b)")
}

func TestARollbackThatMakesNoSenseIsRefusedWithTheVersionsThereAre(t *testing.T) {
	const versions = "v41 (4141414, live), v40 (5ea5e1b), v39 (5ea5e1a)"
	for name, c := range map[string]struct {
		before func(w *world)
		to     string
		code   string
		words  []string
	}{
		"an unknown version":       {to: "v7", code: "no_version", words: []string{"v7", versions}},
		"a commit never shipped":   {to: "abc123", code: "no_version", words: []string{"abc123", versions}},
		"a SHA of several":         {to: "5ea5e1", code: "ambiguous_version", words: []string{"v40 (5ea5e1b), v39 (5ea5e1a)"}},
		"what is live already":     {to: "v41", code: "already_back", words: []string{"v41", versions}},
		"blue is what is live":     {before: func(w *world) { w.byHand(prod, rollout.All("40")) }, code: "already_back", words: []string{"v40", "v41 (4141414), v40 (5ea5e1b, live), v39 (5ea5e1a)"}},
		"nothing recorded":         {before: func(w *world) { w.deleteAlias(rollout.Blue) }, code: "no_way_back", words: []string{"/rollback prod checkout <version>", versions}},
		"nothing live":             {before: func(w *world) { w.deleteAlias(rollout.Live) }, code: "not_live", words: []string{"/deploy prod checkout latest"}},
		"another one is under way": {before: func(w *world) { w.start(prod, goodSHA) }, to: "v39", code: "busy", words: []string{"abc1230", "v41", "/rollback prod checkout"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if c.before != nil {
				c.before(w)
			}
			w.calls = nil
			_, err := w.run(rel, grammar.Rollback{Target: prod, To: c.to})
			hinted(t, err, c.code, c.words...)
			if moved(w.calls) != 0 {
				t.Errorf("calls %v", w.calls)
			}
		})
	}
}

func TestARollbackWorksUnderALockAndKeepsItsReason(t *testing.T) {
	w := newWorld(t)
	_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "migrating orders"})
	w.must(err)
	out, err := w.run(rel, grammar.Rollback{Target: prod})
	w.must(err)
	if r := w.drive(out.(commands.Started).Rollout.ID, nil); r.Phase != rollout.RolledBack || w.live(prod) != rollout.All("40") || r.Holder != rel {
		t.Errorf("%s, live %s, held by %q", r.Phase, w.live(prod), r.Holder)
	}
	if held := w.lockOf(prod).Held; held == nil || held.Reason != "migrating orders" {
		t.Errorf("held %+v", held)
	}
}

// Whoever keeps deploys out is told that the traffic went back all the same.
func TestTheHolderOfALockIsNamedByARollbackOfARolloutUnderWay(t *testing.T) {
	w := newWorld(t)
	id := shifting(w)
	_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "migrating orders"})
	w.must(err)
	w.Policy.Roles["releaser"] = []string{dev}
	_, err = w.run(dev, grammar.Rollback{Target: prod})
	w.must(err)
	if r := w.drive(id, nil); r.Holder != rel || w.lockOf(prod).Held.Reason != "migrating orders" {
		t.Errorf("held by %q, %+v", r.Holder, w.lockOf(prod).Held)
	}
}

func TestARollbackOfARolloutUnderWayTakesItsTrafficBack(t *testing.T) {
	for _, to := range []string{"", "previous", "v41", shipped("41"), "414141"} {
		w := newWorld(t)
		id := w.start(prod, goodSHA)
		w.drive(id, shifted)
		out, err := w.run(rel, grammar.Rollback{Target: prod, To: to})
		w.must(err)
		if c := out.(commands.Changed); c.Action != "rollback" || c.Rollout.ID != id || w.engine.Woken()[0] != id {
			t.Errorf("outcome %+v, woken %v", c, w.engine.Woken())
		}
		r := w.drive(id, nil)
		if r.Phase != rollout.RolledBack || r.Cause.By != rel || w.live(prod) != rollout.All("41") || w.lockOf(prod).Held == nil {
			t.Errorf("%s %+v, live %s", r.Phase, r.Cause, w.live(prod))
		}
		w.verify(prod)
	}
}

func TestARollbackBeforeAnyTrafficCancels(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	_, err := w.run(rel, grammar.Rollback{Target: prod})
	w.must(err)
	if r := w.rollout(id); r.Phase != rollout.Cancelled || w.lockOf(prod).Owner != "" {
		t.Errorf("%s, lock %+v", r.Phase, w.lockOf(prod))
	}
}

func TestARollbackThatGoesBackAlreadyIsNotAskedForTwice(t *testing.T) {
	w := newWorld(t)
	w.drive(w.start(prod, goodSHA), shifted)
	_, err := w.run(rel, grammar.Rollback{Target: prod})
	w.must(err)
	_, err = w.run(rel, grammar.Rollback{Target: prod})
	refused(t, err, "rolling_back")
}

// A split that is nobody's is put right by naming the version that is to stay.
func TestARollbackEndsAForeignSplit(t *testing.T) {
	w := newWorld(t)
	w.byHand(prod, rollout.Split("41", "39", 0.3))
	out, err := w.run(rel, grammar.Rollback{Target: prod, To: "v41"})
	w.must(err)
	if r := w.drive(out.(commands.Started).Rollout.ID, nil); r.Phase != rollout.RolledBack || w.live(prod) != rollout.All("41") {
		t.Errorf("%s %+v, live %s", r.Phase, r.Cause, w.live(prod))
	}
}

// faults.md E9: the traffic is back; whether the version is well can wait.
func TestARollbackEndsThoughTheHealthCannotBeAsked(t *testing.T) {
	w := newWorld(t)
	out, err := w.run(rel, grammar.Rollback{Target: prod})
	w.must(err)
	w.fault = func(op string) error {
		if op == "Invoke" {
			return errDown
		}
		return nil
	}
	r := w.drive(out.(commands.Started).Rollout.ID, nil)
	if r.Phase != rollout.RolledBack || w.live(prod) != rollout.All("40") || r.Health == nil || r.Health.OK {
		t.Errorf("%s, health %+v", r.Phase, r.Health)
	}
}

func TestASecondRollbackDoesNotGoBackToWhatTheFirstFled(t *testing.T) {
	w := newWorld(t)
	w.deploy(prod, goodSHA) // v42, with v41 as the way back
	back := func(to string) error {
		out, err := w.run(rel, grammar.Rollback{Target: prod, To: to})
		if started, ok := out.(commands.Started); ok {
			w.drive(started.Rollout.ID, nil)
		}
		return err
	}
	w.must(back("v40"))
	w.must(back("v41")) // by name it may be anything
	w.must(back("v40"))
	hinted(t, back(""), "already_back", "v41", "/rollback prod checkout <version>")
	if live := w.aliases(prod)[rollout.Live].Routing; live != rollout.All("40") {
		t.Errorf("live %s", live)
	}
}

// A rollback is not kept out by an owner that nobody can read, once its lease is over.
func TestAnOwnerThatIsGoneKeepsNobodyOutForLongerThanItsLease(t *testing.T) {
	w := newWorld(t)
	w.deploy(prod, goodSHA)
	lock := w.lockOf(prod).Take("01JGONE", w.now)
	lock.Revision++
	w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{lock}}))
	_, err := w.run(rel, grammar.Rollback{Target: prod})
	refused(t, err, "no_rollout")
	w.now = w.now.Add(time.Hour)
	if _, err := w.run(rel, grammar.Rollback{Target: prod}); err != nil {
		t.Errorf("after its lease: %v", err)
	}
}

// faults.md E15: that the store is away says nothing about the owner.
func TestAnOwnerIsNotGoneBecauseTheStoreIsAway(t *testing.T) {
	w := newWorld(t)
	w.start(prod, goodSHA)
	w.now = w.now.Add(time.Hour) // its lease is over
	w.Store = ownerless{w.store}
	if _, err := w.run(dev, grammar.Deploy{Target: prod, Ref: badSHA}); !errors.Is(err, errDown) {
		t.Errorf("its target was taken: %v", err)
	}
}

// ownerless is a store that cannot read rollouts for now.
type ownerless struct{ commands.Store }

func (s ownerless) Load(ctx context.Context, key rollout.Key) (rollout.Stored, error) {
	if key.Kind == "rollout" {
		return rollout.Stored{}, errDown
	}
	return s.Store.Load(ctx, key)
}

// faults.md B1: a refusal is in the audit, with who and why; it changes nothing else.
func TestARefusalIsInTheAudit(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	_, err := w.run(guest, grammar.Deploy{Target: prod, Ref: goodSHA})
	refused(t, err, "guest")
	_, err = w.run(dev, grammar.Abort{Subject: grammar.Subject{Rollout: string(id)}})
	refused(t, err, "not_allowed")
	_, err = w.Undo(t.Context(), commands.Request{ID: "click", Actor: nobody}, id)
	refused(t, err, "not_allowed")
	var got []string
	for _, e := range w.verify(prod)[1:] {
		got = append(got, e.Actor+" "+e.Action+" "+e.Detail)
	}
	want := []string{guest + " refused deploy: guest", dev + " refused abort: not_allowed", nobody + " refused rollback: not_allowed"}
	if !slices.Equal(got, want) {
		t.Errorf("audit %q, want %q", got, want)
	}
	if r := w.drive(id, nil); r.Phase != rollout.Succeeded {
		t.Errorf("the rollout: %s", r.Phase)
	}
}
