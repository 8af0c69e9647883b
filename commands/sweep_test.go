package commands_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// sweep makes one sweep in each of the minutes in which the targets have their turns.
func (w *world) sweep() {
	w.t.Helper()
	for minute := range 5 {
		w.must(w.Sweep(context.Background(), w.now.Add(time.Duration(minute)*time.Minute)))
	}
}

// faults.md F3: the engine of a rollout has died.
func TestARolloutThatIsOverdueIsTakenUp(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	w.drive(id, shifted)
	r := w.rollout(id)
	w.now = r.Wake.Add(2*time.Minute - time.Second)
	if w.sweep(); w.rollout(id).Revision != r.Revision || len(w.engine.Started()) != 1 {
		t.Fatal("it is only a little late, and it was taken up")
	}
	w.now = r.Wake.Add(2 * time.Minute)
	if w.sweep(); w.rollout(id).Revision == r.Revision || !slices.Equal(w.engine.Started()[1:], []rollout.ID{id}) || !slices.Equal(w.engine.Woken(), []rollout.ID{id}) {
		t.Errorf("revision %d, started %v, woken %v", w.rollout(id).Revision, w.engine.Started(), w.engine.Woken())
	}
}

func TestARolloutThatEndsInTheSweepIsNotStartedAgain(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	w.now = w.now.Add(time.Hour) // past its deadline
	if w.sweep(); w.rollout(id).Phase != rollout.Failed || len(w.engine.Started()) != 1 {
		t.Errorf("%s, started %v", w.rollout(id).Phase, w.engine.Started())
	}
}

func TestOneRolloutThatCannotBeTakenUpDoesNotStopTheOthers(t *testing.T) {
	w := newWorld(t)
	first, second := w.start(prod, goodSHA), w.start(staging, goodSHA)
	w.store.Leave(rollout.Stored{Key: rollout.RolloutKey(first), Rev: 1, Body: []byte(`{"schema":3,"record":{}}`)}, []string{rollout.OpenIndex})
	w.now = w.now.Add(3 * time.Minute)
	w.engine.Down = errDown
	w.must(w.Sweep(t.Context(), w.now))
	if r := w.rollout(second); r.Phase == rollout.Pending || w.engine.Started()[len(w.engine.Started())-1] != second {
		t.Errorf("%s, started %v", r.Phase, w.engine.Started())
	}
}

func TestANoticeThatIsLeftOverIsSentAgain(t *testing.T) {
	w := newWorld(t)
	_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "lunch"})
	w.must(err)
	sent := w.outbox.Sent()
	w.now = w.now.Add(59 * time.Second)
	if w.must(w.Sweep(t.Context(), w.now)); len(w.outbox.Sent()) != len(sent) {
		t.Error("it may still be on its way, and it was sent again")
	}
	w.now = w.now.Add(time.Second)
	w.outbox.Down = errDown // which is tried again by the next sweep
	if w.must(w.Sweep(t.Context(), w.now)); !slices.Equal(w.outbox.Sent(), append(sent, commandtest.Sent{ID: sent[0].ID, Version: 1})) {
		t.Errorf("sent %v", w.outbox.Sent())
	}
}

func TestASweepThatCannotReadTheStoreSaysSo(t *testing.T) {
	w := newWorld(t)
	w.store.Down = errDown
	if err := w.Sweep(t.Context(), w.now); !contains(err, "it is down") {
		t.Error(err)
	}
}

func TestEachTargetIsLookedAtInEveryFifthMinute(t *testing.T) {
	w := newWorld(t)
	looked := map[int]int{}
	for minute := range 10 {
		w.calls = nil
		w.must(w.Sweep(t.Context(), noon.Add(time.Duration(minute)*time.Minute)))
		looked[minute%5] += len(slices.DeleteFunc(w.calls, func(op string) bool { return op != "ListAliases" }))
	}
	total := 0
	for _, n := range looked {
		total += n
	}
	if all := len(w.status(grammar.Target{})); total != 2*all {
		t.Errorf("%d looks at %d targets in ten minutes: %v", total, all, looked)
	}
}
