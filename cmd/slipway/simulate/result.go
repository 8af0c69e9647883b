package simulate

import "time"

// Result is what became of the simulated rollouts.
type Result struct {
	Judges []Figures `json:"judges"` // Slipway's own first, then the rivals in their order
}

// Figures are what one judge did with all of the runs.
type Figures struct {
	Judge string `json:"judge"` // "slipway", or a rival's name

	Promoted   Rate `json:"promoted"`   // went on to all of the traffic, and stayed there
	RolledBack Rate `json:"rolledBack"` // went back, by a verdict or by the policy
	Asked      Rate `json:"asked"`      // waits for a person, which ends the run

	// Why the runs ended, the most frequent first.
	Reasons []Reason `json:"reasons"`

	// In seconds from the first traffic on the canary. A figure that no run has
	// is left out.
	ToPromotion Spread `json:"secondsToPromotion,omitzero"` // to the decision for all of the traffic
	ToRollback  Spread `json:"secondsToRollback,omitzero"`  // to the decision to go back
	ToRestored  Spread `json:"secondsToRestored,omitzero"`  // to the alias back on the stable version

	// Failed calls that users got from the canary, until the run's end.
	FailedCalls Spread `json:"failedCalls"`
	// Errors of the canary in the metrics that were read until a verdict took it
	// back.
	ErrorsSeen Spread `json:"errorsSeen,omitzero"`

	// When each promotion and rollback was decided, from the first traffic on the
	// canary, in rising order; for plots.
	Promotions []time.Duration `json:"-"`
	Rollbacks  []time.Duration `json:"-"`
}

// Rate is a share of the runs with its 95 % interval (Clopper and Pearson).
type Rate struct {
	Runs  int     `json:"runs"`
	Share float64 `json:"share"` // 0 to 1
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Reason is why runs ended.
type Reason struct {
	Outcome Outcome `json:"outcome"`
	// Why is the judge's reason for a rollback ("relative", "tripwire" …) or a
	// rival's name, the policy's "inconclusive", or the code of the pause in which
	// a person is asked; empty for a promotion.
	Why  string `json:"why,omitempty"`
	Runs int    `json:"runs"`
}

// Outcome is how a run ended.
type Outcome string

// The outcomes.
const (
	Promoted   Outcome = "promoted"
	RolledBack Outcome = "rolled back"
	Asked      Outcome = "asked"
)

// Spread is how a number varies over the runs that have it.
type Spread struct {
	Runs   int     `json:"runs"` // that have it
	Mean   float64 `json:"mean"`
	Median float64 `json:"median"`
	P95    float64 `json:"p95"` // 95 of 100 runs have no more
}
