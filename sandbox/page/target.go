package page

import "time"

// Target is the bot's view of a service in an environment.
type Target struct {
	Service     string   `json:"service"`
	Environment string   `json:"environment"`
	Function    string   `json:"function"` // of Lambda
	Rollout     *Rollout `json:"rollout"`  // the open one, if any
	Last        *Last    `json:"last"`     // the one that ended last, if any
	Lock        *Lock    `json:"lock"`     // keeps deploys out, if anything does
}

// Lock keeps deploys out of a target, not rollbacks.
type Lock struct {
	By     string `json:"by"` // id of the user who locked it; empty: the bot did
	Reason string `json:"reason"`
}

// Rollout is one that is under way.
type Rollout struct {
	ID     string    `json:"id"`
	Phase  string    `json:"phase"`
	Paused bool      `json:"paused"`
	Reason string    `json:"reason"`         // why it is paused or going back; empty while all is well
	SHA    string    `json:"sha"`            // of the commit that it ships
	By     string    `json:"by"`             // id of the user who wanted it
	Since  time.Time `json:"since"`          // beginning of the phase, simulated
	Until  time.Time `json:"until,omitzero"` // when the step, the watch or the pause will be over, simulated; zero: nobody can say

	Steps  []float64 `json:"steps"`  // shares of the traffic that the candidate is to get, 0 to 1, rising; none if it gets all at once
	Step   int       `json:"step"`   // which of them it is at, or will begin with; len(Steps) once it gets all
	Weight float64   `json:"weight"` // the share that is wanted now, 0 to 1
	Shadow bool      `json:"shadow"` // the judge looks on, and takes nothing back
}

// Last is a rollout that has ended, and why it did.
type Last struct {
	ID     string    `json:"id"`
	Phase  string    `json:"phase"`
	Reason string    `json:"reason"` // empty if it ended as it was meant to
	SHA    string    `json:"sha"`
	Ended  time.Time `json:"ended"` // simulated
}
