package commands

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// later is how long, in real time, a code host that wants to be left alone is not asked
// for the same build again.
const later = time.Minute

// order asks for a build. That is written down first, so that a lost answer does not
// start a second run; whoever was faster has asked for it. A run that was lost before is
// looked for once more, and joined if it is there.
func (c *Commands) order(ctx context.Context, b rollout.BuildRun, r rollout.Rollout) error {
	if c.Real().Before(b.PutOff) {
		return nil // the rollout has it asked for again in a minute
	}
	var change rollout.Change
	if b.Lost() {
		again, err := c.refresh(ctx, b)
		if err != nil || again.Run.ID != 0 {
			return err
		}
		if b = again; b.Lost() {
			change.Put = append(change.Put, b.GivesWay())
		}
	}
	asked := rollout.BuildRun{
		Service: b.Service, SHA: b.SHA, Revision: b.Revision + 1, Rollout: r.ID,
		Asked: c.Now(), AskedReal: c.Real(), Looked: c.Now(), Heard: c.Now(), Run: rollout.Run{State: rollout.RunAsked},
	}
	change.Put = append(change.Put, asked)
	err := c.Store.Commit(ctx, change)
	switch {
	case rollout.IsConflict(err):
		return nil
	case err != nil:
		return fmt.Errorf("note the build of %s: %w", b.SHA, err)
	}
	return c.dispatch(ctx, asked)
}

// dispatch asks for a build that was written down.
func (c *Commands) dispatch(ctx context.Context, b rollout.BuildRun) error {
	run, err := c.Workflows.Dispatch(ctx, b.Order())
	switch {
	case err == nil && run.ID == 0: // webhooks or the next errand find it
		return nil
	case err == nil:
	case rollout.IsKind(err, rollout.Throttled):
		return c.putOff(ctx, b, err)
	case refusedForGood(err):
		c.Log.WarnContext(ctx, "a build cannot be asked for", "service", b.Service, "sha", b.SHA, "error", err)
		run = rollout.Run{State: rollout.RunFailed, Reason: refusedBecause(err)}
	default: // it may have been, and nobody knows
		_, unnoted := c.learn(ctx, b, func(b rollout.BuildRun, _ time.Time) (rollout.BuildRun, bool) {
			b.Problem, b.Revision = begins(strings.TrimSuffix(plainly(err), ".")), b.Revision+1
			return b, false
		})
		return errors.Join(fmt.Errorf("ask for the build of %s: %w", b.SHA, err), unnoted)
	}
	_, err = c.learn(ctx, b, hears(run))
	return err
}

// putOff notes that an order was surely not taken, and when it may be given again.
func (c *Commands) putOff(ctx context.Context, b rollout.BuildRun, because error) error {
	c.Log.WarnContext(ctx, "a build is asked for later", "service", b.Service, "sha", b.SHA, "error", because)
	b.Revision, b.PutOff = b.Revision+1, c.Real().Add(later)
	err := c.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{b}})
	if err != nil && !rollout.IsConflict(err) {
		return fmt.Errorf("put off the build of %s: %w", b.SHA, err)
	}
	return nil
}

// unask forgets an order that was put off, and that nobody wants any more.
func (c *Commands) unask(ctx context.Context, b rollout.BuildRun) error {
	err := c.Store.Commit(ctx, rollout.Change{Delete: []rollout.Deletion{{Key: b.Key(), Rev: b.Revision}}})
	if err != nil && !rollout.IsConflict(err) {
		return fmt.Errorf("forget an order: %w", err)
	}
	return nil
}

// refusedBecause is what people are told of a build that cannot be asked for.
func refusedBecause(err error) string {
	if refusal := asRefusal(err); refusal != nil {
		return refusal.Reason.String()
	}
	return whyNot(err)
}
