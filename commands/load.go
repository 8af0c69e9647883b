package commands

import (
	"context"
	"fmt"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// load reads one record.
func load[T any](ctx context.Context, s Store, key rollout.Key) (T, error) {
	stored, err := s.Load(ctx, key)
	if err != nil {
		var zero T
		return zero, fmt.Errorf("load %s: %w", key, err)
	}
	return rollout.Decode[T](stored)
}

// query reads the records of an index.
func query[T any](ctx context.Context, s Store, q rollout.Query) ([]T, error) {
	rows, err := s.Query(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("query %s: %w", q.Index, err)
	}
	return rollout.DecodeAll[T](rows)
}

// legible reads those records of an index that can be read. One that cannot, such
// as a row of a newer version of this binary, is logged and hides no other.
func legible[T any](ctx context.Context, c *Commands, index string) ([]T, error) {
	return readable[T](ctx, c, rollout.Query{Index: index})
}

// readable is legible for a part of an index.
func readable[T any](ctx context.Context, c *Commands, q rollout.Query) ([]T, error) {
	rows, err := c.Store.Query(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("query %s: %w", q.Index, err)
	}
	return decoded[T](ctx, c, rows), nil
}

// decoded are those of some rows that can be read.
func decoded[T any](ctx context.Context, c *Commands, rows []rollout.Stored) []T {
	out := make([]T, 0, len(rows))
	for _, row := range rows {
		v, err := rollout.Decode[T](row)
		if err != nil {
			c.Log.ErrorContext(ctx, "a record cannot be read", "record", row.Key.String(), "error", err)
			continue
		}
		out = append(out, v)
	}
	return out
}

// lockOf reads who owns the target; one that never had an owner has a lock at
// revision 0.
func (c *Commands) lockOf(ctx context.Context, t rollout.Target) (rollout.Lock, error) {
	l, err := load[rollout.Lock](ctx, c.Store, rollout.LockKey(t))
	if rollout.IsMissing(err) {
		return rollout.Lock{Target: t}, nil
	}
	return l, err
}

// rolloutByID reads a rollout.
func (c *Commands) rolloutByID(ctx context.Context, id rollout.ID) (rollout.Rollout, error) {
	r, err := load[rollout.Rollout](ctx, c.Store, rollout.RolloutKey(id))
	if rollout.IsMissing(err) {
		return r, noRollout(id)
	}
	return r, err
}

func noRollout(id rollout.ID) *rollout.Refusal {
	return rollout.Refuse("no_rollout", fmt.Sprintf("There is no rollout %s.", id), "`/deploy history` lists them.")
}

// latest is the newest rollout of a target; false when there never was one.
func (c *Commands) latest(ctx context.Context, t rollout.Target) (rollout.Rollout, bool, error) {
	found, err := query[rollout.Rollout](ctx, c.Store, rollout.Query{Index: rollout.TargetIndex(t), Limit: 1, Descending: true})
	if err != nil || len(found) == 0 {
		return rollout.Rollout{}, false, err
	}
	return found[0], true, nil
}

// subject is the rollout that a command is about: by its id, or the newest one
// of the target.
func (c *Commands) subject(ctx context.Context, s grammar.Subject) (rollout.Rollout, error) {
	if s.Rollout != "" {
		return c.rolloutByID(ctx, rollout.ID(s.Rollout))
	}
	t := target(s.Target)
	r, ok, err := c.latest(ctx, t)
	if err == nil && !ok {
		return r, rollout.Refuse("no_rollout", fmt.Sprintf("Nothing was ever deployed to %s in %s.", t.Service, t.Environment), fmt.Sprintf("To begin: `/deploy %s %s latest`", t.Environment, t.Service))
	}
	return r, err
}

func target(t grammar.Target) rollout.Target {
	return rollout.Target{Service: t.Service, Environment: t.Environment}
}
