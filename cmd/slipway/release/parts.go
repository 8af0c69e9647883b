package release

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// Publish begins a deploy and waits until green points at its version. No traffic
// moves before Switch.
func (p *Pilot) Publish(ctx context.Context, d grammar.Deploy, patience time.Duration) Result {
	out, err := p.Commands.Hold(ctx, p.request(d), d)
	if err != nil {
		return refusedOr(err)
	}
	started, ok := out.(commands.Started)
	if !ok {
		return broken(fmt.Errorf("publish: the deploy did not begin, but %T", out))
	}
	r, err := p.follow(ctx, started.Rollout.ID, published, patience)
	return result(r, err, published, "green points at %s; no traffic has moved")
}

// Check waits until the version on green has answered for its health.
func (p *Pilot) Check(ctx context.Context, id rollout.ID, patience time.Duration) Result {
	r, err := p.follow(ctx, id, healthy, patience)
	return result(r, err, healthy, "%s passed its health check; no traffic has moved")
}

// Switch lets the traffic go to the new version, step by step as the strategy says,
// and waits until it has all of it. Doing it twice is harmless.
func (p *Pilot) Switch(ctx context.Context, id rollout.ID, patience time.Duration) Result {
	now, err := p.Commands.Turn(ctx, id)
	if err != nil && now.ID == "" {
		return refusedOr(err)
	}
	if now.Pause != nil && now.Pause.Code == rollout.PauseHeld {
		_, err = p.Commands.Run(ctx, p.request(grammar.Resume{Subject: grammar.Subject{Rollout: string(id)}}))
		var refusal *rollout.Refusal
		if err != nil && !(errors.As(err, &refusal) && refusal.Code == "not_paused") { // another try of the job was faster
			return refusedOr(err)
		}
	}
	r, err := p.follow(ctx, id, switched, patience)
	return result(r, err, switched, "all of the traffic is on %s")
}

// Watch waits until the rollout has come to its end.
func (p *Pilot) Watch(ctx context.Context, id rollout.ID, patience time.Duration) Result {
	r, err := p.follow(ctx, id, ended, patience)
	return result(r, err, ended, "%s is live and stayed well")
}

// Rollback takes a target back, and waits until the version before is live and has
// been asked for its health.
func (p *Pilot) Rollback(ctx context.Context, b grammar.Rollback, patience time.Duration) Result {
	out, err := p.Commands.Run(ctx, p.request(b))
	if err != nil {
		return refusedOr(err)
	}
	var id rollout.ID
	switch out := out.(type) {
	case commands.Started:
		id = out.Rollout.ID
	case commands.Changed:
		id = out.Rollout.ID
	default:
		return broken(fmt.Errorf("roll back: no rollback began, but %T", out))
	}
	r, err := p.follow(ctx, id, ended, patience)
	return restored(r, err)
}

func published(r rollout.Rollout) bool { return r.Candidate != "" && r.Phase != rollout.Deploying }

func healthy(r rollout.Rollout) bool {
	return r.Health != nil && r.Health.OK && r.Health.Version == r.Candidate && r.Candidate != ""
}

func switched(r rollout.Rollout) bool {
	return r.Phase == rollout.Watching || r.Phase == rollout.Succeeded
}

func ended(r rollout.Rollout) bool { return r.Phase.Ended() }
