package commands

import (
	"context"
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
)

// planned is what a deploy would do, and what every gate says of it.
func (c *Commands) planned(a ask, w shipment, s rollout.Strategy) Planned {
	env := c.Policy.environment(a.target.Environment)
	out := Planned{
		Target: a.target, Release: a.pinned(), Live: a.version, Strategy: s,
		Ships: a.ships, Unknown: a.unknown, Flagged: c.flagged(a.target.Service, a.ships),
	}
	if env.Adopt {
		out.Adopts = a.live.Routing
	}
	if out.Adopts.Weight == 0 {
		out.Adopts = rollout.Routing{}
	}
	for _, g := range gates(w) {
		out.Gates = append(out.Gates, GateResult{Name: g.name, Refusal: g.check(c, a), Idle: g.idle != nil && g.idle(env)})
	}
	return out
}

// proposed is the plan, with a proposal that whoever asks can confirm when no gate is
// in the way. A second message with the same ID makes a second one: only one of them
// comes through, since each is bound to what is live now.
func (c *Commands) proposed(ctx context.Context, q Request, a ask, w shipment, s rollout.Strategy) (Planned, error) {
	out := c.planned(a, w, s)
	out.Red = c.redNow(ctx, a.target)
	if out.closed() || a.person.Workflow {
		return out, nil
	}
	proposal := rollout.Proposal{
		ID: c.NewID(), By: a.person.ID, Target: a.target, Ref: w.ref, Release: a.release,
		Strategy: w.strategy, Reason: w.reason, Live: a.live.Revision, At: q.Received,
	}
	if err := c.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{proposal}}); err != nil {
		return out, fmt.Errorf("save the proposal: %w", err)
	}
	out.Proposal = proposal.ID
	return out, nil
}

// closed says that a gate is in the way.
func (p Planned) closed() bool {
	for _, g := range p.Gates {
		if g.Refusal != nil {
			return true
		}
	}
	return false
}

// otherThan says what has changed since the deploy was proposed; nil when nothing has,
// or it was not proposed.
func (a ask) otherThan(p *rollout.Proposal) *rollout.Refusal {
	const hint = "Look at it again, and confirm that."
	switch {
	case p == nil:
		return nil
	case a.release.SHA != p.Release.SHA:
		return &rollout.Refusal{Code: "ref_changed", Hint: hint,
			Reason: rollout.Text{}.Quote(p.Ref).Say(fmt.Sprintf(" was %s when you were shown the plan, and is %s now.", p.Release.Short(), a.release.Short()))}
	case a.live.Revision != p.Live:
		return rollout.Refuse("live_changed", fmt.Sprintf("What is live in %s has changed since you were shown the plan: it is %s now.", p.Target.Environment, a.live.Routing), hint)
	}
	return nil
}
