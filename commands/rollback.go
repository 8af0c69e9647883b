package commands

import (
	"context"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// rollback puts a target back on the version before: it stops the rollout under
// way, or begins one that goes back from a finished deploy. Locks do not stop it.
func (c *Commands) rollback(ctx context.Context, q Request, p Person, cmd grammar.Rollback) (Outcome, error) {
	t := target(cmd.Target)
	if refusal := c.Authorize(p, RollBack, t); refusal != nil {
		return nil, refusal
	}
	return retry(ctx, func(ctx context.Context) (Outcome, bool, error) {
		lock, owner, err := c.ownership(ctx, t)
		switch {
		case err != nil:
			return nil, false, err
		case owner == nil:
			return c.rollBackFinished(ctx, q, p, t, lock, cmd.To)
		case cmd.To != "" && cmd.To != previous && !is(owner.Stable, cmd.To):
			return nil, false, c.repeated(ctx, q, rollout.Refuse("busy",
				fmt.Sprintf("%s is being rolled out right now; its way back is %s.", owner.Release.Short(), owner.Stable),
				fmt.Sprintf("To go back to that: `/rollback %s %s`. For another version, do that first.", t.Environment, t.Service)))
		}
		return c.rollBackRunning(ctx, q, p, *owner, lock)
	})
}

// rollBackRunning has a rollout under way go back.
func (c *Commands) rollBackRunning(ctx context.Context, q Request, p Person, r rollout.Rollout, lock rollout.Lock) (Outcome, bool, error) {
	after, err := r.RollBack(p.ID, "", c.Now())
	if err != nil {
		return nil, false, c.repeated(ctx, q, err)
	}
	return c.wish(ctx, q, p, after, lock, "rollback")
}

// rollBackFinished begins a rollout that starts by going back.
func (c *Commands) rollBackFinished(ctx context.Context, q Request, p Person, t rollout.Target, lock rollout.Lock, to string) (Outcome, bool, error) {
	aliases, err := c.Traffic.Aliases(ctx, t)
	if err != nil {
		return nil, false, fmt.Errorf("read the aliases of %s: %w", t, err)
	}
	versions, err := c.Versions.List(ctx, t)
	if err != nil {
		return nil, false, fmt.Errorf("list the versions of %s: %w", t, err)
	}
	live := aliases[rollout.Live].Routing
	if live.Version == "" {
		return nil, false, rollout.Refuse("not_live", fmt.Sprintf("Nothing of %s is live in %s, so there is nothing to take back.", t.Service, t.Environment),
			fmt.Sprintf("To begin: `/deploy %s %s latest`", t.Environment, t.Service))
	}
	fled, err := c.fled(ctx, t, live)
	if err != nil {
		return nil, false, err
	}
	back, refusal := wayBack(t, live, aliases[rollout.Blue].Routing.Version, fled, to, versions)
	if refusal != nil {
		return nil, false, c.repeated(ctx, q, refusal)
	}
	from := live.Version
	if live.Candidate != "" && from == back.Version {
		from = live.Candidate
	}
	r, change := rollout.Begin(rollout.Rollout{
		ID: rollout.ID(c.NewID()), Target: t, Phase: rollout.RollingBack, IsRollback: true, LockAfter: true,
		Release: releaseOf(versions, from), Candidate: from, Stable: back.Version, StableRelease: back.Release,
		Strategy: c.strategyOf(t), By: p.ID, Channel: c.Policy.channelOf(t.Service), Reports: c.Policy.service(t.Service).Repository != "",
		Cause: rollout.Cause{Code: rollout.CauseRollback, By: p.ID, Wanted: true},
	}, lock, c.Now())
	again, err := c.commit(ctx, q, change)
	if err != nil || again {
		return nil, again, err
	}
	return c.begun(ctx, r, change)
}

// patience is how long a command waits, in real time, for the traffic to go back
// before it leaves that to the engine.
const patience = 10 * time.Second

// goBack takes the first turn of a rollout that goes back, so that the traffic does
// not wait for the engine, nor depend on it. What this turn cannot do, the engine's
// next one does; two at once are harmless.
func (c *Commands) goBack(ctx context.Context, r rollout.Rollout) {
	if r.Phase != rollout.RollingBack {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if _, err := c.Turn(ctx, r.ID); err != nil {
		c.Log.WarnContext(ctx, "the engine takes the traffic back", "rollout", r.ID, "error", err)
	}
}

// fled is the version that the latest rollout went back from, if what is live is
// still what it went back to.
func (c *Commands) fled(ctx context.Context, t rollout.Target, live rollout.Routing) (rollout.Version, error) {
	r, there, err := c.latest(ctx, t)
	if err != nil || !there || r.Phase != rollout.RolledBack || live != rollout.All(r.Stable) {
		return "", err
	}
	return r.Candidate, nil
}

// strategyOf is the environment's own.
func (c *Commands) strategyOf(t rollout.Target) rollout.Strategy {
	env := c.Policy.environment(t.Environment)
	return env.Strategy
}
