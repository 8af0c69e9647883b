package commands

import (
	"context"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// unfound is how long, in real time, a run that was asked for and that nobody has named
// is waited for. It is recognised for longer, should it show up after all.
const unfound = 2 * time.Minute

// refresh asks the code host how a build stands of which there is more to be heard.
func (c *Commands) refresh(ctx context.Context, b rollout.BuildRun) (rollout.BuildRun, error) {
	switch {
	case !b.Open():
		return b, nil
	case b.Run.ID == 0:
		return c.find(ctx, b)
	}
	run, err := c.Workflows.Look(ctx, b.Service, b.Run.ID)
	switch {
	case rollout.IsKind(err, rollout.NotFound):
		run = b.Run
		run.State, run.Reason = rollout.RunFailed, "the code host does not know its run any more"
	case err != nil && b.Run.State.Ended(): // that it failed is known, and where may stay unknown
		c.Log.WarnContext(ctx, "nobody can say where a run failed", "service", b.Service, "run", b.Run.ID, "error", err)
		run = b.Run
	case err != nil:
		return b, fmt.Errorf("look at the build of %s: %w", b.SHA, err)
	}
	return c.learn(ctx, b, hears(run))
}

// find looks for the run of an order whose answer did not name it.
func (c *Commands) find(ctx context.Context, b rollout.BuildRun) (rollout.BuildRun, error) {
	run, found, err := c.Workflows.Find(ctx, b.Order())
	switch {
	case err != nil:
		return b, fmt.Errorf("find the build of %s: %w", b.SHA, err)
	case found:
		return c.learn(ctx, b, hears(c.detailed(ctx, b.Service, run)))
	case b.Lost(), c.Real().Sub(b.AskedReal) < unfound:
		return c.learn(ctx, b, hears(b.Run))
	}
	return c.learn(ctx, b, func(b rollout.BuildRun, at time.Time) (rollout.BuildRun, bool) { return b.Misses(missed(b), at) })
}

// missed says why a build has failed whose run nobody can find.
func missed(b rollout.BuildRun) string {
	const lost = "the code host was asked for a build, and nobody can find its run"
	if b.Problem != "" {
		return lost + ": " + b.Problem
	}
	return lost + "; its workflow has to put the input correlation_id into its run-name"
}

// detailed is a run with what only a closer look tells: where it failed, or what it
// waits for. Without an answer it is what it was.
func (c *Commands) detailed(ctx context.Context, service string, run rollout.Run) rollout.Run {
	if run.State != rollout.RunFailed && run.State != rollout.RunWaiting {
		return run
	}
	closer, err := c.Workflows.Look(ctx, service, run.ID)
	switch {
	case err != nil:
		c.Log.WarnContext(ctx, "a run cannot be looked at", "service", service, "run", run.ID, "error", err)
	case closer.State == run.State && closer.Attempt == run.Attempt:
		return closer
	}
	return run
}
