package release

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// Publish begins a deploy and waits until green points at its version. No traffic
// moves before Switch. A deploy of the same commit that another try of the job has
// begun is taken up where it stands.
func (p *Pilot) Publish(ctx context.Context, d grammar.Deploy, patience time.Duration) Result {
	id, err := p.begin(ctx, d)
	if err != nil {
		return notDone(ctx, err)
	}
	r, err := p.follow(ctx, id, published, patience)
	return result(r, err, published, "green points at %s")
}

func (p *Pilot) begin(ctx context.Context, d grammar.Deploy) (rollout.ID, error) {
	out, err := p.Commands.Hold(ctx, p.request(d), d)
	if refused(err, "busy") {
		if id := p.begun(ctx, d); id != "" {
			p.Tell("It was begun before, and is taken up where it stands.")
			return id, nil
		}
	}
	if err != nil {
		return "", err
	}
	started, ok := out.(commands.Started)
	if !ok {
		return "", fmt.Errorf("publish: the deploy did not begin, but %T", out)
	}
	return started.Rollout.ID, nil
}

// begun is the rollout under way that a run of a workflow has begun for the same
// commit; empty when it is another's, or cannot be looked up.
func (p *Pilot) begun(ctx context.Context, d grammar.Deploy) rollout.ID {
	now, there := p.status(ctx, d.Target)
	if r := now.Rollout; there && r != nil && r.Release.SHA == d.Ref && strings.HasPrefix(r.By, commands.WorkflowActor) {
		return r.ID
	}
	return ""
}

// status is what is live on a target; false when the account has not said so.
func (p *Pilot) status(ctx context.Context, t grammar.Target) (commands.TargetStatus, bool) {
	out, err := p.Commands.Run(ctx, p.request(grammar.Status{Target: t}))
	shown, ok := out.(commands.StatusShown)
	if err != nil || !ok || len(shown.Targets) != 1 {
		return commands.TargetStatus{}, false
	}
	now := shown.Targets[0]
	return now, now.Problem == "" && !now.Recalled
}

// Check waits until the version on green has answered for its health.
func (p *Pilot) Check(ctx context.Context, id rollout.ID, patience time.Duration) Result {
	r, err := p.follow(ctx, id, healthy, patience)
	return result(r, err, healthy, "%s passed its health check")
}

// Switch lets the traffic go to the new version, step by step as the strategy says,
// and waits until it has all of it. Doing it twice is harmless.
func (p *Pilot) Switch(ctx context.Context, id rollout.ID, patience time.Duration) Result {
	r, err := p.follow(ctx, id, seen, patience)
	if err == nil && held(r) {
		_, err := p.Commands.Run(ctx, p.request(grammar.Resume{Subject: grammar.Subject{Rollout: string(id)}}))
		if err != nil && !refused(err, "not_paused", "ended") { // another try of the job was faster, or the rollout has failed meanwhile
			return notDone(ctx, err)
		}
	}
	if err == nil {
		r, err = p.follow(ctx, id, switched, patience)
	}
	return result(r, err, switched, "all of the traffic is on %s")
}

// Watch waits until the rollout has come to its end.
func (p *Pilot) Watch(ctx context.Context, id rollout.ID, patience time.Duration) Result {
	r, err := p.follow(ctx, id, ended, patience)
	return result(r, err, ended, "%s is live and stayed well")
}

// refused says that an error is one of these refusals.
func refused(err error, codes ...string) bool {
	var refusal *rollout.Refusal
	return errors.As(err, &refusal) && slices.Contains(codes, refusal.Code)
}

func seen(r rollout.Rollout) bool { return r.ID != "" }

func published(r rollout.Rollout) bool { return r.Candidate != "" && r.Phase != rollout.Deploying }

func healthy(r rollout.Rollout) bool {
	return r.Health != nil && r.Health.OK && r.Health.Version == r.Candidate && r.Candidate != ""
}

func switched(r rollout.Rollout) bool {
	return r.Phase == rollout.Watching || r.Phase == rollout.Succeeded
}

func ended(r rollout.Rollout) bool { return r.Phase.Ended() }
