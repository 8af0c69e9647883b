package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/slipway-dev/slipway/rollout"
)

// tendBuild looks after the build of a commit: has it begun if a rollout wants it,
// looks how it stands if it is under way, and ends it if nobody wants it any more. A run
// that another one took the place of is never wanted.
func (c *Commands) tendBuild(ctx context.Context, service, sha string) error {
	return errors.Join(c.tendReplaced(ctx, service, sha), c.tendCurrent(ctx, service, sha))
}

func (c *Commands) tendCurrent(ctx context.Context, service, sha string) error {
	waiting, err := c.waiting(ctx, service, sha)
	if err != nil {
		return err
	}
	b, err := load[rollout.BuildRun](ctx, c.Store, rollout.BuildRunKey(service, sha))
	if err != nil && !rollout.IsMissing(err) {
		return err
	}
	if len(waiting) == 0 {
		return c.abandon(ctx, b)
	}
	r, lacks := foremost(waiting)
	state := rollout.BuildAbsent
	if b.Revision > 0 {
		state = b.For(r, c.Now()).State
	}
	switch {
	case state == rollout.BuildAbsent && lacks:
		b.Service, b.SHA = service, sha
		return c.order(ctx, b, r)
	case state == rollout.BuildRunning:
		_, err = c.refresh(ctx, b)
	}
	return err // anything else the rollouts see by themselves
}

// tendReplaced ends those runs of a commit that show up after another one was asked for.
func (c *Commands) tendReplaced(ctx context.Context, service, sha string) error {
	builds, err := legible[rollout.BuildRun](ctx, c, rollout.BuildsIndex)
	for _, b := range builds {
		if b.Replaced && b.Service == service && b.SHA == sha {
			err = errors.Join(err, c.abandon(ctx, b))
		}
	}
	return err
}

// waiting are the rollouts that want the build of a commit, the oldest first.
func (c *Commands) waiting(ctx context.Context, service, sha string) ([]rollout.Rollout, error) {
	open, err := legible[rollout.Rollout](ctx, c, rollout.OpenIndex)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(open, func(r rollout.Rollout) bool { return !r.Wants(service, sha) }), nil
}

// waitingFor are the rollouts that want this very build.
func (c *Commands) waitingFor(ctx context.Context, b rollout.BuildRun) ([]rollout.Rollout, error) {
	if b.Replaced {
		return nil, nil
	}
	return c.waiting(ctx, b.Service, b.SHA)
}

// foremost is the rollout that a build is asked for: the newest that lacks one, since it
// sees most often that there is none. One that has not looked yet asks by itself.
func foremost(waiting []rollout.Rollout) (r rollout.Rollout, lacks bool) {
	for _, r := range slices.Backward(waiting) {
		if r.Lacks() {
			return r, true
		}
	}
	return waiting[len(waiting)-1], false
}

// abandon ends a build that no rollout wants. One whose image is there was used, and
// one that somebody on the code host has begun again is theirs; both may go on.
func (c *Commands) abandon(ctx context.Context, b rollout.BuildRun) error {
	switch {
	case b.Revision == 0:
		return nil
	case !b.PutOff.IsZero():
		return c.unask(ctx, b)
	}
	now, err := c.refresh(ctx, b)
	if refusedForGood(err) { // that it was asked about is noted, for the sweeper to do it less often
		_, unnoted := c.learn(ctx, b, hears(b.Run))
		return errors.Join(err, unnoted)
	}
	if err != nil || now.Run.State.Ended() || now.Run.ID == 0 || now.Run.Attempt > 1 {
		return err
	}
	return c.cancel(ctx, now)
}

// cancel ends a run, unless it has pushed its image already.
func (c *Commands) cancel(ctx context.Context, b rollout.BuildRun) error {
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
