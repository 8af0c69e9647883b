package policy

import (
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/rollout"
)

// Checks says what a version of a target has to pass, and what synthetic calls to it
// are made with.
func Checks(c config.Config) func(rollout.Target) rollout.Checks {
	return func(t rollout.Target) rollout.Checks {
		from := c.Checks(t.Service, t.Environment)
		checks := rollout.Checks{
			Payload: []byte(from.Health.Payload), Probe: []byte(from.Health.Probe), Timeout: from.Health.Timeout,
		}
		for _, s := range from.Smoke {
			checks.Smoke = append(checks.Smoke, rollout.Smoke{Path: s.Path, Status: s.Status})
		}
		return checks
	}
}
