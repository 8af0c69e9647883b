// Package deployments tells GitHub of rollouts: one deployment for each, and a status
// for each turn that it takes. GitHub shows them beside the commits and pull requests.
//
// A GitHub App needs the permission Deployments (read and write).
package deployments

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/rollout"
)

// Options are what there is to know of deployments.
type Options struct {
	// Address is where what was deployed is seen; empty where it has no page. It may be nil.
	Address func(service, environment string) string
}

// Deployments speaks to GitHub of rollouts.
type Deployments struct {
	hub  *hub.Hub
	opts Options
}

// New makes them.
func New(h *hub.Hub, opts Options) *Deployments {
	if opts.Address == nil {
		opts.Address = func(string, string) string { return "" }
	}
	return &Deployments{hub: h, opts: opts}
}

// payload is what a deployment carries for us: by it the one of a rollout is found.
type payload struct {
	Rollout rollout.ID `json:"rollout"`
}

// perPage is the most that GitHub gives; there are not that many of one commit in
// one environment.
const perPage = 100

// Open finds the deployment of a rollout, or makes it. So one whose answer was lost is
// found by whoever asks again, and there is no second.
func (d *Deployments) Open(ctx context.Context, of rollout.Deployment) (int64, error) {
	owner, repo, err := d.hub.Repository(of.Service)
	if err != nil {
		return 0, err
	}
	list, _, err := d.hub.Client().Repositories.ListDeployments(ctx, owner, repo, &github.DeploymentsListOptions{
		SHA: of.SHA, Environment: of.Environment, Task: task(of), ListOptions: github.ListOptions{PerPage: perPage},
	})
	if err != nil {
		return 0, d.hub.Explain("list the deployments of "+owner+"/"+repo, err)
	}
	for _, known := range list {
		if carried(known.Payload) == of.Rollout {
			return known.GetID(), nil
		}
	}
	return d.create(ctx, owner, repo, of)
}

// create makes a deployment. GitHub is not to merge anything for it, nor to ask for
// checks again: what had to be green was looked at before the rollout began.
func (d *Deployments) create(ctx context.Context, owner, repo string, of rollout.Deployment) (int64, error) {
	made, _, err := d.hub.Client().Repositories.CreateDeployment(ctx, owner, repo, &github.DeploymentRequest{
		Ref: github.String(of.SHA), Task: github.String(task(of)), Environment: github.String(of.Environment),
		Description: github.String(short(of.Description)), Payload: payload{Rollout: of.Rollout},
		AutoMerge: github.Bool(false), RequiredContexts: &[]string{},
	})
	if err != nil {
		return 0, d.hub.Explain(fmt.Sprintf("make a deployment of %s to %s", of.Service, of.Environment), err)
	}
	return made.GetID(), nil
}

// Mark says how a deployment stands, if that is not what was said last. Others of the
// same environment stay as they are: in a repository of several services GitHub would
// take one service's success for the end of another's deployment.
func (d *Deployments) Mark(ctx context.Context, id int64, of rollout.Deployment) error {
	owner, repo, err := d.hub.Repository(of.Service)
	if err != nil {
		return err
	}
	list, _, err := d.hub.Client().Repositories.ListDeploymentStatuses(ctx, owner, repo, id, &github.ListOptions{PerPage: perPage})
	if err != nil {
		return d.hub.Explain(fmt.Sprintf("say how deployment %d stands", id), err)
	}
	if last(list) == string(of.State) {
		return nil
	}
	_, _, err = d.hub.Client().Repositories.CreateDeploymentStatus(ctx, owner, repo, id, &github.DeploymentStatusRequest{
		State: github.String(string(of.State)), Description: github.String(short(of.Description)),
		Environment: github.String(of.Environment), AutoInactive: github.Bool(false),
		LogURL: some(of.LogURL), EnvironmentURL: some(d.opts.Address(of.Service, of.Environment)),
	})
	if err != nil {
		return d.hub.Explain(fmt.Sprintf("note that deployment %d is %s", id, of.State), err)
	}
	return nil
}

// last is the state that was said last: numbers rise, and the order of a list is not
// promised.
func last(list []*github.DeploymentStatus) string {
	var newest *github.DeploymentStatus
	for _, s := range list {
		if newest == nil || s.GetID() > newest.GetID() {
			newest = s
		}
	}
	return newest.GetState()
}

// task tells the deployments of several services in one repository apart.
func task(of rollout.Deployment) string { return "deploy:" + of.Service }

// carried is the rollout that a deployment is of. Its payload comes back as it was
// sent, or as a string that holds it; those of others say something else.
func carried(raw json.RawMessage) rollout.ID {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		raw = json.RawMessage(text)
	}
	var p payload
	if json.Unmarshal(raw, &p) != nil {
		return ""
	}
	return p.Rollout
}

// short cuts a description to what GitHub takes.
func short(text string) string {
	const most = 140
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// some leaves out what is empty: GitHub refuses an empty address.
func some(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
