package commands

import (
	"context"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// shipment is one wanted deploy, whichever way it was asked for.
type shipment struct {
	target    rollout.Target
	ref       string            // see grammar.Plan
	strategy  string            // empty for the environment's own
	reason    string            // untrusted
	confirmed *rollout.Proposal // what whoever asks has confirmed; nil when it was not proposed first
	held      bool              // it waits before any traffic moves, until somebody resumes it
	drill     *rollout.Drill    // set when it is known to be bad, and is to be taken back
	scheduled bool              // nobody asks for it but the schedule, which is the operators' to make
}

// ship begins to bring a ref to a target, if no gate is in the way. Where deploys are
// confirmed first, it answers with the plan instead.
func (c *Commands) ship(ctx context.Context, q Request, p Person, w shipment) (Outcome, error) {
	return retry(ctx, func(ctx context.Context) (Outcome, bool, error) { return c.shipOnce(ctx, q, p, w) })
}

// shipOnce is one attempt; again is true when somebody else was faster.
func (c *Commands) shipOnce(ctx context.Context, q Request, p Person, w shipment) (out Outcome, again bool, err error) {
	a, err := c.look(ctx, p, w.target, w.ref, c.compares(w))
	if err != nil {
		return nil, false, err
	}
	strategy, strange := c.strategy(a.target, w.strategy)
	if changed := a.otherThan(w.confirmed); changed != nil && strange == nil {
		c.noteRefusal(ctx, q, a.target, "confirm", changed)
		return c.askFirst(ctx, q, a, w, strategy, changed.Reason)
	}
	for _, g := range gates(w) {
		if refusal := g.check(c, a); refusal != nil {
			return nil, false, c.repeated(ctx, q, refusal)
		}
	}
	if strange != nil {
		return nil, false, strange
	}
	if c.asksFirst(a, w) {
		return c.askFirst(ctx, q, a, w, strategy, nil)
	}
	r, change := c.begin(ctx, a, w, strategy)
	if again, err := c.commit(ctx, q, change); err != nil || again {
		return nil, again, err
	}
	return c.begun(ctx, r, change)
}

// compares says that what a deploy ships has to be known before it begins, since it is
// counted or shown.
func (c *Commands) compares(w shipment) bool {
	env := c.Policy.environment(w.target.Environment)
	return w.drill == nil && (env.MaxCommits > 0 || env.Confirm || w.confirmed != nil)
}

// asksFirst says that a deploy is shown before it is done, which is only for people:
// a run of a workflow cannot click. A drill is never what anybody wants to keep.
func (c *Commands) asksFirst(a ask, w shipment) bool {
	return c.Policy.environment(a.target.Environment).Confirm && w.confirmed == nil && w.drill == nil && !a.person.Workflow
}

// askFirst answers with the plan, and with what has changed since it was shown before.
func (c *Commands) askFirst(ctx context.Context, q Request, a ask, w shipment, s rollout.Strategy, changed rollout.Text) (Outcome, bool, error) {
	out, err := c.proposed(ctx, q, a, w, s)
	if err != nil {
		return nil, false, err
	}
	out.Asked, out.Changed = true, changed
	return out, false, nil
}

// begin is the change with which the deploy of what was looked up begins.
func (c *Commands) begin(ctx context.Context, a ask, w shipment, s rollout.Strategy) (rollout.Rollout, rollout.Change) {
	now, service := c.Now(), c.Policy.service(a.target.Service)
	wanted := rollout.Rollout{
		ID: rollout.ID(c.NewID()), Target: a.target, Release: a.pinned(), Strategy: s,
		By: a.person.ID, Channel: c.Policy.channelOf(a.target.Service), Reason: w.reason,
		Stable: a.version.Version, StableRelease: a.version.Release, Adopted: adopted(a.live.Routing),
		Reports: service.Repository != "", Builds: service.Builds, RedBefore: c.redNow(ctx, a.target),
		Drill: w.drill, Announces: c.Policy.Announces || w.drill != nil,
	}
	if w.held {
		wanted.Pause = &rollout.Pause{Code: rollout.PauseHeld, Reason: awaits(a.person), By: a.person.ID, Since: now, Until: now.Add(s.PauseLimit)}
	}
	r, change := rollout.Begin(wanted, a.lock, now)
	change.Put = append(change.Put, c.ships(r, a)...)
	if w.confirmed != nil {
		change.Delete = append(change.Delete, rollout.Deletion{Key: w.confirmed.Key(), Rev: 1})
	}
	return r, change
}

// redNow are the names of the target's alarms that are red. They never keep a deploy
// out, which may be the fix; that they cannot be read does not, either.
func (c *Commands) redNow(ctx context.Context, t rollout.Target) []string {
	known, err := load[rollout.Alarms](ctx, c.Store, rollout.AlarmsKey(t))
	if err != nil && !rollout.IsMissing(err) {
		c.Log.WarnContext(ctx, "which alarms are red is not known", "target", t.String(), "error", err)
	}
	var names []string
	for _, alarm := range known.Red() {
		names = append(names, alarm.Name)
	}
	return names
}

// awaits says for whom a rollout is held.
func awaits(p Person) string {
	if p.Workflow {
		return "waits for its workflow to switch"
	}
	return "was begun by a workflow that held it here; resume it to go on"
}

// Hold begins a deploy for a run of a workflow. It goes through every gate, is built,
// published and checked, and then waits before any traffic moves, until the run
// resumes it. Nobody is asked to confirm it: a run cannot click.
func (c *Commands) Hold(ctx context.Context, q Request, cmd grammar.Deploy) (Outcome, error) {
	out, err := c.shipHeld(ctx, q, cmd)
	if refusal := asRefusal(err); refusal != nil {
		c.noteRefusal(ctx, q, target(cmd.Target), cmd.Name(), refusal)
	}
	return out, err
}

func (c *Commands) shipHeld(ctx context.Context, q Request, cmd grammar.Deploy) (Outcome, error) {
	p, err := c.identify(ctx, q.Actor)
	if err != nil {
		return nil, err
	}
	return c.ship(ctx, q, p, shipment{target: target(cmd.Target), ref: cmd.Ref, strategy: cmd.Strategy, reason: cmd.Reason, held: true})
}
