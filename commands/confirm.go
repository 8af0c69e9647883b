package commands

import (
	"context"
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
)

// Confirm does what was proposed: exactly that commit, on top of exactly what was live
// then. Only whoever it was proposed to can, for [rollout.ProposalLife], and once.
// Where the ref stands for another commit by now, or something else is live, nothing
// is done: the answer is the new plan, with a proposal of its own.
func (c *Commands) Confirm(ctx context.Context, q Request, id string) (Outcome, error) {
	return c.confirmed(ctx, q, id, "confirm", func(ctx context.Context, p Person, proposal rollout.Proposal) (Outcome, bool, error) {
		if proposal.Back != "" {
			return nil, false, notOpen()
		}
		return c.shipOnce(ctx, q, p, shipment{
			target: proposal.Target, ref: proposal.Ref, strategy: proposal.Strategy, reason: proposal.Reason, confirmed: &proposal,
		})
	})
}

// confirmed does what was proposed to whoever asks, while it can still be confirmed. A
// refusal is audited as one of the action.
func (c *Commands) confirmed(ctx context.Context, q Request, id, action string, do func(context.Context, Person, rollout.Proposal) (Outcome, bool, error)) (Outcome, error) {
	p, err := c.identify(ctx, q.Actor)
	if err != nil {
		return nil, err
	}
	var about rollout.Target
	out, err := retry(ctx, func(ctx context.Context) (Outcome, bool, error) {
		proposal, err := c.fresh(ctx, q, p, id)
		about = proposal.Target
		if err != nil {
			return nil, false, err
		}
		return do(ctx, p, proposal)
	})
	if refusal := asRefusal(err); refusal != nil {
		c.noteRefusal(ctx, q, about, action, refusal)
	}
	return out, err
}

// Dismiss takes a proposal away, so that nobody can confirm it any more.
func (c *Commands) Dismiss(ctx context.Context, q Request, id string) (Outcome, error) {
	p, err := c.identify(ctx, q.Actor)
	if err != nil {
		return nil, err
	}
	return retry(ctx, func(ctx context.Context) (Outcome, bool, error) {
		proposal, err := c.proposal(ctx, q, p, id)
		if err != nil {
			return nil, false, err
		}
		again, err := c.commit(ctx, q, rollout.Change{Delete: []rollout.Deletion{{Key: proposal.Key(), Rev: 1}}})
		return Dismissed{Target: proposal.Target, Back: proposal.Back}, again, err
	})
}

// proposal is one that is still open, and was made to whoever asks.
func (c *Commands) proposal(ctx context.Context, q Request, p Person, id string) (rollout.Proposal, error) {
	found, err := load[rollout.Proposal](ctx, c.Store, rollout.ProposalKey(id))
	switch {
	case rollout.IsMissing(err):
		return found, c.repeated(ctx, q, notOpen())
	case err != nil:
		return found, err
	case found.By != p.ID:
		return found, &rollout.Refusal{Code: "not_yours", Reason: rollout.Say("Only ").Who(found.By).Say(", who asked for that plan, can answer it."), Hint: again(found)}
	}
	return found, nil
}

// fresh is a proposal that can still be confirmed.
func (c *Commands) fresh(ctx context.Context, q Request, p Person, id string) (rollout.Proposal, error) {
	found, err := c.proposal(ctx, q, p, id)
	if err == nil && q.Received.Sub(found.At) >= rollout.ProposalLife {
		err = rollout.Refuse("expired", "That plan is more than ten minutes old, so its button no longer works.", again(found))
	}
	return found, err
}

func notOpen() *rollout.Refusal {
	return rollout.Refuse("not_open", "That plan is not open any more: it was confirmed or cancelled, or is too old.",
		"To see what is under way: `/deploy status`. To plan anew, type the command again.")
}

// again is how to plan the same commit, or the same rollback, anew.
func again(p rollout.Proposal) string {
	if p.Back != "" {
		return fmt.Sprintf("To ask for it yourself: `/rollback %s %s %s`", p.Target.Environment, p.Target.Service, p.Back)
	}
	return fmt.Sprintf("For a plan of your own: `/deploy plan %s %s %s`", p.Target.Environment, p.Target.Service, p.Release.Short())
}
