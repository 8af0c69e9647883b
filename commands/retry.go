package commands

import (
	"context"
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
)

// RetryBuild is the button below a build that has failed: it begins a new rollout of
// the same release, through all gates, which has it built anew. It is the rollout of
// whoever clicks, also where a workflow began the first one; and if that was held before
// any traffic, so is this one, until somebody resumes it. A button that is out of date
// changes nothing and says so.
func (c *Commands) RetryBuild(ctx context.Context, q Request, id rollout.ID) (Outcome, error) {
	return c.pressed(ctx, q, id, "retry build", c.retryBuild)
}

func (c *Commands) retryBuild(ctx context.Context, q Request, p Person, r rollout.Rollout) (Outcome, error) {
	if refusal := c.Authorize(p, DeployTo, r.Target); refusal != nil {
		return nil, refusal
	}
	hint := fmt.Sprintf("To deploy it all the same: `/deploy %s %s %s`", r.Target.Environment, r.Target.Service, r.Release.Short())
	if r.Phase != rollout.Failed || r.Cause.Code != rollout.CauseBuild {
		return nil, rollout.Refuse("nothing_to_retry", fmt.Sprintf("The build of that rollout has not failed: it %s.", r.Phase.Past()), hint)
	}
	last, _, err := c.latest(ctx, r.Target)
	if err != nil {
		return nil, err
	}
	if last.ID != r.ID {
		return nil, c.repeated(ctx, q, rollout.Refuse("superseded",
			fmt.Sprintf("There was another rollout of %s in %s since.", r.Target.Service, r.Target.Environment), hint))
	}
	return c.ship(ctx, q, p, shipment{target: r.Target, ref: r.Release.SHA, strategy: string(r.Strategy.Kind), reason: r.Reason, held: r.Held})
}
