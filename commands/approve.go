package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
)

// ApproveGate is the button below a rollout whose build waits for people on the code
// host: it opens the gates that were shown and that the run still waits at. A gate is
// for somebody who may deploy to the environment of ours that it is named like, and who
// has not asked for the build; any other is opened on the code host.
func (c *Commands) ApproveGate(ctx context.Context, q Request, id rollout.ID) (Outcome, error) {
	return c.pressed(ctx, q, id, "approve gate", c.approveGate)
}

// pressed carries out a button of a rollout's message. A refusal is in the audit.
func (c *Commands) pressed(ctx context.Context, q Request, id rollout.ID, what string, do func(context.Context, Request, Person, rollout.Rollout) (Outcome, error)) (Outcome, error) {
	p, err := c.identify(ctx, q.Actor)
	if err != nil {
		return nil, err
	}
	r, err := c.rolloutByID(ctx, id)
	if err != nil {
		return nil, err
	}
	out, err := do(ctx, q, p, r)
	if refusal := asRefusal(err); refusal != nil {
		c.noteRefusal(ctx, q, r.Target, what, refusal)
	}
	return out, err
}

func (c *Commands) approveGate(ctx context.Context, q Request, p Person, r rollout.Rollout) (Outcome, error) {
	if refusal := c.Authorize(p, DeployTo, r.Target); refusal != nil {
		return nil, refusal
	}
	b, err := load[rollout.BuildRun](ctx, c.Store, rollout.BuildRunKey(r.Target.Service, r.Release.SHA))
	if err != nil && !rollout.IsMissing(err) {
		return nil, err
	}
	gates := waitingAt(r, b)
	if len(gates) == 0 {
		return nil, c.repeated(ctx, q, rollout.Refuse("nothing_waits", "Its build does not wait for anybody.",
			fmt.Sprintf("To see how it stands: `/deploy status %s %s`", r.Target.Environment, r.Target.Service)))
	}
	if err := c.mayOpen(ctx, p, b, gates); err != nil {
		return nil, err
	}
	if err := c.noteApproval(ctx, q, r, b, gates); err != nil {
		return nil, err
	}
	comment := fmt.Sprintf("approved by %s in Slack for rollout %s", cmp.Or(p.Name, p.ID), r.ID)
	if err := c.Gatekeeper.Approve(ctx, b.Service, b.Run.ID, gates, comment); err != nil {
		return nil, err
	}
	if _, err := c.refresh(ctx, b); err != nil {
		c.Log.WarnContext(ctx, "an approved run is looked at later", "rollout", r.ID, "run", b.Run.ID, "error", err)
	}
	return Changed{Action: "approve", Rollout: r}, nil
}

// waitingAt are the gates that a rollout's message has shown and that its build still
// waits at.
func waitingAt(r rollout.Rollout, b rollout.BuildRun) (gates []string) {
	if r.Phase != rollout.Building || r.Build == nil || b.Run.State != rollout.RunWaiting {
		return nil
	}
	for _, gate := range b.Run.Waits {
		if slices.Contains(r.Build.Waits, gate) {
			gates = append(gates, gate)
		}
	}
	return gates
}

// mayOpen refuses whoever may not open each of the gates.
func (c *Commands) mayOpen(ctx context.Context, p Person, b rollout.BuildRun, gates []string) error {
	const there = `approve it there: open the run, and choose "Review deployments".`
	for _, gate := range gates {
		if c.Policy.environment(gate).Name == "" {
			reason := rollout.Text{}.Quote(gate).Say(" is not one of my environments, so I cannot tell who may open it. ").Link("The run", b.Run.URL).Say(" waits for it.")
			return &rollout.Refusal{Code: "not_our_gate", Reason: reason, Hint: "To go on, " + there}
		}
		if refusal := c.Authorize(p, DeployTo, rollout.Target{Service: b.Service, Environment: gate}); refusal != nil {
			return refusal
		}
	}
	waiting, err := c.waitingFor(ctx, b)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(waiting, func(r rollout.Rollout) bool { return r.By == p.ID }) {
		reason := rollout.Say("You have asked for this build, so somebody else has to open ").Quote(strings.Join(gates, ", ")).Say(" for ").Link("its run", b.Run.URL).Say(".")
		return &rollout.Refusal{Code: "own_gate", Reason: reason, Hint: "Ask somebody else who may deploy there to click, or " + there}
	}
	return nil
}

// noteApproval says in the audit who opens which gates, before they are opened.
func (c *Commands) noteApproval(ctx context.Context, q Request, r rollout.Rollout, b rollout.BuildRun, gates []string) error {
	_, err := retry(ctx, func(ctx context.Context) (Outcome, bool, error) {
		lock, err := c.lockOf(ctx, r.Target)
		if err != nil {
			return nil, false, err
		}
		detail := fmt.Sprintf("run %d, which waits for %q", b.Run.ID, gates)
		again, err := c.commit(ctx, q, rollout.Noted(lock, q.Actor, "approve", r.ID, detail, c.Now()))
		return nil, again, err
	})
	return err
}
