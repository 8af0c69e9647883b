package report

import (
	"time"

	"github.com/slipway-dev/slipway/cmd/slipway/simulate/world"
)

// scenario is so many calls a minute, and how often each version fails.
func scenario(calls, stable, candidate float64) world.Scenario {
	return world.Scenario{
		Traffic: calls, Stable: world.Rates{Errors: stable}, Candidate: world.Rates{Errors: candidate},
	}
}

// hit adds the outage of the tables: three minutes in which 30 % of all calls
// fail, whoever answers them.
func hit(w world.Scenario) world.Scenario {
	w.Outage = world.Outage{Share: 0.3, Length: 3 * time.Minute}
	return w
}
