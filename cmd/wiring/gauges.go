package wiring

import (
	"context"
	"fmt"
	"net/url"

	"github.com/slipway-dev/slipway/cmd/prices"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// Lines is that of commands.Gauges.
func (r reach) Lines(ctx context.Context, t rollout.Target, w rollout.Window, curves []rollout.Curve) ([]rollout.Line, error) {
	return r(t).Lines(ctx, t, w, curves)
}

// Usage is that of commands.Gauges.
func (r reach) Usage(ctx context.Context, t rollout.Target, w rollout.Window) ([]rollout.Usage, int64, error) {
	return r(t).Usage(ctx, t, w)
}

// Picture is that of commands.Gauges.
func (r reach) Picture(ctx context.Context, g rollout.Graph) ([]byte, error) {
	return r(g.Target).Picture(ctx, g)
}

// console is the address of a target's dashboard in CloudWatch, which infra/ names like
// its function. Whoever follows it has to be signed in to the target's account.
func (p Plan) console(t rollout.Target) string {
	region := url.QueryEscape(p.AWS.Region)
	return fmt.Sprintf("https://%s.console.aws.amazon.com/cloudwatch/home?region=%s#dashboards/dashboard/%s", region, region, url.PathEscape(p.function(t)))
}

// prices are those of our region. Without them a dashboard says nothing of costs.
func (p Plan) prices() commands.Prices {
	found, err := prices.Of(p.AWS.Region)
	if err != nil {
		p.Log.Error("there are no prices", "error", err)
	}
	return found
}
