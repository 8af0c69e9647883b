package commands

import (
	"context"
	"fmt"
	"slices"

	"github.com/slipway-dev/slipway/rollout"
)

// homeServices is how many services the Home tab shows.
const homeServices = 10

// HomeShown is what the Home tab shows somebody.
type HomeShown struct {
	Person   Person
	May      []Rights          // in each environment, in their order
	Open     []rollout.Rollout // under way, newest first
	Held     []rollout.Lock    // of targets that are locked now, in the order of their names
	Live     []TargetStatus    // of at most ten services, those first that the person has shipped lately
	Services int               // how many there are in all
}

// Home is what the Home tab shows whoever looks at it. It only reads: four calls,
// and at most five for each target of ten services.
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
	for _, service := range mine[:min(len(mine), homeServices)] {
		targets = append(targets, c.Policy.targets(rollout.Target{Service: service})...)
	}
	out.Live = c.statuses(ctx, targets)
	return out, nil
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
