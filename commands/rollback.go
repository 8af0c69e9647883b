package commands

import (
	"context"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// wayOut is one wanted rollback, whichever way it was asked for: by a command, by a
// button, or by an alarm.
type wayOut struct {
	target    rollout.Target
	to        string            // version, commit or [previous]; empty for that, too
	by        Person            // zero: Slipway itself, since an alarm is red
	why       string            // of what Slipway does by itself; may hold untrusted text
	incident  string            // that it is for; empty: the open one, if there is one
	confirmed *rollout.Proposal // what whoever asks has confirmed; nil when it was not asked about
	charged   *rollout.Incident // of what Slipway does by itself: the incident, which says so at the same moment

	aliases map[rollout.Alias]rollout.AliasNow // by which it was decided; nil: they are still to be read
}

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
		case owner != nil && !endsAt(*owner, cmd.To):
			return nil, false, c.repeated(ctx, q, rollout.Refuse("busy",
				fmt.Sprintf("%s is being rolled out right now; its way back is %s.", owner.Release.Short(), owner.Stable),
				fmt.Sprintf("To go back to that: `/rollback %s %s`. For another version, do that first.", t.Environment, t.Service)))
		}
		return c.takeBack(ctx, q, wayOut{target: t, to: cmd.To, by: p}, lock, owner)
	})
}

// takeBack is the one way back. It stops the rollout that owns the target or, where
// none does, begins one that goes back from what is live. It works under every hold:
// whoever keeps deploys out is told, and still does afterwards.
func (c *Commands) takeBack(ctx context.Context, q Request, w wayOut, lock rollout.Lock, owner *rollout.Rollout) (Outcome, bool, error) {
	if w.incident == "" {
		w.incident = c.openIncident(ctx, w.target)
	}
	if owner != nil {
		return c.stop(ctx, q, w, lock, *owner)
	}
	return c.leave(ctx, q, w, lock)
}

// stop has a rollout under way go back. What it has changed for good is not asked
// about: both versions are in use.
func (c *Commands) stop(ctx context.Context, q Request, w wayOut, lock rollout.Lock, r rollout.Rollout) (Outcome, bool, error) {
	after, err := w.stops(r, c.Now())
	if err != nil {
		return nil, false, c.repeated(ctx, q, err)
	}
	after.Holder = holder(lock, c.Now())
	besides, err := c.besides(w, after)
	if err != nil {
		return nil, false, err
	}
	return c.wish(ctx, q, Person{ID: w.actor()}, after, lock, "rollback", besides...)
}

// leave begins a rollout that goes back from what is live. Where it may not undo all
// that changed, it asks first, and does nothing by itself.
func (c *Commands) leave(ctx context.Context, q Request, w wayOut, lock rollout.Lock) (Outcome, bool, error) {
	e, err := c.exit(ctx, q, w)
	if err != nil {
		return nil, false, err
	}
	asked, err := c.asksBack(ctx, q, w, e)
	if asked != nil || err != nil {
		return asked, false, err
	}
	r, change := rollout.Begin(rollout.Rollout{
		ID: rollout.ID(c.NewID()), Target: w.target, Phase: rollout.RollingBack, IsRollback: true, LockAfter: true,
		Release: e.from.Release, Candidate: e.from.Version, Stable: e.to.Version, StableRelease: e.to.Release,
		Strategy: c.strategyOf(w.target), By: w.actor(), Channel: c.Policy.channelOf(w.target.Service),
		Reports: c.Policy.service(w.target.Service).Repository != "", Announces: c.Policy.Announces,
		Incident: w.incident, Holder: holder(lock, c.Now()), Cause: w.cause(),
	}, lock, c.Now())
	if w.confirmed != nil {
		change.Delete = append(change.Delete, rollout.Deletion{Key: w.confirmed.Key(), Rev: 1})
	}
	besides, err := c.besides(w, r)
	if err != nil {
		return nil, false, err
	}
	change.Put = append(change.Put, besides...)
	again, err := c.commit(ctx, q, change)
	if err != nil || again {
		return nil, again, err
	}
	return c.begun(ctx, r, change)
}

// besides is what is saved with a way back that nobody has asked for: its incident, of
// which nothing else can be decided then.
func (c *Commands) besides(w wayOut, r rollout.Rollout) ([]rollout.Record, error) {
	if w.charged == nil {
		return nil, nil
	}
	_, change, err := c.incidentChange(*w.charged, goesBack(*w.charged, r, true))
	return change.Put, err
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

// strategyOf is the environment's own.
func (c *Commands) strategyOf(t rollout.Target) rollout.Strategy {
	env := c.Policy.environment(t.Environment)
	return env.Strategy
}
