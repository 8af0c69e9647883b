package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
)

// Action is what somebody wants to do, as far as rights go.
type Action string

// The actions.
const (
	Read     Action = "look at"
	DeployTo Action = "deploy to"
	Control  Action = "control rollouts in" // promote, pause, resume, abort, set a weight
	RollBack Action = "roll back"
	LockIt   Action = "lock"
)

// of is the action on a target, in words.
func (a Action) of(t rollout.Target) string {
	switch a {
	case DeployTo:
		return fmt.Sprintf("deploy %s to %s", t.Service, t.Environment)
	case Control:
		return fmt.Sprintf("control rollouts of %s in %s", t.Service, t.Environment)
	case Read, RollBack, LockIt:
	}
	return fmt.Sprintf("%s %s in %s", a, t.Service, t.Environment)
}

// WorkflowActor is what the ids of workflows' runs begin with; the login of whoever
// started the run on the code host follows. No Slack user id begins so.
const WorkflowActor = "github:"

// identify looks up who asks. Guests, people of other workspaces, bots and
// deactivated accounts are refused here, for every command; so is everybody
// while the directory does not answer.
func (c *Commands) identify(ctx context.Context, id string) (Person, error) {
	p, err := c.People.Person(ctx, id)
	switch {
	case rollout.IsMissing(err), err == nil && p.ID == "":
		return Person{}, rollout.Refuse("unknown_person", "I do not know who you are in this workspace.", "Ask an owner of this workspace.")
	case err != nil:
		return Person{}, &rollout.Error{Kind: rollout.Broken, Message: "I could not look up who you are, so nothing was done.", Hint: "Try again in a moment.", Err: err}
	case p.Guest, p.Stranger:
		return Person{}, rollout.Refuse("guest", "Guests and people of other workspaces cannot use Slipway.", "Ask a member of this workspace to do it.")
	case p.Bot, p.Deleted, p.Workflow != strings.HasPrefix(p.ID, WorkflowActor):
		return Person{}, rollout.Refuse("not_a_person", "Only people can use Slipway.", "")
	}
	return p, nil
}

// known refuses a target that the policy does not name.
func (c *Commands) known(t rollout.Target) *rollout.Refusal {
	if slices.Contains(c.Policy.targets(t), t) {
		return nil
	}
	return rollout.Refuse("no_target", fmt.Sprintf("There is no %s in %s.", t.Service, t.Environment), "`/deploy status` lists what there is.")
}

// Authorize is the one place that says who may do what to which target. Somebody
// or something unknown may not.
func (c *Commands) Authorize(p Person, a Action, t rollout.Target) *rollout.Refusal {
	if a == Read {
		return nil
	}
	if refusal := c.known(t); refusal != nil {
		return refusal
	}
	env := c.Policy.environment(t.Environment)
	if p.Workflow {
		return authorizeRun(env, a)
	}
	for _, role := range env.Deploy {
		if slices.Contains(c.Policy.Roles[role], p.ID) {
			return nil
		}
	}
	return rollout.Refuse("not_allowed",
		fmt.Sprintf("You may not %s.", a.of(t)),
		fmt.Sprintf("In slipway.yaml, %s is for: %s. Ask one of them.", t.Environment, strings.Join(env.Deploy, ", ")))
}

// authorizeRun says what the run of a workflow may do: deploy, see that through and
// take it back, where workflows may. Who may start the run is the code host's to say,
// so that roles do not matter.
func authorizeRun(env Environment, a Action) *rollout.Refusal {
	switch a {
	case Read:
		return nil
	case DeployTo, Control, RollBack:
		if env.Workflows {
			return nil
		}
	case LockIt:
	}
	return rollout.Refuse("not_allowed",
		fmt.Sprintf("Runs of workflows may not %s %s.", a, env.Name),
		fmt.Sprintf("They may deploy to an environment, and roll back in it, where slipway.yaml says `workflows: true`; %s is for: %s.", env.Name, strings.Join(env.Deploy, ", ")))
}
