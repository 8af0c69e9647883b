package commands_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/commands"
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

func TestARolloutCanEndInTheSweep(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	w.now = w.now.Add(time.Hour) // past its deadline
	if w.sweep(); w.rollout(id).Phase != rollout.Failed || len(w.engine.Started()) != 2 {
		t.Errorf("%s, started %v", w.rollout(id).Phase, w.engine.Started())
	}
}

// hangs is an account that does not answer about some targets.
type hangs struct {
	commands.Traffic
	about func(rollout.Target) bool
}

func (h hangs) Aliases(ctx context.Context, t rollout.Target) (map[rollout.Alias]rollout.AliasNow, error) {
	if h.about(t) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return h.Traffic.Aliases(ctx, t)
}

// sweeps makes a sweep in each minute, as long as a ticker may run.
func (w *world) sweeps(minutes int) {
	w.t.Helper()
	for minute := range minutes {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		_ = w.Sweep(ctx, w.now.Add(time.Duration(minute)*time.Minute))
		if ctx.Err() != nil {
			w.t.Errorf("minute %d: the sweep took all of the time", minute)
		}
		cancel()
	}
}

func TestOneLookThatHangsStarvesNothingElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		stuck := w.start(prod, goodSHA)
		w.drive(stuck, shifted)
		other := w.start(staging, goodSHA)
		w.now = w.now.Add(time.Hour)
		w.Traffic = hangs{Traffic: w.Traffic, about: func(t rollout.Target) bool { return t == is(prod) }}
		begun := len(w.engine.Started())
		sent := len(w.outbox.Sent())
		w.sweeps(1)
		if r := w.rollout(other); r.Phase == rollout.Pending {
			t.Errorf("the other is %s", r.Phase)
		}
		if started, woken := w.engine.Started()[begun:], w.engine.Woken(); !slices.Contains(started, stuck) || !slices.Contains(woken, stuck) || len(started) != 2 {
			t.Errorf("started %v, woken %v", started, woken)
		}
		if len(w.outbox.Sent()) < sent+2 {
			t.Errorf("sent %v", w.outbox.Sent()[sent:])
		}
	})
}

func TestATargetThatHangsKeepsNoOtherFromBeingLookedAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.byHand(prod, rollout.Split("41", "40", 0.3))
		w.Traffic = hangs{Traffic: w.Traffic, about: func(t rollout.Target) bool { return t != is(prod) }}
		w.sweeps(5)
		if told := w.actions(prod); !slices.Equal(told, []string{"split found"}) {
			t.Errorf("audit %v", told)
		}
	})
}

func TestWhenManyHangItIsNotAlwaysTheSameThatGoWithout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		const all = 7
		for n := range all {
			where := rollout.Target{Service: fmt.Sprintf("service-%d", n), Environment: "prod"}
			_, change := rollout.Begin(rollout.Rollout{
				ID: rollout.ID(fmt.Sprintf("01J%d", n)), Target: where, Phase: rollout.RollingBack, IsRollback: true, Stable: "41", Candidate: "42",
			}, rollout.Lock{Target: where}, w.now)
			w.must(w.store.Commit(t.Context(), change))
		}
		looked := map[rollout.Target]bool{}
		w.Traffic = hangs{Traffic: w.Traffic, about: func(t rollout.Target) bool {
			looked[t] = true
			return true
		}}
		w.Policy.Services = nil // so that only rollouts are looked at
		w.now = w.now.Add(time.Hour)
		if w.sweeps(1); len(looked) == all {
			t.Fatal("there was time for all")
		}
		if w.sweeps(30); len(looked) != all {
			t.Errorf("only %v were looked at", looked)
		}
	})
}

func TestOneRolloutThatCannotBeTakenUpDoesNotStopTheOthers(t *testing.T) {
	w := newWorld(t)
	first, second := w.start(prod, goodSHA), w.start(staging, goodSHA)
	w.store.Leave(rollout.Stored{Key: rollout.RolloutKey(first), Rev: 1, Body: []byte(`{"schema":99,"record":{}}`)}, []string{rollout.OpenIndex})
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
