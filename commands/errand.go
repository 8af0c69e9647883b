package commands

import (
	"context"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// errandLife is how long an errand that fails is tried again: what a code host did not
// hear within a day, it need not hear any more.
const errandLife = 24 * time.Hour

// Errand sees to what an errand is about: the build of a release, or what the code host
// knows of a rollout. It finds out by itself what there is to do, so that running it
// twice, late or out of order does no harm. An error means: try again. What no trying
// will put right is logged, and is no error.
func (c *Commands) Errand(ctx context.Context, n rollout.Notice) error {
	var err error
	switch {
	case n.Kind == rollout.BuildErrand && n.Release != nil:
		err = c.tendBuild(ctx, n.Service, n.Release.SHA)
	case n.Kind == rollout.ReportErrand:
		err = c.report(ctx, n.Rollout)
	}
	if err == nil || !refusedForGood(err) && c.Now().Sub(n.At) < errandLife {
		return err
	}
	c.Log.ErrorContext(ctx, "an errand is given up", "errand", n.ID, "error", err)
	return nil
}

// refusedForGood says that the code host will answer the same the next time: somebody
// has to permit or to put right something first.
func refusedForGood(err error) bool {
	return asRefusal(err) != nil || rollout.IsKind(err, rollout.Invalid) || rollout.IsKind(err, rollout.NotFound)
}
