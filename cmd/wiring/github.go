package wiring

import (
	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/cmd/telemetry/spans"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/github/commits"
	"github.com/slipway-dev/slipway/github/deployments"
	"github.com/slipway-dev/slipway/github/events"
	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/github/workflows"
)

// CodeHost is everything that commands may ask of a code host, or tell it.
type CodeHost struct {
	Commits     commands.Commits
	Branch      commands.Branch // nil: nobody knows the newest commits
	Workflows   commands.Workflows
	Gatekeeper  commands.Gatekeeper
	Deployments commands.Deployments
	Events      commands.Events // nil: no workflow hears of incidents
}

// CodeHost is GitHub, for whoever is let in so. Without the section github there is
// nobody to speak to. No call is made yet.
func (p Plan) CodeHost(who secrets.GitHub) (CodeHost, error) {
	if p.Config.GitHub == nil {
		return Silent("Without the section github, Slipway"), nil
	}
	h, err := p.hub(who)
	if err != nil {
		return CodeHost{}, err
	}
	runs, code := workflows.New(h, workflows.Options{Workflow: p.workflow, Log: p.Log}), commits.New(h, commits.Options{Branch: p.Config.BranchOf})
	return CodeHost{
		Commits: code, Branch: code,
		Workflows: runs, Gatekeeper: runs,
		Deployments: deployments.New(h, deployments.Options{Address: p.Config.Page}),
		Events:      events.New(h),
	}, nil
}

// hub is the way to GitHub, let in as that.
func (p Plan) hub(who secrets.GitHub) (*hub.Hub, error) {
	return hub.New(hub.Options{
		API: p.api(), App: who.App, Installation: who.Installation, Key: []byte(who.Key.Reveal()), Token: who.Token.Reveal(),
		Repository: p.Config.RepositoryOf, Now: p.Now, Log: p.Log, Transport: p.Traces.Transport("GitHub", spans.GitHub, nil),
	})
}

// api is where GitHub's API is; empty for GitHub itself.
func (p Plan) api() string {
	if p.Settings.GitHub != "" {
		return p.Settings.GitHub
	}
	return p.Config.GitHub.API
}

// workflow is what builds a service, if one does.
func (p Plan) workflow(service string) (workflows.Workflow, bool) {
	s, _ := p.Config.Service(service)
	if s.Build == nil {
		return workflows.Workflow{}, false
	}
	return workflows.Workflow{File: s.Build.Workflow, Ref: s.Build.Ref, Inputs: s.Build.Values()}, true
}
