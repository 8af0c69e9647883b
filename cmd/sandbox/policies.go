package main

import (
	"context"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/sandbox/page"
)

// policies are the switches of every environment, as the page shows them.
func policies(w *world.World) []page.Policy {
	var out []page.Policy
	for _, e := range w.Config.Environments {
		s, _ := w.Switches(e.Name)
		p := page.Policy{Environment: e.Name, Judge: config.Enforce, RollBackOnAlarm: s.RollBack}
		if s.Shadow {
			p.Judge = config.Shadow
		}
		out = append(out, p)
	}
	return out
}

func setPolicy(ctx context.Context, w *world.World, p page.Policy) error {
	return w.Switch(ctx, p.Environment, world.Switches{Shadow: p.Judge == config.Shadow, RollBack: p.RollBackOnAlarm})
}
