package commands_test

import (
	"context"

	"github.com/slipway-dev/slipway/commands"
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
