package commands

import (
	"context"
	"fmt"
	"slices"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	// homeTargets is how many targets the Home tab shows.
	homeTargets = 40
	// homePast is how many rollouts of each it reads, to say who brought what is live.
	homePast = 5
)

// HomeShown is what the Home tab shows somebody.
type HomeShown struct {
	Person    Person
	May       []Rights           // in each environment, in their order
	Incidents []rollout.Incident // that are still going on, newest first
	Open      []rollout.Rollout  // under way, newest first
	Held      []rollout.Lock     // of targets that are locked now, in the order of their names
	Live      []TargetStatus     // of at most 40 targets, as of the last rollout there; those services first that the person has shipped lately
	Services  int                // how many there are in all, each in every environment of May
}

// Home is what the Home tab shows whoever looks at it. It only reads, and only the
// store: four lists, and one for each of 40 targets. It makes no call to the
// account: however many look, a rollback finds none of its calls used up.
func (c *Commands) Home(ctx context.Context, q Request) (HomeShown, error) {
	p, err := c.identify(ctx, q.Actor)
	if err != nil {
		return HomeShown{}, err
	}
	out := HomeShown{Person: p, May: c.rights(p), Services: len(c.Policy.Services)}
	if out.Open, err = legible[rollout.Rollout](ctx, c, rollout.OpenIndex); err != nil {
		return HomeShown{}, err
	}
	slices.Reverse(out.Open)
	if out.Incidents, err = legible[rollout.Incident](ctx, c, rollout.OpenIncidentsIndex); err != nil {
		return HomeShown{}, err
	}
	slices.Reverse(out.Incidents)
	locks, err := legible[rollout.Lock](ctx, c, rollout.LockIndex)
	if err != nil {
		return HomeShown{}, err
	}
	for _, l := range locks {
		if l.HeldAt(c.Now()) != nil {
			out.Held = append(out.Held, l)
		}
	}
	mine, err := c.servicesOf(ctx, p)
	if err != nil {
		return HomeShown{}, err
	}
	var targets []rollout.Target
	for _, service := range mine {
		if len(targets) < homeTargets {
			targets = append(targets, c.Policy.targets(rollout.Target{Service: service})...)
		}
	}
	targets, _ = firstOf(targets, homeTargets)
	out.Live = c.statuses(ctx, targets, func(ctx context.Context, t rollout.Target) (TargetStatus, error) {
		return c.lastSeen(ctx, t, out.Held)
	})
	return out, nil
}

// lastSeen is what is live on a target as far as its newest rollouts tell: what the
// last one has brought, or else has found. Held are all locks.
func (c *Commands) lastSeen(ctx context.Context, t rollout.Target, held []rollout.Lock) (TargetStatus, error) {
	s := TargetStatus{Target: t}
	past, err := c.past(ctx, t, homePast)
	switch {
	case err != nil:
		return s, err
	case len(past) == 0:
		s.Problem = "I have rolled out nothing there yet"
		return s, nil
	}
	last := past[0]
	s.Live = rollout.Published{Version: last.Stable, Release: last.StableRelease}
	if last.Phase == rollout.Succeeded {
		s.Live = rollout.Published{Version: last.Candidate, Release: last.Release}
	}
	if !last.Phase.Ended() {
		s.Rollout = &last
	}
	if i := slices.IndexFunc(held, func(l rollout.Lock) bool { return l.Target == t }); i >= 0 {
		s.Hold = held[i].Held
	}
	return s.dated(past), nil
}

// servicesOf are all services, those first that somebody has shipped lately, the
// last one first.
func (c *Commands) servicesOf(ctx context.Context, p Person) ([]string, error) {
	past, err := c.Store.Query(ctx, rollout.Query{Index: rollout.AllIndex, Limit: historyRead, Descending: true})
	if err != nil {
		return nil, fmt.Errorf("query %s: %w", rollout.AllIndex, err)
	}
	var order []string
	for _, row := range past {
		// A row that cannot be read is only one service less that is known to be theirs.
		if r, err := rollout.Decode[rollout.Rollout](row); err == nil && r.By == p.ID {
			order = append(order, r.Target.Service)
		}
	}
	for _, s := range c.Policy.Services {
		order = append(order, s.Name)
	}
	var out []string
	for _, s := range order {
		if c.Policy.service(s).Name != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out, nil
}
