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

// changedMeanwhile is the code of the refusal to take back by itself what has been decided
// on with an incident that is not as it was then.
const changedMeanwhile = "changed_meanwhile"

// backFor takes an incident's suspect back, by nobody's wish, if the incident is open, red
// and about that suspect when this is saved: what it was decided on may be seconds old. It
// gives the rollout that goes back: the suspect itself while it is under way, else one that
// begins now. A refusal says why that is not done; where the suspect's traffic goes back
// already ("rolling_back"), the rollout that sees to it is given, too.
func (c *Commands) backFor(ctx context.Context, accused rollout.Incident, text string) (rollout.ID, *rollout.Refusal, error) {
	var out Outcome
	err := c.persist(ctx, func(ctx context.Context) (again bool, err error) {
		i, err := load[rollout.Incident](ctx, c.Store, accused.Key())
		switch {
		case err != nil:
			return false, err
		case !i.Open(), redOf(i) < 0, i.Back != "", suspected(i) != suspected(accused):
			return false, rollout.Refuse(changedMeanwhile, "The incident has changed meanwhile.", hintLive(i.Target))
		}
		out, again, err = c.takeSuspect(ctx, Request{Actor: rollout.Slipway}, i, wayOut{why: text, charged: &i})
		return again, err
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
	_, owner, err := c.ownership(ctx, accused.Target)
	if err != nil || owner == nil || owner.Candidate != accused.Suspect.Candidate {
		return "", refusal, err
	}
	return owner.ID, refusal, nil
}

// takeSuspect is one attempt to take the suspect of an incident back.
func (c *Commands) takeSuspect(ctx context.Context, q Request, i rollout.Incident, w wayOut) (Outcome, bool, error) {
	found, err := c.suspectOf(ctx, i)
	switch {
	case asRefusal(err) != nil:
		return nil, false, c.repeated(ctx, q, err)
	case err != nil:
		return nil, false, err
	}
	w.incident = i.ID
	return c.takeBack(ctx, q, found.wayOut(w), found.lock, underWay(found.rollout))
}

// suspectOf is the rollout that an incident's button takes back.
func (c *Commands) suspectOf(ctx context.Context, i rollout.Incident) (takeable, error) {
	hint := fmt.Sprintf("To go back all the same: `/rollback %s %s <version>`", i.Target.Environment, i.Target.Service)
	switch {
	case i.Suspect == nil:
		return takeable{}, rollout.Refuse("no_suspect",
			fmt.Sprintf("Nothing of %s changed in %s before its alarm turned red, so there is nothing to take back.", i.Target.Service, i.Target.Environment), hint)
	case i.Suspect.IsRollback:
		return takeable{}, rollout.Refuse("no_suspect", "What changed last is a rollback itself, which has no way back of its own.", hint)
	case !i.Open() && c.Now().Sub(i.Closed) > rollout.UndoFor:
		return takeable{}, rollout.Refuse("expired", "That incident has been over for more than a day, so its button no longer works.", hint)
	}
	r, err := c.rolloutByID(ctx, i.Suspect.Rollout)
	if err != nil {
		return takeable{}, err
	}
	return c.takeable(ctx, r)
}
