package simulate

import (
	"errors"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/cmd/slipway/rivals"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate/world"
	"github.com/slipway-dev/slipway/rollout"
)

const (
	mostTraffic = 10_000_000 // calls a minute: far below what the judge takes as possible
	mostRuns    = 1_000_000  // their endings have to fit into memory
)

// Options say what is simulated.
type Options struct {
	World world.Scenario // the traffic, and how the two versions do

	// Strategy is the canary as the rollout gets it. Settle is the lag of the
	// metrics, Drop the minutes that are not compared around a change of weight.
	// With rollout.NoDrop the weight changes on the minute, which needs a lag of
	// whole minutes.
	Strategy rollout.Strategy

	Rivals []rivals.Rival // other judges, on the same traffic; may be none
	Runs   int            // rollouts of each judge, at least 1
	Seed   uint64         // the same seed gives the same result on any number of cores
}

// Validate says everything that is wrong with the options, or nil.
func (o Options) Validate() error {
	var problems []error
	wrong := func(bad bool, format string, args ...any) {
		if bad {
			problems = append(problems, fmt.Errorf(format, args...))
		}
	}
	w := o.World
	wrong(!(w.Traffic > 0 && w.Traffic <= mostTraffic), "traffic: %v calls a minute are not more than 0 and at most %d", w.Traffic, mostTraffic)
	for _, share := range []struct {
		name string
		is   float64
	}{
		{"stable errors", w.Stable.Errors}, {"canary errors", w.Candidate.Errors},
		{"stable slow", w.Stable.Slow}, {"canary slow", w.Candidate.Slow}, {"outage", w.Outage.Share},
	} {
		wrong(!(share.is >= 0 && share.is <= 1), "%s: %v is outside 0 to 1", share.name, share.is)
	}
	wrong(w.Outage.Length < 0 || w.Outage.Length%time.Minute != 0, "outage: %s is not a number of whole minutes", w.Outage.Length)
	wrong((w.Outage.Share > 0) != (w.Outage.Length > 0), "outage: it needs a share of failures and a length")
	wrong(o.Strategy.Kind != rollout.Canary, "strategy: only a canary is judged step by step, not %s", o.Strategy.Kind)
	if err := o.Strategy.Validate(); err != nil {
		problems = append(problems, err)
	}
	wrong(o.Strategy.Drop == rollout.NoDrop && o.Strategy.Settle%time.Minute != 0, "lag: with no minute dropped the weight changes on the minute, and %s is not a number of whole minutes", o.Strategy.Settle)
	wrong(o.Runs < 1 || o.Runs > mostRuns, "runs: %d is outside 1 to %d", o.Runs, mostRuns)
	return errors.Join(problems...)
}
