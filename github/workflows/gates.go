package workflows

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/rollout"
)

// gate is an environment whose rules a run waits for. The client has no type for it.
type gate struct {
	Environment struct {
		ID   int64  `json:"id"`
		Name string `json:"name"`
	} `json:"environment"`
	Ours bool `json:"current_user_can_approve"` // we are one of its reviewers
}

// gates lists what a run waits at.
func (w *Workflows) gates(ctx context.Context, p place, run int64) ([]gate, error) {
	list, _, err := get[[]gate](ctx, w, p, "say what run "+id(run)+" waits for", nil, "runs", id(run), "pending_deployments")
	return list, err
}

// waits names what a run waits at.
func (w *Workflows) waits(ctx context.Context, p place, run int64) ([]string, error) {
	gates, err := w.gates(ctx, p, run)
	var names []string
	for _, g := range gates {
		names = append(names, name(g.Environment.Name))
	}
	return names, err
}

// Approve opens those of the gates that a run waits at which are named, as far as
// GitHub lets us, and leaves the others alone: nobody has asked for them. There are two
// ways, and which of them is open depends on who we are:
//
//   - Reviewers of an environment are people and teams, never Apps. So only with the
//     token of a person who is one of them do we approve as a reviewer.
//   - A GitHub App opens the gates of environments that have it as a custom deployment
//     protection rule (in the environment's settings), with the permission
//     Deployments: read and write. Nobody but an App can do that.
//     https://docs.github.com/rest/actions/workflow-runs#review-custom-deployment-protection-rules-for-a-workflow-run
//
// Where neither is so, it is a refusal that leads to the run's page.
func (w *Workflows) Approve(ctx context.Context, service string, run int64, gates []string, comment string) error {
	p, err := w.home(service)
	if err != nil {
		return err
	}
	waits, err := w.gates(ctx, p, run)
	if err != nil {
		return err
	}
	ours, others := named(waits, gates)
	if len(ours) > 0 {
		if err := w.review(ctx, p, run, ours, comment); err != nil {
			return err
		}
	}
	opened := len(ours) > 0
	for _, environment := range others {
		may, err := w.rule(ctx, p, run, environment, comment)
		if err != nil {
			return err
		}
		opened = opened || may
	}
	if !opened {
		return w.closed(ctx, p, run, others)
	}
	return nil
}

// named are the gates of these very names: the numbers of those that we may open as a
// reviewer, and the names of the others.
func named(waits []gate, names []string) (ours []int64, others []string) {
	for _, g := range waits {
		switch {
		case !slices.Contains(names, g.Environment.Name):
		case g.Ours:
			ours = append(ours, g.Environment.ID)
		default:
			others = append(others, g.Environment.Name)
		}
	}
	return ours, others
}

// review approves as one of the reviewers.
func (w *Workflows) review(ctx context.Context, p place, run int64, environments []int64, comment string) error {
	_, err := w.post(ctx, p, "approve run "+id(run),
		&github.PendingDeploymentsRequest{EnvironmentIDs: environments, State: "approved", Comment: comment},
		"runs", id(run), "pending_deployments")
	return err
}

// rule approves as the App whose rule an environment waits for; false when it waits
// for no rule of ours.
func (w *Workflows) rule(ctx context.Context, p place, run int64, environment, comment string) (bool, error) {
	_, err := w.post(ctx, p, "approve run "+id(run),
		map[string]string{"environment_name": environment, "state": "approved", "comment": comment},
		"runs", id(run), "deployment_protection_rule")
	var refused *rollout.Refusal
	if errors.As(err, &refused) || rollout.IsKind(err, rollout.NotFound) || rollout.IsKind(err, rollout.Invalid) {
		return false, nil
	}
	return err == nil, err
}

// closed says who has to open the gates instead of us.
func (w *Workflows) closed(ctx context.Context, p place, run int64, environments []string) error {
	var page string
	if now, err := w.run(ctx, p, run); err == nil {
		page = link(now.GetHTMLURL())
	}
	if len(environments) == 0 {
		return &rollout.Refusal{Code: "no_gate", Reason: rollout.Text{}.Link("Run "+id(run), page).Say(" does not wait for that approval any more.")}
	}
	return &rollout.Refusal{
		Code: "not_reviewer",
		Reason: rollout.Say("GitHub lets only the reviewers of ").Quote(name(strings.Join(environments, ", "))).
			Say(" approve ").Link("run "+id(run), page).Say("."),
		Hint: "Ask one of them to approve it on its page, or make Slipway's GitHub App a protection rule of that environment.",
	}
}

// Cancel ends a run. One that has ended already is no error.
func (w *Workflows) Cancel(ctx context.Context, service string, run int64) error {
	p, err := w.home(service)
	if err != nil {
		return err
	}
	_, err = w.post(ctx, p, "cancel run "+id(run), nil, "runs", id(run), "cancel")
	if says(err, "", http.StatusConflict) {
		return nil
	}
	return err
}
