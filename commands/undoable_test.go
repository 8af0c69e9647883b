package commands_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

func (w *world) undoable(who string, id rollout.ID) (rollout.Rollout, error) {
	return w.Undoable(context.Background(), commands.Request{ID: "look", Actor: who}, id)
}

func TestWhetherADeployCanBeTakenBackIsAskedWithoutDoingIt(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	for _, stop := range []func(rollout.Rollout) bool{at(rollout.Pending), shifted, nil} {
		w.drive(id, stop)
		before, live := w.rollout(id).Revision, w.live(prod)
		r, err := w.undoable(rel, id)
		w.must(err)
		if r.ID != id || r.Revision != before || w.rollout(id).Revision != before || w.live(prod) != live {
			t.Errorf("while it is %s: %s at revision %d, live %s", r.Phase, r.ID, r.Revision, w.live(prod))
		}
	}
}

// faults.md B1, B4: the refusal is the one that the button would give.
func TestWhatCannotBeTakenBackIsRefusedBeforeAnybodyIsAsked(t *testing.T) {
	w := newWorld(t)
	sick := w.deploy(prod, crashSHA)
	good := w.deploy(prod, goodSHA)
	for who, code := range map[string]string{dev: "not_allowed", nobody: "not_allowed", guest: "guest", stranger: "guest", robot: "not_a_person", "UWHO": "unknown_person"} {
		_, err := w.undoable(who, good.ID)
		refused(t, err, code)
		if audit := w.verify(prod); audit[len(audit)-1].Actor != who || audit[len(audit)-1].Action != "refused" {
			t.Errorf("that %s was refused is not in the audit: %+v", who, audit[len(audit)-1])
		}
	}
	_, err := w.undoable(rel, sick.ID)
	hinted(t, err, "ended")
	_, err = w.undoable(rel, "01JFORGED")
	hinted(t, err, "no_rollout")
	if got := w.actions(prod); got[len(got)-1] == "rollback" {
		t.Errorf("audit %v", got)
	}
	if last := w.verify(prod); last[len(last)-1].Action != "refused" {
		t.Errorf("the refusal is not in the audit: %+v", last[len(last)-1])
	}
	w.now = good.Ended.Add(24*time.Hour + time.Second)
	_, err = w.undoable(rel, good.ID)
	hinted(t, err, "expired")
}

func TestWhatGoesBackAlreadyIsNotAskedAgain(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	w.drive(id, shifted)
	_, err := w.press(rel, id)
	w.must(err)
	_, err = w.undoable(rel, id)
	refused(t, err, "rolling_back")
}

func TestAFirstVersionCannotBeTakenBack(t *testing.T) {
	w := newWorld(t)
	w.fresh(prod)
	first := w.deploy(prod, goodSHA)
	_, err := w.undoable(rel, first.ID)
	hinted(t, err, "no_way_back", "/deploy prod checkout")
	_, err = w.press(rel, first.ID)
	hinted(t, err, "no_way_back", "/deploy prod checkout")
}

func TestWhoOwnsATargetHasToBeKnownBeforeAnybodyIsAsked(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	w.Store = failsOn{Store: w.store, kind: "lock"}
	if _, err := w.undoable(rel, id); !errors.Is(err, errDown) {
		t.Error(err)
	}
}
