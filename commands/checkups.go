package commands

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// stuck is how old a notice in the outbox is when somebody should look after it.
const stuck = 5 * time.Minute

// ownCheckups are those of what the commands themselves rely on.
func (c *Commands) ownCheckups() []Checkup {
	return []Checkup{
		{Name: "store", All: c.checkStore},
		{Name: "outbox", All: c.checkOutbox},
		{Name: "rollout under way", Each: c.checkOwner},
		{Name: "automatic rollback", Each: c.checkAutomatic},
	}
}

// checkStore reads something.
func (c *Commands) checkStore(ctx context.Context) []rollout.Diagnosis {
	if _, err := c.Store.Query(ctx, rollout.Query{Index: rollout.LockIndex, Limit: 1}); err != nil {
		c.Log.ErrorContext(ctx, "the store cannot be read", "error", err)
		return finding(rollout.GradeBroken, "The store cannot be read.", "Look into the worker's log for why: its role may lack a permission, or the table may be missing.")
	}
	return sound("It can be read.")
}

// checkOutbox looks for notices that nobody sends.
func (c *Commands) checkOutbox(ctx context.Context) []rollout.Diagnosis {
	waiting, err := legible[rollout.Notice](ctx, c, rollout.OutboxIndex)
	if err != nil {
		return c.unread(ctx, "outbox", err)
	}
	old := slices.DeleteFunc(waiting, func(n rollout.Notice) bool { return c.Now().Sub(n.At) <= stuck })
	if len(old) == 0 {
		return sound("Nothing waits in it for long.")
	}
	first := slices.MinFunc(old, func(a, b rollout.Notice) int { return a.At.Compare(b.At) })
	return finding(rollout.GradeAiling, fmt.Sprintf("%d messages or errands have been waiting for more than %.0f minutes, the first since %s UTC.", len(old), stuck.Minutes(), first.At.UTC().Format(time.DateTime)),
		"Look into the worker's log for what they fail with. The sweeper sends them again every two minutes, once that is mended.")
}

// checkOwner looks for a rollout that nobody goes on with, and for a split that none owns.
func (c *Commands) checkOwner(ctx context.Context, t rollout.Target) []rollout.Diagnosis {
	_, owner, err := c.ownership(ctx, t)
	switch {
	case err != nil:
		return c.unread(ctx, "owner of "+t.String(), err)
	case owner != nil && c.Now().Sub(owner.Wake) > overdue:
		return finding(rollout.GradeBroken, fmt.Sprintf("Rollout %s was due at %s UTC, and nobody goes on with it.", owner.ID, owner.Wake.UTC().Format(time.DateTime)),
			fmt.Sprintf("The sweeper takes it up within two minutes; if it does not, see to the sweeper's schedule. To end it: `/rollback %s %s`", t.Environment, t.Service))
	case owner != nil:
		return sound(fmt.Sprintf("Rollout %s is under way.", owner.ID))
	}
	aliases, err := c.Traffic.Aliases(ctx, t)
	if err != nil {
		return c.unread(ctx, "aliases of "+t.String(), err)
	}
	if live := aliases[rollout.Live].Routing; live.Weight > 0 {
		return finding(rollout.GradeBroken, fmt.Sprintf("The alias live is split (%s), and no rollout owns that.", live),
			fmt.Sprintf("To put all of it back: `/rollback %s %s %s`", t.Environment, t.Service, live.Version))
	}
	return sound("No rollout is under way, and live is whole.")
}

// tried is how to see an automatic rollback work, where there are drills.
func tried(env Environment, t rollout.Target) string {
	if env.Drill == 0 {
		return ""
	}
	return fmt.Sprintf(" To see it work: `/deploy drill %s %s`", t.Environment, t.Service)
}

// checkAutomatic looks for something that takes a bad version back by itself.
func (c *Commands) checkAutomatic(_ context.Context, t rollout.Target) []rollout.Diagnosis {
	env := c.Policy.environment(t.Environment)
	judge := !env.Strategy.Shadow
	switch {
	case env.takesNothingBack():
		return finding(rollout.GradeAiling, fmt.Sprintf("Nothing takes a bad version back by itself in %s: the judge only looks on, and no alarm takes anything back.", t.Environment),
			fmt.Sprintf("In slipway.yaml, for %s: `judge: {mode: enforce}` or `alarms: {rollback: true}`.%s", t.Environment, tried(env, t)))
	case judge && env.OnAlarm.RollBack:
		return sound("The judge takes a bad version back, and so does an alarm.")
	case judge:
		return sound("The judge takes a bad version back; an alarm does not.")
	}
	return sound("An alarm takes a bad version back; the judge only looks on.")
}

// takesNothingBack says that neither the judge nor an alarm takes a bad version back.
func (e Environment) takesNothingBack() bool { return e.Strategy.Shadow && !e.OnAlarm.RollBack }

// unread is what is found where something cannot be read; the log has why.
func (c *Commands) unread(ctx context.Context, what string, err error) []rollout.Diagnosis {
	c.Log.WarnContext(ctx, "a checkup cannot read something", "what", what, "error", err)
	return finding(rollout.GradeUnknown, fmt.Sprintf("The %s cannot be read.", what), "Look into the worker's log for why, and try again.")
}

func finding(g rollout.Grade, found, remedy string) []rollout.Diagnosis {
	return []rollout.Diagnosis{{Grade: g, Found: found, Remedy: remedy}}
}

func sound(found string) []rollout.Diagnosis { return finding(rollout.GradeSound, found, "") }
