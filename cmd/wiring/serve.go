package wiring

import (
	"context"
	"errors"

	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/rollout"
)

// ServeFunction is no function, but `slipway serve` on somebody's machine: the front, the
// worker and the ticker in one. It needs no variable.
const ServeFunction settings.Function = "serve"

// Red are the alarms that are red now, of all accounts that there are targets in, and in
// all regions that the policy names. With an error it gives those of the others: a role
// that is gone must not make us deaf to every account.
func (p Plan) Red(ctx context.Context) ([]rollout.Signal, error) {
	m, regions := p.monitors(), p.policy.Alarms.Regions
	if len(regions) == 0 {
		regions = []string{p.AWS.Region}
	}
	all := []reds{m.home}
	for _, other := range m.others {
		all = append(all, other)
	}
	return redOf(ctx, all, regions)
}

// reds knows which alarms of an account are red.
type reds interface {
	Red(ctx context.Context, region string) ([]rollout.Signal, error)
}

func redOf(ctx context.Context, all []reds, regions []string) (red []rollout.Signal, err error) {
	for _, one := range all {
		for _, region := range regions {
			found, failed := one.Red(ctx, region)
			red, err = append(red, found...), errors.Join(err, failed)
		}
	}
	return red, err
}
