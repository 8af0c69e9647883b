package commands

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// lesson is what becomes of a build that something was found out about, and whether that
// is news. A build at the revision that it had is not written.
type lesson func(b rollout.BuildRun, at time.Time) (after rollout.BuildRun, news bool)

// hears is the lesson of how a run stands.
func hears(r rollout.Run) lesson {
	r.URL, r.Reason = address(r.URL), begins(r.Reason)
	if r.Failure != nil {
		f := *r.Failure
		f.Job, f.Step, f.URL = begins(f.Job), begins(f.Step), address(f.URL)
		r.Failure = &f
	}
	return func(b rollout.BuildRun, at time.Time) (rollout.BuildRun, bool) { return b.Hears(r, at) }
}

// learn takes note of something about a build, with more to be written beside it, and
// moves on the rollouts that wait for it, in one change. News of what is over or was
// overtaken change nothing. It gives the build as it is known now.
func (c *Commands) learn(ctx context.Context, b rollout.BuildRun, l lesson, beside ...rollout.Record) (rollout.BuildRun, error) {
	for range attempts {
		after, again, err := c.learnOnce(ctx, b, l, beside)
		if err != nil || !again {
			return after, err
		}
		fresh, err := load[rollout.BuildRun](ctx, c.Store, b.Key())
		switch {
		case err != nil:
			return b, err
		case fresh.Rollout == b.Rollout:
			b = fresh
		case b.Lost(): // it has given way just now, and is to be found in another place
			return b, &rollout.Error{Kind: rollout.Stale, Message: "The build of " + b.SHA + " was asked for anew meanwhile."}
		default: // asked for anew meanwhile: this is not about its run
			return fresh, nil
		}
	}
	return b, &rollout.Error{Kind: rollout.Stale, Message: "Others kept changing the build of " + b.SHA + "."}
}

// learnOnce is one attempt; again is true when somebody else was faster.
func (c *Commands) learnOnce(ctx context.Context, b rollout.BuildRun, l lesson, beside []rollout.Record) (after rollout.BuildRun, again bool, err error) {
	after, news := l(b, c.Now())
	if after.Revision == b.Revision || !news && !b.Open() {
		return b, false, nil
	}
	change := rollout.Change{Put: append([]rollout.Record{after}, beside...)}
	var due []rollout.ID
	if news {
		if due, err = c.moveOn(ctx, after, &change); err != nil {
			return b, false, err
		}
	}
	err = c.Store.Commit(ctx, change)
	var conflict *rollout.ConflictError
	switch {
	case errors.As(err, &conflict) && conflict.Key.Kind == rollout.SeenKind:
		return b, false, nil
	case conflict != nil:
		return b, true, nil
	case err != nil:
		return b, false, fmt.Errorf("note how the build of %s stands: %w", b.SHA, err)
	}
	c.tell(ctx, change)
	c.wake(ctx, due)
	return after, false, nil
}

// moveOn adds to a change what news of a build bring about: the rollouts that wait for it
// are due. A run that goes on while none does is left to an errand, which ends it.
func (c *Commands) moveOn(ctx context.Context, b rollout.BuildRun, change *rollout.Change) (due []rollout.ID, err error) {
	waiting, err := c.waitingFor(ctx, b)
	if err != nil {
		return nil, err
	}
	for _, r := range waiting {
		change.Put = append(change.Put, r.Nudged(c.Now()))
		due = append(due, r.ID)
	}
	if len(waiting) == 0 && b.Run.ID != 0 && !b.Run.State.Ended() {
		n, err := c.buildErrand(ctx, b)
		if err != nil {
			return nil, err
		}
		change.Put = append(change.Put, n)
	}
	return due, nil
}

// buildErrand has a build looked after once more, whatever an errand about it that is
// on its way has seen.
func (c *Commands) buildErrand(ctx context.Context, b rollout.BuildRun) (rollout.Notice, error) {
	return c.afresh(ctx, rollout.BuildNotice(b.Service, rollout.Release{SHA: b.SHA}, c.Now()))
}

// wake has rollouts looked at that were made due. What cannot be woken looks by itself
// a little later.
func (c *Commands) wake(ctx context.Context, due []rollout.ID) {
	for _, id := range due {
		if err := c.Engine.Wake(ctx, id); err != nil {
			c.Log.WarnContext(ctx, "the engine wakes this one later", "rollout", id, "error", err)
		}
	}
}
