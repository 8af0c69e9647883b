package commands_test

import (
	"context"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// empty is a directory that answers with nobody.
type empty struct{}

func (empty) Person(context.Context, string) (commands.Person, error) { return commands.Person{}, nil }

// without is an account from which somebody has deleted an alias.
type without struct {
	commands.Traffic
	gone rollout.Alias
}

func (t without) Aliases(ctx context.Context, of rollout.Target) (map[rollout.Alias]rollout.AliasNow, error) {
	all, err := t.Traffic.Aliases(ctx, of)
	delete(all, t.gone)
	return all, err
}

// deleteAlias lets an alias be gone from now on.
func (w *world) deleteAlias(a rollout.Alias) { w.Traffic = without{Traffic: w.Traffic, gone: a} }

// failsOn is a store that cannot load records of one kind.
type failsOn struct {
	commands.Store
	kind string
}

func (s failsOn) Load(ctx context.Context, k rollout.Key) (rollout.Stored, error) {
	if k.Kind == s.kind {
		return rollout.Stored{}, errDown
	}
	return s.Store.Load(ctx, k)
}

// cannotQuery is a store that cannot list one index.
type cannotQuery struct {
	commands.Store
	index string
}

func (s cannotQuery) Query(ctx context.Context, q rollout.Query) ([]rollout.Stored, error) {
	if q.Index == s.index {
		return nil, errDown
	}
	return s.Store.Query(ctx, q)
}

// conflict answers every commit with somebody else having been faster.
func (w *world) conflict() func(rollout.Change) error {
	return func(rollout.Change) error { return &rollout.ConflictError{Key: rollout.LockKey(is(prod))} }
}

// hasty is an account in which somebody else is always a little faster.
type hasty struct {
	commands.Traffic
	before func()
}

func (h hasty) Point(ctx context.Context, t rollout.Target, i rollout.Intent) error {
	h.before()
	return h.Traffic.Point(ctx, t, i)
}

// stamped changes live as somebody would who leaves its description.
func (w *world) stamped(t grammar.Target, r rollout.Routing, description string) {
	w.t.Helper()
	w.must(w.Traffic.Point(context.Background(), is(t), rollout.Intent{
		Kind: rollout.Point, Alias: rollout.Live, Routing: r, Stamp: description, Revision: w.aliases(t)[rollout.Live].Revision,
	}))
}
