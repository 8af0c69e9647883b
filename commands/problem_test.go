package commands_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// denied is what an adapter says when a permission is missing.
var denied = &rollout.Error{Kind: rollout.Broken, Message: "Lambda did not publish a version.", Hint: "Allow `lambda:PublishVersion`.", Err: errDown}

// untilOver has a rollout tried again every 20 seconds, as the ticker does.
func (w *world) untilOver(id rollout.ID) rollout.Rollout {
	for range 200 {
		if r, _ := w.Turn(w.context(), id); r.Phase.Ended() {
			return r
		}
		w.now = w.now.Add(20 * time.Second)
	}
	w.t.Fatalf("no end in sight: %+v", w.rollout(id))
	return rollout.Rollout{}
}

// A permission is missing, and people read which.
func TestWhatWillNotPassByItselfIsSaidAtTheDeadline(t *testing.T) {
	for op, phase := range map[string]rollout.Phase{"PublishVersion": rollout.Deploying, "DescribeImages": rollout.Building, "Invoke": rollout.Checking} {
		w := newWorld(t)
		id := w.start(prod, goodSHA)
		w.fault = failing(op, denied)
		r, err := w.untilItFails(id)
		if _, lasting := rollout.Lasting(err); !lasting || r.Phase != phase || r.Problem == "" || r.Revision != w.rollout(id).Revision {
			t.Fatalf("%s: %v, problem %q at %d", op, err, r.Problem, r.Revision)
		}
		problem := r.Problem
		r = w.untilOver(id)
		if r.Phase != rollout.Failed || r.Cause.Code != rollout.CauseDeadline || r.Cause.Text != "it was not over in time: "+problem {
			t.Errorf("%s: %s %+v", op, r.Phase, r.Cause)
		}
		if strings.Contains(r.Cause.Text, errDown.Error()) {
			t.Errorf("%s: the cause is for the log: %s", op, r.Cause.Text)
		}
		w.verify(prod)
	}
}

// untilItFails gives the first turn that does.
func (w *world) untilItFails(id rollout.ID) (rollout.Rollout, error) {
	for range 100 {
		if r, err := w.Turn(w.context(), id); err != nil {
			return r, err
		}
		w.now = w.now.Add(6 * time.Second)
	}
	w.t.Fatalf("it does not fail: %+v", w.rollout(id))
	return rollout.Rollout{}, nil
}

func TestAProblemIsForgottenOnceATurnGoesWell(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	w.fault = failing("PublishVersion", denied)
	_, _ = w.untilItFails(id)
	if w.rollout(id).Problem == "" {
		t.Fatal("there is no problem")
	}
	w.now = w.now.Add(20 * time.Second)
	w.fault = failing("ListVersionsByFunction", code(cloud.CodeTooManyRequests))
	if r, _ := w.Turn(t.Context(), id); r.Problem == "" {
		t.Error("that AWS is busy does not mend it")
	}
	w.fault = nil
	w.now = w.now.Add(20 * time.Second)
	if r, err := w.Turn(t.Context(), id); err != nil || r.Problem != "" || w.rollout(id).Problem != "" {
		t.Errorf("problem %q, %v", r.Problem, err)
	}
	if r := w.drive(id, nil); r.Phase != rollout.Succeeded {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
}

// faults.md F4: somebody was faster than the note of what went wrong.
func TestAProblemThatSomebodyElseIsFasterThanIsDropped(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	w.drive(id, at(rollout.Building))
	w.fault = failing("DescribeImages", denied)
	w.overtaken(1)
	before := w.rollout(id)
	if r, err := w.Turn(t.Context(), id); err == nil || r.Revision != before.Revision || w.rollout(id).Problem != "" {
		t.Errorf("%d, %v", r.Revision, err)
	}
}

// Whatever a turn fails with, the state machine hears whose turn it was.
func TestATurnThatFailsGivesTheRolloutAsItWasLoaded(t *testing.T) {
	for name, fail := range map[string]func(w *world, id rollout.ID){
		"the lock cannot be read": func(w *world, _ rollout.ID) { w.Store = failsOn{Store: w.store, kind: "lock"} },
		"the lock is of a version to come": func(w *world, _ rollout.ID) {
			w.store.Leave(rollout.Stored{Key: rollout.LockKey(is(prod)), Rev: 99, Body: []byte(`{"schema":99,"record":{}}`)}, nil)
		},
		"nothing can be seen": func(w *world, _ rollout.ID) { w.fault = failing("ListAliases", denied) },
		"it cannot be saved":  func(w *world, _ rollout.ID) { w.store.Before = func(rollout.Change) error { return errDown } },
		"others are faster":   func(w *world, _ rollout.ID) { w.overtaken(100) },
	} {
		w := newWorld(t)
		id := shifting(w)
		before := w.rollout(id)
		w.now = before.Wake
		fail(w, id)
		r, err := w.Turn(t.Context(), id)
		if err == nil || r.ID != id || r.Revision != before.Revision || r.Target != before.Target || r.Problem != "" {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}
