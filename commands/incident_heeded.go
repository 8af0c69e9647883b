package commands

import (
	"context"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// Acknowledge notes that somebody is at an incident, or takes over from whoever was. Whoever
// may roll back there may say so; it stops no rollback.
func (c *Commands) Acknowledge(ctx context.Context, q Request, id string) (Outcome, error) {
	return c.heed(ctx, q, id, "acknowledge", func(i rollout.Incident, by string, at time.Time) (rollout.Incident, *rollout.Refusal) {
		if i.Acked != nil && i.Acked.By == by {
			return i, &rollout.Refusal{Code: "acknowledged", Reason: rollout.Say("You are at it already, since ").When(i.Acked.At).Say(".")}
		}
		return i.Ack(by, at), nil
	})
}

// Snooze keeps an incident's thread from reminding anybody for [rollout.SnoozesFor].
// Whoever may roll back there may; it stops no rollback.
func (c *Commands) Snooze(ctx context.Context, q Request, id string) (Outcome, error) {
	return c.heed(ctx, q, id, "snooze", func(i rollout.Incident, by string, at time.Time) (rollout.Incident, *rollout.Refusal) {
		if s := i.Snoozed; s != nil && at.Before(s.Until) {
			return i, &rollout.Refusal{Code: "snoozed", Reason: rollout.Text{}.Who(s.By).Say(" has snoozed it until ").When(s.Until).Say(".")}
		}
		return i.Snooze(by, at), nil
	})
}

// heed notes somebody's word on an incident that is going on.
func (c *Commands) heed(ctx context.Context, q Request, id, action string, word func(i rollout.Incident, by string, at time.Time) (rollout.Incident, *rollout.Refusal)) (Outcome, error) {
	p, err := c.identify(ctx, q.Actor)
	if err != nil {
		return nil, err
	}
	return retry(ctx, func(ctx context.Context) (Outcome, bool, error) {
		before, err := load[rollout.Incident](ctx, c.Store, rollout.IncidentKey(id))
		switch {
		case rollout.IsMissing(err):
			return nil, false, rollout.Refuse("no_incident", "I do not know that incident.", "`/deploy status` says how it stands everywhere.")
		case err != nil:
			return nil, false, err
		}
		if refusal := c.Authorize(p, RollBack, before.Target); refusal != nil {
			c.noteRefusal(ctx, q, before.Target, action, refusal)
			return nil, false, mayNotHeed(before.Target, refusal)
		}
		if !before.Open() {
			over := &rollout.Refusal{Code: "over", Reason: rollout.Say("That is over since ").When(before.Closed).Say(".")}
			return nil, false, c.repeated(ctx, q, over)
		}
		after, refusal := word(before, p.ID, c.Now())
		if refusal != nil {
			return nil, false, c.repeated(ctx, q, refusal)
		}
		after, change, err := c.incidentChange(before, after)
		if err != nil {
			return nil, false, err
		}
		if again, err := c.commit(ctx, q, change); err != nil || again {
			return nil, again, err
		}
		c.tell(ctx, change)
		return IncidentChanged{Action: action, Incident: after}, false, nil
	})
}

// mayNotHeed is the refusal to whoever may not roll back, in the words of who is asked to be
// at an incident.
func mayNotHeed(t rollout.Target, refusal *rollout.Refusal) *rollout.Refusal {
	return rollout.Refuse(refusal.Code,
		fmt.Sprintf("Only whoever may roll back %s in %s can answer for its alarms, and you may not.", t.Service, t.Environment), refusal.Hint)
}
