package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/slipway-dev/slipway/rollout"
)

// tendSplit looks after a live alias that is split while nobody owns the target.
// What one of our rollouts has left behind is put right; a split that somebody
// else has made is theirs, and is only told of.
func (c *Commands) tendSplit(ctx context.Context, l rollout.Lock, live rollout.AliasNow) error {
	if live.Routing.Weight == 0 {
		return nil
	}
	s, ours := rollout.ParseStamp(live.Description)
	if ours {
		r, err := load[rollout.Rollout](ctx, c.Store, rollout.RolloutKey(s.Rollout))
		var missing *rollout.MissingError
		switch {
		case err != nil && !errors.As(err, &missing):
			return err
		case err == nil && !r.Phase.Ended():
			return nil // it is told, at its next turn, that it has lost the target
		}
		ours = err == nil && live.Routing == rollout.Split(r.Stable, r.Candidate, live.Routing.Weight)
	}
	switch {
	case !ours:
		return c.tellOfSplit(ctx, l, live.Routing)
	case c.Now().Before(s.Deadline):
		return nil
	}
	return c.putRight(ctx, l, live, s.Rollout)
}

// putRight puts all of the traffic on the alias's main version, which is the stable
// one of the rollout that left the split behind.
func (c *Commands) putRight(ctx context.Context, l rollout.Lock, live rollout.AliasNow, id rollout.ID) error {
	want := rollout.All(live.Routing.Version)
	mine, err := c.note(ctx, l, "put right", id, fmt.Sprintf("%s, from %s, which nobody owned", want, live.Routing))
	if err != nil || !mine {
		return err
	}
	c.Log.WarnContext(ctx, "a split that nobody owned is put right", "target", l.Target.String(), "rollout", id, "routing", live.Routing.String())
	err = c.Traffic.Point(ctx, l.Target, rollout.Intent{
		Kind: rollout.Point, Alias: rollout.Live, Routing: want, Stamp: live.Description, Revision: live.Revision,
	})
	if err != nil && !rollout.IsKind(err, rollout.Stale) {
		return fmt.Errorf("put live of %s right: %w", l.Target, err)
	}
	return nil
}

// tellOfSplit notes a split in the audit, once: not again while nothing else has
// happened to the alias.
func (c *Commands) tellOfSplit(ctx context.Context, l rollout.Lock, now rollout.Routing) error {
	const action, far = "split found", 20
	detail := fmt.Sprintf("%s, and not by a rollout of mine", now)
	latest, err := query[rollout.Entry](ctx, c.Store, rollout.Query{Index: rollout.AuditIndex(l.Target), Limit: far, Descending: true})
	if err != nil {
		return err
	}
	beside := func(e rollout.Entry) bool { return e.Action == "refused" || e.Action == deleteVersions }
	latest = slices.DeleteFunc(latest, beside)
	if len(latest) > 0 && latest[0].Action == action && latest[0].Detail == detail {
		return nil
	}
	c.Log.WarnContext(ctx, "the alias live is split, and not by a rollout of mine", "target", l.Target.String(), "routing", now.String())
	_, err = c.note(ctx, l, action, "", detail)
	return err
}
