package commands

import (
	"context"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// unfound is how long, in real time, a run that was asked for and that nobody has named
// is looked for.
const unfound = 2 * time.Minute

// tendBuild looks after the build of a commit: has it begun if a rollout wants it,
// looks how it stands if it is under way, and ends it if nobody wants it any more.
func (c *Commands) tendBuild(ctx context.Context, service, sha string) error {
	waiting, err := c.waiting(ctx, service, sha)
	if err != nil {
		return err
	}
	b, err := load[rollout.BuildRun](ctx, c.Store, rollout.BuildRunKey(service, sha))
	if err != nil && !rollout.IsMissing(err) {
		return err
	}
	state := rollout.BuildAbsent
	b.Service, b.SHA = service, sha
	switch {
	case len(waiting) == 0:
		return c.abandon(ctx, b)
	case b.Revision > 0:
		state = b.For(newest(waiting), c.Now()).State
	}
	switch state {
	case rollout.BuildAbsent:
		if r := newest(waiting); r.Lacks() { // else it asks by itself once it has looked
			return c.order(ctx, b, r)
		}
	case rollout.BuildRunning:
		_, err = c.refresh(ctx, b)
		return err
	case rollout.BuildReady, rollout.BuildFailed: // which the rollouts see by themselves
	}
	return nil
}

// waiting are the rollouts that want the build of a commit, the oldest first.
func (c *Commands) waiting(ctx context.Context, service, sha string) ([]rollout.Rollout, error) {
	open, err := legible[rollout.Rollout](ctx, c, rollout.OpenIndex)
	if err != nil {
		return nil, err
	}
	var out []rollout.Rollout
	for _, r := range open {
		if r.Wants(service, sha) {
			out = append(out, r)
		}
	}
	return out, nil
}

// newest is the rollout that a build is asked for: it sees most often that there is none.
func newest(all []rollout.Rollout) rollout.Rollout { return all[len(all)-1] }

// order asks for a build. That is written down first, so that a lost answer does not
// start a second run; whoever was faster has asked for it.
func (c *Commands) order(ctx context.Context, b rollout.BuildRun, r rollout.Rollout) error {
	b.Revision++
	b.Rollout, b.Asked, b.AskedReal, b.Looked = r.ID, c.Now(), c.Real(), c.Now()
	b.Run = rollout.Run{State: rollout.RunAsked}
	err := c.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{b}})
	switch {
	case rollout.IsConflict(err):
		return nil
	case err != nil:
		return fmt.Errorf("note the build of %s: %w", b.SHA, err)
	}
	run, err := c.Workflows.Dispatch(ctx, b.Order())
	switch {
	case err == nil && run.ID == 0: // webhooks or the next errand find it
		return nil
	case err == nil:
	case rollout.IsKind(err, rollout.Throttled):
		return c.unasked(ctx, b, err)
	case refusedForGood(err):
		c.Log.WarnContext(ctx, "a build cannot be asked for", "service", b.Service, "sha", b.SHA, "error", err)
		run = rollout.Run{State: rollout.RunFailed, Reason: refusedBecause(err)}
	default:
		return fmt.Errorf("ask for the build of %s: %w", b.SHA, err)
	}
	_, err = c.learn(ctx, b, run)
	return err
}

// unasked forgets an order that was surely not taken, so that it is given again.
func (c *Commands) unasked(ctx context.Context, b rollout.BuildRun, because error) error {
	err := c.Store.Commit(ctx, rollout.Change{Delete: []rollout.Deletion{{Key: b.Key(), Rev: b.Revision}}})
	if err != nil && !rollout.IsConflict(err) {
		return fmt.Errorf("forget an order: %w", err)
	}
	return fmt.Errorf("ask for the build of %s: %w", b.SHA, because)
}

// refusedBecause is what people are told of a build that cannot be asked for.
func refusedBecause(err error) string {
	if refusal := asRefusal(err); refusal != nil {
		return refusal.Reason.String()
	}
	return whyNot(err)
}

// refresh asks the code host how a build stands that has not ended.
func (c *Commands) refresh(ctx context.Context, b rollout.BuildRun) (rollout.BuildRun, error) {
	if b.Run.State.Ended() {
		return b, nil
	}
	if b.Run.ID == 0 {
		return c.find(ctx, b)
	}
	run, err := c.Workflows.Look(ctx, b.Service, b.Run.ID)
	switch {
	case rollout.IsKind(err, rollout.NotFound):
		run = b.Run
		run.State, run.Reason = rollout.RunFailed, "the code host does not know its run any more"
	case err != nil:
		return b, fmt.Errorf("look at the build of %s: %w", b.SHA, err)
	}
	return c.learn(ctx, b, run)
}

// find looks for the run of an order whose answer did not name it.
func (c *Commands) find(ctx context.Context, b rollout.BuildRun) (rollout.BuildRun, error) {
	run, found, err := c.Workflows.Find(ctx, b.Order())
	switch {
	case err != nil:
		return b, fmt.Errorf("find the build of %s: %w", b.SHA, err)
	case !found && c.Real().Sub(b.AskedReal) < unfound:
		run = b.Run
	case !found:
		run = rollout.Run{State: rollout.RunFailed, Reason: "the code host was asked for a build, and nobody can find its run; its workflow has to put the input correlation_id into its run-name"}
	default:
		run = c.detailed(ctx, b.Service, run)
	}
	return c.learn(ctx, b, run)
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

// abandon ends a build that no rollout wants. One whose image is there was used, and
// one that somebody on the code host has begun again is theirs; both may go on.
func (c *Commands) abandon(ctx context.Context, b rollout.BuildRun) error {
	if b.Revision == 0 {
		return nil
	}
	b, err := c.refresh(ctx, b)
	if err != nil || b.Run.State.Ended() || b.Run.ID == 0 || b.Run.Attempt > 1 {
		return err
	}
	t := rollout.Target{Service: b.Service}
	if where := c.Policy.targets(t); len(where) > 0 {
		t = where[0]
	}
	image, err := c.Artifacts.State(ctx, t, rollout.Release{SHA: b.SHA})
	switch {
	case err != nil:
		return fmt.Errorf("ask for the image of %s: %w", b.SHA, err)
	case image.State == rollout.BuildReady:
		return nil
	}
	c.Log.InfoContext(ctx, "a build that nobody wants is cancelled", "service", b.Service, "sha", b.SHA, "run", b.Run.ID)
	if err := c.Gatekeeper.Cancel(ctx, b.Service, b.Run.ID); err != nil {
		return fmt.Errorf("cancel the build of %s: %w", b.SHA, err)
	}
	return nil
}
