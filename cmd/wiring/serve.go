package wiring

import (
	"context"

	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/rollout"
)

// ServeFunction is no function, but `slipway serve` on somebody's machine: the front, the
// worker and the ticker in one. It needs no variable.
const ServeFunction settings.Function = "serve"

// Red are the alarms that are red now, of all accounts that there are targets in, and in
// all regions that the policy names.
func (p Plan) Red(ctx context.Context) ([]rollout.Signal, error) {
	m, regions := p.monitors(), p.policy.Alarms.Regions
	if len(regions) == 0 {
		regions = []string{p.AWS.Region}
	}
	all := []monitor{m.home}
	for _, other := range m.others {
		all = append(all, other)
	}
	var red []rollout.Signal
	for _, one := range all {
		for _, region := range regions {
			found, err := one.Red(ctx, region)
			if err != nil {
				return nil, err
			}
			red = append(red, found...)
		}
	}
	return red, nil
}
