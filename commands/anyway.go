package commands

import (
	"context"

	"github.com/slipway-dev/slipway/rollout"
)

// BackAnyway does a rollback that was asked about once more, since it may not undo all
// that changed: to exactly that version, from exactly what was live then. Only whoever
// was asked can, for [rollout.ProposalLife], and once. Where something else is live by
// now, it is asked anew.
func (c *Commands) BackAnyway(ctx context.Context, q Request, id string) (Outcome, error) {
	return c.confirmed(ctx, q, id, "rollback", func(ctx context.Context, p Person, proposal rollout.Proposal) (Outcome, bool, error) {
		if proposal.Back == "" {
			return nil, false, notOpen()
		}
		return c.backAnyway(ctx, q, p, proposal)
	})
}

func (c *Commands) backAnyway(ctx context.Context, q Request, p Person, proposal rollout.Proposal) (Outcome, bool, error) {
	t := proposal.Target
	if refusal := c.Authorize(p, RollBack, t); refusal != nil {
		return nil, false, refusal
	}
	lock, owner, err := c.ownership(ctx, t)
	switch {
	case err != nil:
		return nil, false, err
	case owner != nil: // what it stops is not what was asked about
		return nil, false, c.repeated(ctx, q, overtaken(*owner, proposal.Back))
	}
	return c.takeBack(ctx, q, wayOut{target: t, to: string(proposal.Back), by: p, incident: proposal.Incident, confirmed: &proposal}, lock, nil)
}
