// Package world is the simulated world of one canary: calls that arrive at
// random, an alias that routes them by its weight, two versions of which some
// calls fail or are slow, and the metrics of each minute. Its clock is a time
// since the run began, which is the start of a minute.
package world

import "time"

// Scenario is the traffic, and how the two versions do. Rates are shares between
// 0 and 1.
type Scenario struct {
	Traffic           float64 // calls a minute on average (Poisson)
	Stable, Candidate Rates
	Outage            Outage
}

// Rates are the shares of a version's calls that go wrong.
type Rates struct {
	Errors, Slow float64
}

// Outage is a fault that both versions share: of the calls that would not have
// failed anyway, Share do so for Length, in whole minutes. Nobody knows when: it
// begins in a random minute of the canary, early enough to end in it.
type Outage struct {
	Share  float64
	Length time.Duration
}

// errors is a version's error rate with what an outage adds to it.
func (r Rates) errors(outage float64) float64 { return r.Errors + outage*(1-r.Errors) }
