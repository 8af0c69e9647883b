package wiring

import (
	"context"
	"time"

	"github.com/slipway-dev/slipway/aws/health"
	awslogs "github.com/slipway-dev/slipway/aws/logs"
	"github.com/slipway-dev/slipway/aws/metrics"
	"github.com/slipway-dev/slipway/aws/traffic"
	"github.com/slipway-dev/slipway/aws/versions"
	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// hand is all that is done with targets, and asked of them, in one place.
type hand struct {
	*versions.Versions
	*traffic.Traffic
	*metrics.Metrics
	*health.Health
	*awslogs.Logs
}

// reach has each target seen to where it is. It meets those ports of the commands that
// are about a target: Versions, Traffic, Metrics, Health and Logs.
type reach func(rollout.Target) hand

func (p Plan) reach(code func(rollout.Target, rollout.Release) versions.Code) reach {
	in := func(a place) hand {
		functions := a.lambda()
		return hand{
			Versions: versions.New(functions, versions.Options{Function: p.function, Code: code, Provisioned: p.provisioned}),
			Traffic:  traffic.New(functions, p.function),
			Metrics:  metrics.New(a.cloudWatch(), p.function),
			Health:   health.New(a.invoke(), health.Options{Function: p.function, Checks: policy.Checks(p.Config), Now: p.Now, Log: p.Log}),
			Logs:     awslogs.New(a.logs(), p.logGroup),
		}
	}
	home, others := in(p.home), map[string]hand{}
	for environment, a := range p.places {
		others[environment] = in(a)
	}
	return func(t rollout.Target) hand {
		if there, other := others[t.Environment]; other {
			return there
		}
		return home
	}
}

// List is that of commands.Versions.
func (r reach) List(ctx context.Context, t rollout.Target) ([]rollout.Published, error) {
	return r(t).List(ctx, t)
}

// Publish is that of commands.Versions.
func (r reach) Publish(ctx context.Context, t rollout.Target, what rollout.Release, id rollout.ID) error {
	return r(t).Publish(ctx, t, what, id)
}

// Delete is that of commands.Versions.
func (r reach) Delete(ctx context.Context, t rollout.Target, v rollout.Version) error {
	return r(t).Delete(ctx, t, v)
}

// Aliases is that of commands.Traffic.
func (r reach) Aliases(ctx context.Context, t rollout.Target) (map[rollout.Alias]rollout.AliasNow, error) {
	return r(t).Aliases(ctx, t)
}

// Point is that of commands.Traffic.
func (r reach) Point(ctx context.Context, t rollout.Target, i rollout.Intent) error {
	return r(t).Point(ctx, t, i)
}

// Minutes is that of commands.Metrics.
func (r reach) Minutes(ctx context.Context, q rollout.MinutesQuery) ([]judge.Minute, error) {
	return r(q.Target).Minutes(ctx, q)
}

// Check is that of commands.Health.
func (r reach) Check(ctx context.Context, t rollout.Target, v rollout.Version) (rollout.Health, error) {
	return r(t).Check(ctx, t, v)
}

// Probe is that of commands.Health.
func (r reach) Probe(ctx context.Context, t rollout.Target, v rollout.Version, n int, slow time.Duration) (judge.Counts, error) {
	return r(t).Probe(ctx, t, v, n, slow)
}

// Failing is that of commands.Logs.
func (r reach) Failing(ctx context.Context, t rollout.Target, v rollout.Version, from, to time.Time, n int) ([]rollout.Failing, error) {
	return r(t).Failing(ctx, t, v, from, to, n)
}
