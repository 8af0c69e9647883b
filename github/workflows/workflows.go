// Package workflows starts, finds, watches and ends the runs of GitHub Actions that
// build images. It remembers nothing: which run belongs to what is for the caller to
// keep, and whoever asks again is told the same.
//
// A GitHub App needs the permissions Actions (read and write: to start, read and
// cancel runs) and, to open gates, Deployments (read and write).
package workflows

import (
	"log/slog"

	"github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/github/hub"
	"github.com/slipway-dev/slipway/rollout"
)

// Workflow is what builds the image of a service.
type Workflow struct {
	File   string            // its name below .github/workflows, such as build.yml
	Ref    string            // branch or tag whose version of the file is run
	Inputs map[string]string // that it gets besides sha and correlation_id
}

// Options are what there is to know of workflows.
type Options struct {
	Workflow func(service string) (Workflow, bool) // false where no workflow builds
	Log      *slog.Logger                          // nil: nothing is logged
}

// Workflows speaks to GitHub Actions. It is safe for concurrent use.
type Workflows struct {
	hub  *hub.Hub
	opts Options
}

// New makes them.
func New(h *hub.Hub, opts Options) *Workflows {
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	return &Workflows{hub: h, opts: opts}
}

// place is a repository, and where it is needed a workflow of it.
type place struct {
	Workflow
	owner, repo string
}

// home is the repository of a service.
func (w *Workflows) home(service string) (place, error) {
	owner, repo, err := w.hub.Repository(service)
	return place{owner: owner, repo: repo}, err
}

// place is the workflow of a service.
func (w *Workflows) place(service string) (place, error) {
	p, err := w.home(service)
	if err != nil {
		return place{}, err
	}
	flow, known := w.opts.Workflow(service)
	if !known {
		return place{}, &rollout.Error{
			Kind: rollout.NotFound, Message: "No workflow builds " + service + ".",
			Hint: "Name it in `slipway.yaml`, as the service's `build`.",
		}
	}
	p.Workflow = flow
	return p, nil
}

// String is how a person names the repository.
func (p place) String() string { return p.owner + "/" + p.repo }

// told is a run as GitHub tells of it.
func told(run *github.WorkflowRun) rollout.Run {
	state, reason := rollout.RunStateOf(run.GetStatus(), run.GetConclusion())
	return rollout.Run{
		ID: run.GetID(), Attempt: max(run.GetRunAttempt(), 1), State: state, URL: link(run.GetHTMLURL()),
		Reason: reason, Updated: run.GetUpdatedAt().UTC(),
	}
}
