package commands

import (
	"context"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// status shows what is live where.
func (c *Commands) status(ctx context.Context, cmd grammar.Status) (Outcome, error) {
	shown := c.statuses(ctx, c.Policy.targets(target(cmd.Target)), c.statusOf)
	c.addHeads(ctx, shown)
	return StatusShown{Targets: shown}, nil
}

// addHeads adds the newest commit of each service's main branch where it is not live.
// It reads one record for each service that the code host is asked of; one that
// cannot be read hides nothing.
func (c *Commands) addHeads(ctx context.Context, shown []TargetStatus) {
	heads := map[string]*rollout.Head{}
	for i, s := range shown {
		service := s.Target.Service
		head, asked := heads[service]
		if !asked {
			head = c.headOf(ctx, service)
			heads[service] = head
		}
		if head != nil && s.Problem == "" && head.Commit.SHA != s.Live.Release.SHA {
			shown[i].Head = head
		}
	}
}

// headOf is the newest commit of a service's main branch, or nil when nobody told of it.
func (c *Commands) headOf(ctx context.Context, service string) *rollout.Head {
	if c.Policy.service(service).Repository == "" {
		return nil
	}
	head, err := load[rollout.Head](ctx, c.Store, rollout.HeadKey(service))
	switch {
	case rollout.IsMissing(err):
		return nil
	case err != nil:
		c.Log.WarnContext(ctx, "the newest commit of a service cannot be read", "service", service, "error", err)
		return nil
	}
	return &head
}

// statuses reads what is live on some targets, one after the other. One that cannot
// be read says so, and does not hide the others.
func (c *Commands) statuses(ctx context.Context, targets []rollout.Target, read func(context.Context, rollout.Target) (TargetStatus, error)) (out []TargetStatus) {
	for _, t := range targets {
		s, err := read(ctx, t)
		if err != nil {
			c.Log.WarnContext(ctx, "a target cannot be read", "target", t.String(), "error", err)
			s = TargetStatus{Target: t, Problem: "it cannot be read right now"}
		}
		out = append(out, s)
	}
	return out
}

// broughtBy is who brought the version that was live when the rollout ended.
func broughtBy(r rollout.Rollout) string {
	switch {
	case r.Phase != rollout.RolledBack:
		return r.By
	case r.Cause.By != "":
		return r.Cause.By
	default:
		return rollout.Slipway
	}
}

// statusOf asks the account what is live, with at most five calls.
func (c *Commands) statusOf(ctx context.Context, t rollout.Target) (TargetStatus, error) {
	s := TargetStatus{Target: t}
	live, version, err := c.liveOf(ctx, t)
	if err != nil {
		return s, err
	}
	s.Live, s.Weight = version, live.Routing.Weight
	lock, owner, err := c.ownership(ctx, t)
	if err != nil {
		return s, err
	}
	s.Rollout, s.Hold = owner, lock.HeldAt(c.Now())
	s.Red = c.redNow(ctx, t)
	past, err := c.past(ctx, t, 20)
	return s.dated(past), err
}

// past are the newest rollouts of a target that can be read, the newest first.
func (c *Commands) past(ctx context.Context, t rollout.Target, most int) ([]rollout.Rollout, error) {
	return readable[rollout.Rollout](ctx, c, rollout.Query{Index: rollout.TargetIndex(t), Limit: most, Descending: true})
}

// dated says since when the live version is there, and who brought it, if one of
// some rollouts did.
func (s TargetStatus) dated(past []rollout.Rollout) TargetStatus {
	for _, r := range past {
		if r.Brought() == s.Live.Version && !r.Ended.IsZero() {
			s.Since, s.By = r.Ended, broughtBy(r)
			break
		}
	}
	return s
}
