package commands

import (
	"context"
	"fmt"
	"slices"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// look gathers what the gates need to know of a wanted deploy.
func (c *Commands) look(ctx context.Context, p Person, where grammar.Target, ref string) (ask, error) {
	a := ask{person: p, target: target(where)}
	if refusal := c.known(a.target); refusal != nil {
		return a, refusal
	}
	var err error
	if a.release, err = c.Commits.Resolve(ctx, a.target.Service, ref); err != nil {
		return a, err
	}
	if a.lock, a.owner, err = c.ownership(ctx, a.target); err != nil {
		return a, err
	}
	if a.live, a.version, err = c.liveOf(ctx, a.target); err != nil {
		return a, err
	}
	a.stray, err = c.strayIn(ctx, a)
	return a, err
}

// strayIn is the split that keeps a deploy out, or nil.
func (c *Commands) strayIn(ctx context.Context, a ask) (*rollout.Stray, error) {
	if a.owner != nil || a.live.Routing.Weight == 0 || c.Policy.environment(a.target.Environment).Adopt {
		return nil, nil
	}
	s, err := c.stray(ctx, a.target, a.live)
	return &s, err
}

// ownership reads a target's lock, and the rollout that owns it, if one does. An
// owner whose record is gone, or of a shape that is not known, stops everybody until its lease is over, and nobody
// afterwards: the next owner's fence keeps it out.
func (c *Commands) ownership(ctx context.Context, t rollout.Target) (rollout.Lock, *rollout.Rollout, error) {
	l, err := c.lockOf(ctx, t)
	if err != nil || l.Owner == "" {
		return l, nil, err
	}
	row, err := c.Store.Load(ctx, rollout.RolloutKey(l.Owner))
	var r rollout.Rollout
	switch {
	case rollout.IsMissing(err):
		err = noRollout(l.Owner)
	case err != nil:
		return l, nil, fmt.Errorf("read the owner of %s: %w", t, err) // it may be well: the store is not
	default:
		r, err = rollout.Decode[rollout.Rollout](row)
	}
	switch {
	case err != nil && c.Now().Before(l.Lease):
		return l, nil, err
	case err != nil:
		c.Log.WarnContext(ctx, "the owner of a target is gone, and its lease is over", "target", t.String(), "rollout", l.Owner, "error", err)
		return l, nil, nil
	case r.Phase.Ended():
		return l, nil, nil
	}
	return l, &r, nil
}

// liveOf reads what the alias live routes, and what its main version is made of.
func (c *Commands) liveOf(ctx context.Context, t rollout.Target) (rollout.AliasNow, rollout.Published, error) {
	aliases, err := c.Traffic.Aliases(ctx, t)
	if err != nil {
		return rollout.AliasNow{}, rollout.Published{}, fmt.Errorf("read the aliases of %s: %w", t, err)
	}
	live, ok := aliases[rollout.Live]
	if !ok {
		return live, rollout.Published{}, nil
	}
	v, err := c.versionOf(ctx, t, live.Routing.Version)
	return live, v, err
}

// versionOf says what a version is made of; without its release when it is unknown.
func (c *Commands) versionOf(ctx context.Context, t rollout.Target, v rollout.Version) (rollout.Published, error) {
	all, err := c.Versions.List(ctx, t)
	if err != nil {
		return rollout.Published{}, fmt.Errorf("list the versions of %s: %w", t, err)
	}
	i := slices.IndexFunc(all, func(i rollout.Published) bool { return i.Version == v })
	if i < 0 {
		return rollout.Published{Version: v}, nil
	}
	return all[i], nil
}
