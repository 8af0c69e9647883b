package commands

import (
	"context"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	// recalling is how many targets are looked up at once in the store.
	recalling = 32
	// recalledPast is how many rollouts of each are read; where none of them has brought
	// what is live, recent.
	recalledPast = 5
)

// recalled is a target as the store says: all that is needed to know which targets need
// a look, and no call of the account.
type recalled struct {
	TargetStatus
	past   []rollout.Rollout // the newest ones, the newest first
	before *recalled         // the same service in the environment before; nil when there is none
}

// survey recalls all targets that match, in the configuration's order, each with what it
// lacks.
func (c *Commands) survey(ctx context.Context, where rollout.Target) []*recalled {
	targets := c.Policy.targets(where)
	matching := len(targets)
	if before := c.Policy.environmentBefore(where.Environment); before != "" {
		targets = append(targets, c.Policy.targets(rollout.Target{Service: where.Service, Environment: before})...)
	}
	all := c.recall(ctx, targets)
	by := make(map[rollout.Target]*recalled, len(all))
	for _, s := range all {
		by[s.Target] = s
	}
	for _, s := range all {
		s.before = by[rollout.Target{Service: s.Target.Service, Environment: c.Policy.environmentBefore(s.Target.Environment)}]
	}
	all = all[:matching]
	c.addDrift(ctx, all)
	return all
}

// recall reads what the store knows of some targets, in their order. One that cannot be
// read says so, and hides no other.
func (c *Commands) recall(ctx context.Context, targets []rollout.Target) []*recalled {
	known, blind := c.board(ctx)
	if blind != nil {
		c.Log.ErrorContext(ctx, "which targets are locked cannot be read", "error", blind)
	}
	out := make([]*recalled, 0, len(targets))
	for _, t := range targets {
		out = append(out, &recalled{TargetStatus: TargetStatus{Target: t, Hold: known.holds[t], Red: known.red[t]}})
	}
	forEach(recalling, out, func(s *recalled) {
		past, err := c.pastOf(ctx, s.Target)
		if err != nil {
			c.Log.WarnContext(ctx, "a target cannot be read", "target", s.Target.String(), "error", err)
		}
		s.past, s.TargetStatus = past, s.leftBy(past)
		if err != nil || blind != nil {
			s.Problem = "it cannot be read right now"
		}
	})
	return out
}

// pastOf are the newest rollouts of a target, and so many that one of them has brought
// what is live, if any of the recent ones did.
func (c *Commands) pastOf(ctx context.Context, t rollout.Target) ([]rollout.Rollout, error) {
	past, err := c.past(ctx, t, recalledPast)
	live := TargetStatus{}.leftBy(past).Live.Release.SHA
	if err != nil || len(past) < recalledPast || !arrival(past, live).IsZero() {
		return past, err
	}
	return c.past(ctx, t, recent)
}

// leftBy is a target as its rollouts, the newest first, have left it.
func (s TargetStatus) leftBy(past []rollout.Rollout) TargetStatus {
	if len(past) == 0 {
		return s
	}
	last := past[0]
	s.Live = rollout.Published{Version: last.Stable, Release: last.StableRelease}
	if last.Phase == rollout.Succeeded {
		s.Live = rollout.Published{Version: last.Candidate, Release: last.Release}
	}
	if !last.Phase.Ended() {
		s.Rollout = &last
	}
	return s.dated(past)
}

// board is what the store's lists say of all targets: two short lists, however many
// targets there are.
type board struct {
	holds map[rollout.Target]*rollout.Hold
	red   map[rollout.Target][]string // names of the alarms of open incidents
}

// board reads the lists. Only the locks are an error: that alarms are red is context.
func (c *Commands) board(ctx context.Context) (board, error) {
	b := board{holds: map[rollout.Target]*rollout.Hold{}, red: map[rollout.Target][]string{}}
	locks, err := c.heldNow(ctx)
	for _, l := range locks {
		b.holds[l.Target] = l.HeldAt(c.Now())
	}
	incidents, failed := legible[rollout.Incident](ctx, c, rollout.OpenIncidentsIndex)
	if failed != nil {
		c.Log.WarnContext(ctx, "which alarms are red is not known", "error", failed)
	}
	for _, i := range incidents {
		for _, a := range i.Alarms {
			if a.State == rollout.AlarmRed {
				b.red[i.Target] = append(b.red[i.Target], a.Name)
			}
		}
	}
	return b, err
}
