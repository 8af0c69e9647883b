package faults

import (
	"slices"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// again is how long the state machine waits after a tick that failed.
const again = 5 * time.Second

// drive has the rollout ticked as its engine would, by the clock, until it has
// ended or stop says so. Ticks may fail.
func (k *ticker) drive(id rollout.ID, stop func(rollout.Rollout) bool) rollout.Rollout {
	k.w.t.Helper()
	var last error
	for range 300 {
		r := k.w.rollout(id)
		if r.Phase.Ended() || stop != nil && stop(r) {
			return r
		}
		k.w.until(r.Wake)
		if _, last = k.tick(id); last != nil {
			k.w.until(k.w.now().Add(again))
		}
	}
	r := k.w.rollout(id)
	k.w.t.Fatalf("no end in sight: %s %+v, paused %+v, last failure %v\n%s", r.Phase, r.Cause, r.Pause, last, k.log())
	return r
}

func at(p rollout.Phase) func(rollout.Rollout) bool {
	return func(r rollout.Rollout) bool { return r.Phase == p }
}

// stepping is a rollout at a step of its canary, or on its way there.
func stepping(step int) func(rollout.Rollout) bool {
	return func(r rollout.Rollout) bool { return r.Phase == rollout.Shifting && r.Step == step }
}

// seen is a rollout whose candidate was seen with that step's share of the traffic.
func seen(step int) func(rollout.Rollout) bool {
	return func(r rollout.Rollout) bool {
		return r.Phase == rollout.Shifting && r.Step == step && r.Move != nil && r.Move.To.Weight == r.Weight() && !r.Move.Seen.IsZero()
	}
}

// holds checks what has to be true once a rollout has ended, whatever went wrong on
// its way: all traffic is on one version, and everything that was to be kept is.
func (w *world) holds(r rollout.Rollout) {
	w.t.Helper()
	want := r.Stable
	if r.Phase == rollout.Succeeded {
		want = r.Candidate
	}
	if live := w.live(); live != rollout.All(want) {
		w.t.Errorf("it %s, and live routes %s, want all on %s", r.Phase.Past(), live, want)
	}
	made := 0
	all, err := w.commands.Versions.List(w.t.Context(), prod)
	w.must(err)
	for _, v := range all {
		if v.Release.SHA == r.Release.SHA {
			made++
		}
	}
	if made > 1 {
		w.t.Errorf("%d versions were published of %s", made, r.Release.Short())
	}
	w.told(r)
	w.recorded(r)
}

// told checks that the last of what people are to hear is in the outbox, once.
func (w *world) told(r rollout.Rollout) {
	w.t.Helper()
	notices := slices.DeleteFunc(list[rollout.Notice](w, rollout.OutboxIndex), func(n rollout.Notice) bool { return n.Kind.Errand() })
	for _, n := range notices {
		if n.Rollout == r.ID && n.ID == string(r.ID) && n.Version == r.Revision {
			if len(notices) == 1 {
				return
			}
		}
	}
	w.t.Errorf("the outbox has %+v, want version %d of one message", notices, r.Revision)
}

// recorded checks the audit, and that the target belongs to nobody any more.
func (w *world) recorded(r rollout.Rollout) {
	w.t.Helper()
	lock := get[rollout.Lock](w, rollout.LockKey(prod))
	entries := list[rollout.Entry](w, rollout.AuditIndex(prod))
	if err := rollout.VerifyChain(entries, lock); err != nil {
		w.t.Error(err)
	}
	begun, ended := 0, 0
	for _, e := range entries {
		switch {
		case e.Rollout != r.ID:
		case e.Action == "deploy" || e.Action == "rollback":
			begun++
		case e.Action == string(r.Phase):
			ended++
		}
	}
	if begun != 1 || ended != 1 {
		w.t.Errorf("the audit tells of %d beginnings and %d ends", begun, ended)
	}
	if lock.Owner != "" || lock.Fence != r.Fence {
		w.t.Errorf("the target is left to %q, fence %d of %d", lock.Owner, lock.Fence, r.Fence)
	}
	if (lock.Held != nil) != r.LockAfter {
		w.t.Errorf("it is locked: %+v", lock.Held)
	}
}

// live is where the traffic goes, by the account itself.
func (w *world) live() rollout.Routing {
	w.t.Helper()
	a, err := w.cloud.GetAlias(function, "live")
	w.must(err)
	r := rollout.All(rollout.Version(a.FunctionVersion))
	for v, weight := range a.AdditionalVersionWeights {
		r.Candidate, r.Weight = rollout.Version(v), weight
	}
	return r
}

func (w *world) rollout(id rollout.ID) rollout.Rollout {
	w.t.Helper()
	return get[rollout.Rollout](w, rollout.RolloutKey(id))
}

func get[T any](w *world, key rollout.Key) T {
	w.t.Helper()
	row, err := w.store.Load(w.t.Context(), key)
	w.must(err)
	v, err := rollout.Decode[T](row)
	w.must(err)
	return v
}

func list[T any](w *world, index string) []T {
	w.t.Helper()
	rows, err := w.store.Query(w.t.Context(), rollout.Query{Index: index})
	w.must(err)
	out, err := rollout.DecodeAll[T](rows)
	w.must(err)
	return out
}

func TestWithoutFaultsARolloutEndsAsItShould(t *testing.T) {
	for name, s := range stories {
		t.Run(name, func(t *testing.T) {
			w := open(t)
			k := w.ticker()
			r := k.drive(s.begin(w), nil)
			w.holds(r)
			if r.Phase != s.end {
				t.Errorf("it ended as %s: %+v", r.Phase, r.Cause)
			}
		})
	}
}
