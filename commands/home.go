package commands

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/rollout"
)

// HomeShown is what the Home tab shows somebody.
type HomeShown struct {
	Person     Person
	May        []Rights           // in each environment, in their order
	Week       *Measured          // this week's numbers; nil when nobody knows them
	Incidents  []rollout.Incident // that are still going on, newest first
	Open       []rollout.Rollout  // under way, newest first
	Held       []rollout.Lock     // of targets that are locked now, in the order of their names
	Live       []TargetStatus     // of at most 40 targets, as of the last rollout there; those services first that the person has shipped lately
	Services   int                // how many there are in all, each in every environment of May
	Mine       []string           // those that the person has shipped lately, the last one first
	Production string             // the environment whose dashboards are offered; empty when there is none
}

// Can says whether the person may do something to a target.
func (h HomeShown) Can(a Action, t rollout.Target) bool {
	return slices.ContainsFunc(h.May, func(r Rights) bool { return r.Environment == t.Environment && r.Has(a) })
}

// Home is what the Home tab shows whoever looks at it. It asks only the store: four
// lists, one more for each of 40 targets, and one record for the numbers, all of it at
// once. It makes no call to the account: however many look, a rollback finds none of its
// calls used up. A request with an ID is somebody's look, which is noted, so that the tab
// is shown to them anew when something changes; one without only shows it anew.
func (c *Commands) Home(ctx context.Context, q Request) (HomeShown, error) {
	p, err := c.identify(ctx, q.Actor)
	if err != nil {
		return HomeShown{}, err
	}
	out := HomeShown{Person: p, May: c.rights(p), Services: len(c.Policy.Services), Production: c.lastProduction()}
	if q.ID != "" {
		c.noteViewer(ctx, p, q.Received)
	}
	var order []string
	all, together := errgroup.WithContext(ctx)
	all.Go(func() (err error) {
		out.Open, err = legible[rollout.Rollout](together, c, rollout.OpenIndex)
		slices.Reverse(out.Open)
		return err
	})
	all.Go(func() (err error) {
		out.Incidents, err = legible[rollout.Incident](together, c, rollout.OpenIncidentsIndex)
		slices.Reverse(out.Incidents)
		return err
	})
	all.Go(func() (err error) {
		out.Held, err = c.heldNow(together)
		return err
	})
	all.Go(func() (err error) {
		out.Mine, order, err = c.servicesOf(together, p)
		return err
	})
	all.Go(func() error {
		out.Week = c.week(together)
		return nil
	})
	if err := all.Wait(); err != nil {
		return HomeShown{}, err
	}
	out.Live = c.lastSeenOf(ctx, order, out.Held)
	return out, nil
}

// heldNow are the locks that keep deploys out now, in the order of their targets' names.
func (c *Commands) heldNow(ctx context.Context) ([]rollout.Lock, error) {
	locks, err := legible[rollout.Lock](ctx, c, rollout.LockIndex)
	return slices.DeleteFunc(locks, func(l rollout.Lock) bool { return l.HeldAt(c.Now()) == nil }), err
}
