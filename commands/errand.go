package commands

import (
	"context"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// errandLife is how long an errand that fails is tried again: what somebody did not hear
// within a day, they need not hear any more.
const errandLife = 24 * time.Hour

// Errand sees to what an errand is about: a build, an incident, or what others know of a
// rollout or an incident. It finds out by itself what there is to do, so that running it
// twice, late or out of order does no harm. An error means: try again. What no trying
// will put right is logged, and is no error.
func (c *Commands) Errand(ctx context.Context, n rollout.Notice) error {
	var err error
	switch {
	case n.Kind == rollout.BuildErrand && n.Release != nil:
		err = c.tendBuild(ctx, n.Service, n.Release.SHA)
	case n.Kind == rollout.ReportErrand:
		err = c.report(ctx, n.Rollout)
	case n.Kind == rollout.LookErrand:
		if err = c.lookAt(ctx, n.Incident); err == nil {
			c.blame(ctx, n.Incident)
		}
	case n.Kind == rollout.PageErrand:
		err = c.page(ctx, n.Incident)
	case n.Kind == rollout.EventErrand:
		err = c.event(ctx, n)
	case n.Kind == rollout.AnnounceErrand:
		err = c.announce(ctx, n.Rollout)
	case n.Kind == rollout.ReplaceErrand:
		err = c.replace(ctx, n.Rollout)
	case n.Kind == rollout.ResultErrand:
		err = c.result(ctx, n.Rollout)
	}
	if err == nil || !refusedForGood(err) && c.Now().Sub(n.At) < errandLife {
		return err
	}
	c.Log.ErrorContext(ctx, "an errand is given up", "errand", n.ID, "error", err)
	return nil
}

// afresh is an errand at a version above any that is on its way, so that what has changed
// since is seen to as well.
func (c *Commands) afresh(ctx context.Context, n rollout.Notice) (rollout.Notice, error) {
	was, err := load[rollout.Notice](ctx, c.Store, n.Key())
	if err != nil && !rollout.IsMissing(err) {
		return n, err
	}
	n.Version = max(n.Version, was.Version+1)
	return n, nil
}

// refusedForGood says that whoever was asked, a code host or a pager, will answer the same
// the next time: somebody has to permit or to put right something first.
func refusedForGood(err error) bool {
	return asRefusal(err) != nil || rollout.IsKind(err, rollout.Invalid) || rollout.IsKind(err, rollout.NotFound)
}
