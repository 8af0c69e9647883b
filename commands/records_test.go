package commands_test

import (
	"context"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// What a test reads of the store and of the account.

func (w *world) rollout(id rollout.ID) rollout.Rollout {
	return get[rollout.Rollout](w, rollout.RolloutKey(id))
}

func (w *world) lockOf(t grammar.Target) rollout.Lock {
	return get[rollout.Lock](w, rollout.LockKey(is(t)))
}

func get[T any](w *world, key rollout.Key) T {
	w.t.Helper()
	row, err := w.store.Load(context.Background(), key)
	w.must(err)
	v, err := rollout.Decode[T](row)
	w.must(err)
	return v
}

func list[T any](w *world, index string) []T {
	w.t.Helper()
	rows, err := w.store.Query(context.Background(), rollout.Query{Index: index})
	w.must(err)
	out, err := rollout.DecodeAll[T](rows)
	w.must(err)
	return out
}

// aliases are those of a target, as they are.
func (w *world) aliases(t grammar.Target) map[rollout.Alias]rollout.AliasNow {
	w.t.Helper()
	fault, after := w.fault, w.after
	w.fault, w.after = nil, nil
	defer func() { w.fault, w.after = fault, after }()
	all, err := w.Traffic.Aliases(context.Background(), is(t))
	w.must(err)
	return all
}

func (w *world) live(t grammar.Target) rollout.Routing { return w.aliases(t)[rollout.Live].Routing }

// verify holds a target's audit against its lock.
func (w *world) verify(t grammar.Target) []rollout.Entry {
	w.t.Helper()
	entries := list[rollout.Entry](w, rollout.AuditIndex(is(t)))
	l, err := w.store.Load(context.Background(), rollout.LockKey(is(t)))
	if rollout.IsMissing(err) && len(entries) == 0 {
		return nil
	}
	w.must(err)
	lock, err := rollout.Decode[rollout.Lock](l)
	w.must(err)
	w.must(rollout.VerifyChain(entries, lock))
	return entries
}

// actions are what was done to a target, by its audit, once that was verified. What
// was refused is beside the point here; TestARefusalIsInTheAudit looks at it.
func (w *world) actions(t grammar.Target) []string {
	w.t.Helper()
	var out []string
	for _, e := range w.verify(t) {
		if e.Action != "refused" {
			out = append(out, e.Action)
		}
	}
	return out
}
