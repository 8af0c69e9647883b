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
	// homeRead is how many of all rollouts it looks through for those of one person.
	homeRead = 200
	// homeMine is how many services are somebody's at most.
	homeMine = 10
)

// lastSeenOf is what is live of some services, as far as the store tells, in their order.
// Held are all locks.
func (c *Commands) lastSeenOf(ctx context.Context, services []string, held []rollout.Lock) []TargetStatus {
	var targets []rollout.Target
	for _, service := range services {
		if len(targets) < homeTargets {
			targets = append(targets, c.Policy.targets(rollout.Target{Service: service})...)
		}
	}
	targets, _ = firstOf(targets, homeTargets)
	out := make([]TargetStatus, len(targets))
	each := make([]*TargetStatus, len(targets))
	for i, t := range targets {
		out[i].Target, each[i] = t, &out[i]
	}
	forEach(atOnce, each, func(s *TargetStatus) { *s = c.lastSeen(ctx, s.Target, held) })
	return out
}

// lastSeen is what is live on a target as far as its newest rollouts tell: what the
// last one has brought, or else has found.
func (c *Commands) lastSeen(ctx context.Context, t rollout.Target, held []rollout.Lock) TargetStatus {
	s := TargetStatus{Target: t}
	if i := slices.IndexFunc(held, func(l rollout.Lock) bool { return l.Target == t }); i >= 0 {
		s.Hold = held[i].Held
	}
	past, err := c.past(ctx, t, homePast)
	switch {
	case err != nil:
		c.Log.WarnContext(ctx, "a target cannot be read", "target", t.String(), "error", err)
		s.Problem = "it cannot be read right now"
	case len(past) == 0:
		s.Problem = "I have rolled out nothing there yet"
	}
	return s.leftBy(past)
}

// servicesOf are those services that somebody has shipped lately, the last one first, and
// all services in the order in which they are shown: those first.
func (c *Commands) servicesOf(ctx context.Context, p Person) (mine, order []string, err error) {
	past, err := c.Store.Query(ctx, rollout.Query{Index: rollout.AllIndex, Limit: homeRead, Descending: true})
	if err != nil {
		return nil, nil, fmt.Errorf("query %s: %w", rollout.AllIndex, err)
	}
	for _, row := range past {
		// A row that cannot be read is only one service less that is known to be theirs.
		r, err := rollout.Decode[rollout.Rollout](row)
		if err != nil || r.By != p.ID || slices.Contains(mine, r.Target.Service) || c.Policy.service(r.Target.Service).Name == "" {
			continue
		}
		mine = append(mine, r.Target.Service)
	}
	mine, _ = firstOf(mine, homeMine)
	order = slices.Clone(mine)
	for _, s := range c.Policy.Services {
		if !slices.Contains(mine, s.Name) {
			order = append(order, s.Name)
		}
	}
	return mine, order, nil
}
