package commands

import (
	"context"
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
)

// BackFrom is the button on an incident's message: it takes the suspect back, if that
// is still under way or what is live. It works until a day after the incident is over.
func (c *Commands) BackFrom(ctx context.Context, q Request, incident string) (Outcome, error) {
	out, err := c.backFrom(ctx, q, incident)
	if refusal := asRefusal(err); refusal != nil {
		if i, err := load[rollout.Incident](ctx, c.Store, rollout.IncidentKey(incident)); err == nil {
			c.noteRefusal(ctx, q, i.Target, "rollback", refusal)
		}
	}
	return out, err
}

func (c *Commands) backFrom(ctx context.Context, q Request, incident string) (Outcome, error) {
	p, err := c.identify(ctx, q.Actor)
	if err != nil {
		return nil, err
	}
	return retry(ctx, func(ctx context.Context) (Outcome, bool, error) {
		i, err := load[rollout.Incident](ctx, c.Store, rollout.IncidentKey(incident))
		switch {
		case rollout.IsMissing(err):
			return nil, false, rollout.Refuse("no_incident", "There is no such incident.", "What is live, and what moves: `/deploy status`")
		case err != nil:
			return nil, false, err
		}
		if refusal := c.Authorize(p, RollBack, i.Target); refusal != nil {
			return nil, false, refusal
		}
		return c.takeSuspect(ctx, q, i, wayOut{by: p})
	})
}

// backFor takes an incident's suspect back, by nobody's wish. It gives the rollout that
// goes back: the suspect itself while it is under way, else one that begins now. A
// refusal says why that is not done; where the suspect's traffic goes back already
// ("rolling_back"), the rollout that sees to it is given, too.
func (c *Commands) backFor(ctx context.Context, i rollout.Incident, text string) (rollout.ID, *rollout.Refusal, error) {
	out, err := retry(ctx, func(ctx context.Context) (Outcome, bool, error) {
		return c.takeSuspect(ctx, Request{Actor: rollout.Slipway}, i, wayOut{why: text})
	})
	switch out := out.(type) {
	case Started:
		return out.Rollout.ID, nil, nil
	case Changed:
		return out.Rollout.ID, nil, nil
	}
	refusal := asRefusal(err)
	if refusal == nil {
		return "", nil, err
	}
	if refusal.Code != "rolling_back" {
		return "", refusal, nil
	}
	_, owner, err := c.ownership(ctx, i.Target)
	if err != nil || owner == nil || owner.Candidate != i.Suspect.Candidate {
		return "", refusal, err
	}
	return owner.ID, refusal, nil
}

// takeSuspect is one attempt to take the suspect of an incident back.
func (c *Commands) takeSuspect(ctx context.Context, q Request, i rollout.Incident, w wayOut) (Outcome, bool, error) {
	r, lock, err := c.suspectOf(ctx, i)
	switch {
	case asRefusal(err) != nil:
		return nil, false, c.repeated(ctx, q, err)
	case err != nil:
		return nil, false, err
	}
	w.target, w.to, w.incident = r.Target, string(r.Stable), i.ID
	return c.takeBack(ctx, q, w, lock, underWay(r))
}

// suspectOf is the rollout that an incident's button takes back, with its target's lock.
func (c *Commands) suspectOf(ctx context.Context, i rollout.Incident) (rollout.Rollout, rollout.Lock, error) {
	hint := fmt.Sprintf("To go back all the same: `/rollback %s %s <version>`", i.Target.Environment, i.Target.Service)
	switch {
	case i.Suspect == nil:
		return rollout.Rollout{}, rollout.Lock{}, rollout.Refuse("no_suspect",
			fmt.Sprintf("Nothing of %s changed in %s before its alarm turned red, so there is nothing to take back.", i.Target.Service, i.Target.Environment), hint)
	case i.Suspect.IsRollback:
		return rollout.Rollout{}, rollout.Lock{}, rollout.Refuse("no_suspect", "What changed last is a rollback itself, which has no way back of its own.", hint)
	case !i.Open() && c.Now().Sub(i.Closed) > rollout.UndoFor:
		return rollout.Rollout{}, rollout.Lock{}, rollout.Refuse("expired", "That incident has been over for more than a day, so its button no longer works.", hint)
	}
	r, err := c.rolloutByID(ctx, i.Suspect.Rollout)
	if err != nil {
		return r, rollout.Lock{}, err
	}
	lock, err := c.takeable(ctx, r)
	return r, lock, err
}
