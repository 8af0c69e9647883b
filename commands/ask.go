package commands

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/rollout"
)

// ask is one wanted deploy, with what was looked up for the gates.
type ask struct {
	person    Person
	target    rollout.Target
	release   rollout.Release
	lock      rollout.Lock
	owner     *rollout.Rollout // the rollout that owns the target, or nil
	live      rollout.AliasNow
	version   rollout.Published // what is live
	stray     *rollout.Stray    // a split of live that nobody owns and a deploy may not take over, or nil
	shipped   []rollout.Shipped // where the release went all the way before
	standing  rollout.Standing  // of the commit, as far as the environment demands something
	unsettled error             // why the standing could not be looked up
	compared  bool              // it was looked up what it ships
	ships     *rollout.Comparison
	unknown   string // why nobody knows what it ships; empty when somebody does, or there is nothing to compare with
}

// look gathers what the gates need to know of a wanted deploy: the ref first, and
// then everything else at once. What the code host cannot say of the commit is for
// the gates to judge; without the rest there is no answer. What lies between is asked
// for only if compare says so: it is a call that a build would have to wait for.
func (c *Commands) look(ctx context.Context, p Person, t rollout.Target, ref string, compare bool) (ask, error) {
	a := ask{person: p, target: t, compared: compare}
	if refusal := c.known(t); refusal != nil {
		return a, refusal
	}
	var err error
	if a.release, err = c.Commits.Resolve(ctx, t.Service, ref); err != nil {
		return a, err
	}
	a.release.Subject, a.release.Author, a.release.URL = begins(a.release.Subject), begins(a.release.Author), address(a.release.URL)
	g, together := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		a.lock, a.owner, err = c.ownership(together, t)
		return err
	})
	g.Go(func() (err error) {
		if a.live, a.version, err = c.liveOf(together, t); err == nil && compare {
			a.ships, a.unknown = c.compare(together, t, a.version, a.release)
		}
		return err
	})
	g.Go(func() (err error) {
		a.shipped, err = query[rollout.Shipped](together, c.Store, rollout.Query{Index: rollout.ShippedIndex(t.Service, a.release.SHA)})
		return err
	})
	g.Go(func() error {
		a.standing, a.unsettled = c.standing(together, t, a.release)
		return nil
	})
	if err := g.Wait(); err != nil {
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
