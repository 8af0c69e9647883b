// Package dora counts how a team delivers, by the five measures of DORA. What each
// one means here, and why, is in docs/metrics.md.
package dora

import "time"

// Five are the measures of one period.
type Five struct {
	Frequency Frequency
	LeadTime  Median // from a commit to all of the traffic
	FailRate  Part   // deployments with at least one failure
	Recovery  Median // from the first failing minute to the alias that is back
	Rework    Part   // deployments that were unplanned fixes
}

// Frequency is on how many days of a week there was a deployment.
type Frequency struct {
	Days        float64 // median over the weeks; 0 to 7
	Weeks       int     // that were looked at, the empty ones included
	Deployments int     // in all of them
}

// Median is the middle one of some times.
type Median struct {
	Value time.Duration // 0 when N is 0
	N     int
}

// Part is how many of some.
type Part struct{ N, Of int }

// Few is how many there have to be of something for a percentage to say anything.
const Few = 5

// Rate is the part as a share, 0 to 1; false when it is of too few.
func (p Part) Rate() (share float64, ok bool) {
	if p.Of < Few {
		return 0, false
	}
	return float64(p.N) / float64(p.Of), true
}
