package commands

import (
	"context"
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
)

// ApproveGate is the button below a rollout whose build waits for people on the code
// host: it opens the gates that the run waits at, for somebody who may deploy there.
func (c *Commands) ApproveGate(ctx context.Context, q Request, id rollout.ID) (Outcome, error) {
	p, err := c.identify(ctx, q.Actor)
	if err != nil {
		return nil, err
	}
	r, err := c.rolloutByID(ctx, id)
	if err != nil {
		return nil, err
	}
	out, err := c.approveGate(ctx, q, p, r)
	if refusal := asRefusal(err); refusal != nil {
		c.noteRefusal(ctx, q, r.Target, "approve gate", refusal)
	}
	return out, err
}

func (c *Commands) approveGate(ctx context.Context, q Request, p Person, r rollout.Rollout) (Outcome, error) {
	if refusal := c.Authorize(p, DeployTo, r.Target); refusal != nil {
		return nil, refusal
	}
	b, err := load[rollout.BuildRun](ctx, c.Store, rollout.BuildRunKey(r.Target.Service, r.Release.SHA))
	switch {
	case err != nil && !rollout.IsMissing(err):
		return nil, err
	case r.Phase != rollout.Building || b.Run.State != rollout.RunWaiting:
		return nil, c.repeated(ctx, q, rollout.Refuse("nothing_waits", "Its build does not wait for anybody.",
			fmt.Sprintf("To see how it stands: `/deploy status %s %s`", r.Target.Environment, r.Target.Service)))
	}
	if err := c.noteApproval(ctx, q, r, b); err != nil {
		return nil, err
	}
	name := p.Name
	if name == "" {
		name = p.ID
	}
	comment := fmt.Sprintf("approved by %s in Slack for rollout %s", name, r.ID)
	if err := c.Gatekeeper.Approve(ctx, b.Service, b.Run.ID, comment); err != nil {
		return nil, err
	}
	if _, err := c.refresh(ctx, b); err != nil {
		c.Log.WarnContext(ctx, "an approved run is looked at later", "rollout", r.ID, "run", b.Run.ID, "error", err)
	}
	return Changed{Action: "approve", Rollout: r}, nil
}

// noteApproval says in the audit who opens which gates, before they are opened.
func (c *Commands) noteApproval(ctx context.Context, q Request, r rollout.Rollout, b rollout.BuildRun) error {
	_, err := retry(ctx, func(ctx context.Context) (Outcome, bool, error) {
		lock, err := c.lockOf(ctx, r.Target)
		if err != nil {
			return nil, false, err
		}
		detail := fmt.Sprintf("run %d, which waits for %q", b.Run.ID, b.Run.Waits)
		again, err := c.commit(ctx, q, rollout.Noted(lock, q.Actor, "approve", r.ID, detail, c.Now()))
		return nil, again, err
	})
	return err
}
