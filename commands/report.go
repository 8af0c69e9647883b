package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	// recent is how many of a target's latest rollouts are looked at for who took whose
	// place.
	recent = 20
	// opening is how long, in real time, making a deployment may take. Until then nobody
	// else begins to; afterwards whoever began has died.
	opening = 30 * time.Second
)

// report tells the code host how a rollout stands, and, once that has brought a version
// to live, that the one before is not there any more.
func (c *Commands) report(ctx context.Context, id rollout.ID) error {
	r, err := c.rolloutByID(ctx, id)
	if err != nil || !r.Reports {
		return err
	}
	past, err := c.past(ctx, r.Target, recent)
	if err != nil {
		return err
	}
	if err := c.reportOne(ctx, r, past); err != nil || r.Brought() == "" {
		return err
	}
	i := slices.IndexFunc(past, func(p rollout.Rollout) bool { return p.ID < r.ID && p.Reports && p.Brought() != "" })
	if i < 0 {
		return nil
	}
	return c.reportOne(ctx, past[i], past)
}

// reportOne tells the code host what it does not know yet of a rollout. That it is
// told is written down before a deployment is made, so that only one sender makes it.
func (c *Commands) reportOne(ctx context.Context, r rollout.Rollout, past []rollout.Rollout) error {
	d := deployment(r, past)
	d.LogURL = cmp.Or(d.LogURL, c.Policy.link(string(r.ID)))
	if d.SHA == "" { // a version that is not one of ours
		return nil
	}
	said, err := load[rollout.Reported](ctx, c.Store, rollout.ReportedKey(r.ID))
	if err != nil && !rollout.IsMissing(err) {
		return err
	}
	if said.State == d.State || said.State == rollout.DeploymentInactive {
		return nil
	}
	if said.Deployment == 0 {
		if said, err = c.open(ctx, d, said); err != nil {
			return err
		}
	}
	if err := c.Deployments.Mark(ctx, said.Deployment, d); err != nil {
		return fmt.Errorf("say how %s stands: %w", r.ID, err)
	}
	said.State = d.State
	_, err = c.said(ctx, said)
	return err
}

// open makes the deployment of a rollout, or finds the one that somebody made who has
// died before noting it.
func (c *Commands) open(ctx context.Context, d rollout.Deployment, said rollout.Reported) (rollout.Reported, error) {
	if said.Revision > 0 && c.Real().Sub(said.At) < opening {
		return said, &rollout.Error{Kind: rollout.Throttled, Message: fmt.Sprintf("Somebody is opening the deployment of %s.", d.Rollout)}
	}
	said.Rollout = d.Rollout
	said, err := c.said(ctx, said)
	if err != nil {
		return said, err
	}
	if said.Deployment, err = c.Deployments.Open(ctx, d); err != nil {
		return said, fmt.Errorf("open a deployment for %s: %w", d.Rollout, err)
	}
	return c.said(ctx, said)
}

// said saves what the code host was told.
func (c *Commands) said(ctx context.Context, r rollout.Reported) (rollout.Reported, error) {
	r.Revision++
	r.At = c.Real()
	if err := c.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{r}}); err != nil {
		return r, fmt.Errorf("note what the code host was told of %s: %w", r.Rollout, err)
	}
	return r, nil
}

// deployment is a rollout as the code host is told of it. A rollback is the deployment
// of what it brings back.
func deployment(r rollout.Rollout, past []rollout.Rollout) rollout.Deployment {
	d := rollout.Deployment{
		Service: r.Target.Service, Environment: r.Target.Environment, SHA: r.Release.SHA, Rollout: r.ID,
		Description: fmt.Sprintf("Slipway's rollout %s %s", r.ID, r.Phase.Past()), State: r.Deployed(),
	}
	if r.IsRollback {
		d.SHA = r.StableRelease.SHA
	}
	if r.Build != nil {
		d.LogURL = r.Build.URL
	}
	if d.State == rollout.DeploymentDone && replaced(r, past) {
		d.State = rollout.DeploymentInactive
	}
	return d
}

// replaced says whether a later rollout has brought another version to live. The past
// is the newest first.
func replaced(r rollout.Rollout, past []rollout.Rollout) bool {
	i := slices.IndexFunc(past, func(p rollout.Rollout) bool { return p.Brought() != "" })
	return i >= 0 && past[i].ID > r.ID && past[i].Brought() != r.Brought()
}
