package release

import (
	"context"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/wiring"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// Open wires the commands on AWS by what the environment says. On GitHub it is
// whoever the run's own token belongs to; without one, a publish that has to ask
// GitHub about its commit is refused.
func Open(w wiring.World) Opener {
	return func(_ context.Context, login string) (*Pilot, error) {
		w.Environ = append([]string{"SLIPWAY_LOG_LEVEL=warn"}, w.Environ...) // unless it says otherwise: people read the job's log
		p, err := wiring.Read(w, settings.Release)
		if err != nil {
			return nil, &params.Wrong{Err: err}
		}
		host := wiring.Silent("Without " + secrets.GitHubToken + ", a workflow")
		host.Commits = tokenless{}
		if token := w.Env(secrets.GitHubToken); token != "" {
			if host, err = p.CodeHost(secrets.GitHub{Token: secrets.NewSecret(token)}); err != nil {
				return nil, &params.Wrong{Err: fmt.Errorf("%s: %w", secrets.GitHubToken, err)}
			}
		}
		return &Pilot{
			Commands: p.Parts(runner{login}, host).Commands, Now: p.Clock, Sleep: sleeper(p),
			Function: func(r rollout.Rollout) string { return p.Known(r).Function }, Region: p.AWS.Region,
		}, nil
	}
}

// sleeper sleeps by the rollouts' clock, which is real but in tests.
func sleeper(p wiring.Plan) func(context.Context, time.Duration) error {
	return func(ctx context.Context, d time.Duration) error {
		t := time.NewTimer(p.Settings.Clock.Real(d))
		defer t.Stop()
		select {
		case <-t.C:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// runner is the directory of whoever runs the workflow: it knows one person, as
// GitHub tells the job, and believes it. What they may do is for the policy to say.
type runner struct{ login string }

// Person knows the one who runs the workflow.
func (r runner) Person(_ context.Context, id string) (commands.Person, error) {
	if id != commands.WorkflowActor+r.login {
		return commands.Person{}, &rollout.MissingError{Key: rollout.Key{Kind: "person", ID: id}}
	}
	return commands.Person{ID: id, Name: r.login, Workflow: true}, nil
}

// tokenless answers whoever asks about a commit that nobody has said whom to ask as.
type tokenless struct{}

func (tokenless) refuse() error {
	return rollout.Refuse("no_token", "This commit has to be looked up on GitHub, and the step has no "+secrets.GitHubToken+".",
		"Give the step `GITHUB_TOKEN: ${{ github.token }}`, and its job the permissions contents, checks, statuses and pull-requests, each to read.")
}

// Resolve refuses.
func (t tokenless) Resolve(context.Context, string, string) (rollout.Release, error) {
	return rollout.Release{}, t.refuse()
}

// Standing refuses.
func (t tokenless) Standing(context.Context, string, string, rollout.Demands) (rollout.Standing, error) {
	return rollout.Standing{}, t.refuse()
}

// Compare refuses.
func (t tokenless) Compare(context.Context, string, string, string) (rollout.Comparison, error) {
	return rollout.Comparison{}, t.refuse()
}
