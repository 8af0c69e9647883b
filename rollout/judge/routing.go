package judge

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// falseMisroute is the chance that a step with the right weight is held.
const falseMisroute = 0.001

// Routed counts the calls of a step that were routed by its weight alone: the
// minutes around a change are left out.
type Routed struct {
	Candidate int64 `json:"candidate,omitempty"`
	Stable    int64 `json:"stable,omitempty"`
}

// misrouted says whether the candidate gets a share of the calls that does not
// fit the weight. One that gets none is throttled, or cannot start, and shows no
// errors at all.
func (r Routed) misrouted(weight float64) bool {
	return weight < 1 && r.evidence(weight) >= -math.Log(falseMisroute)
}

// evidence is the log evidence against the weight, which must be below 1, by a
// bet on every share alike.
func (r Routed) evidence(weight float64) float64 {
	a, b := float64(r.Candidate), float64(r.Stable)
	return mathext.Lbeta(a+1, b+1) - a*math.Log(weight) - b*math.Log1p(-weight)
}
