package judge

// State is the evidence so far: plain data whose zero value is "nothing seen".
// All its numbers are finite, so that it survives JSON bit by bit.
type State struct {
	Errors Evidence `json:"errors,omitzero"`
	Slow   Evidence `json:"slow,omitzero"`
	// SlowSeen says that there ever was a slow call, SlowInStep that those of the
	// candidate were counted in this step.
	SlowSeen   bool `json:"slow_seen,omitempty"`
	SlowInStep bool `json:"slow_in_step,omitempty"`

	Weight    float64 `json:"weight,omitempty"`   // of this step; 0 before its first minute
	Minutes   int     `json:"minutes,omitempty"`  // judged in this step
	Candidate Counts  `json:"candidate,omitzero"` // totals of this step
	Stable    Counts  `json:"stable,omitzero"`    // totals of this step
	Probes    Counts  `json:"probes,omitzero"`    // totals of this step
	Routed    Routed  `json:"routed,omitzero"`
	Untrusted bool    `json:"untrusted,omitempty"` // the routing was once shown not to fit its weight

	Recent       [2]Counts `json:"recent,omitzero"`         // stable in the two minutes before, the later one first
	RecentNoSlow [2]bool   `json:"recent_no_slow,omitzero"` // those of which nothing is known of slow calls
	Baseline     Counts    `json:"baseline,omitzero"`       // stable in the last step that had any of it
}

// Evidence is kept as natural logarithms of likelihood ratios, one for each
// alternative that is bet on.
type Evidence struct {
	// For failing, over all steps.
	Weighted    [numRatios]float64 `json:"weighted,omitzero"`
	Conditional [numRatios]float64 `json:"conditional,omitzero"`
	Absolute    [numWorse]float64  `json:"absolute,omitzero"`
	Known       int                `json:"known,omitempty"` // minutes in which stable had calls
	Above       int                `json:"above,omitempty"` // those after which stable was above the limit

	// For passing, of this step only.
	Below    [numBetter]float64 `json:"below,omitzero"`
	NotWorse float64            `json:"not_worse,omitempty"`
	Compared bool               `json:"compared,omitempty"` // there was a minute to compare with
}

// NextStep begins a step: the evidence for passing and the totals start anew,
// the evidence for failing multiplies on.
func (s State) NextStep() State {
	next := State{
		Errors: s.Errors, Slow: s.Slow, SlowSeen: s.SlowSeen,
		Recent: s.Recent, RecentNoSlow: s.RecentNoSlow, Baseline: s.Baseline, Untrusted: s.Untrusted,
	}
	next.Errors.nextStep()
	next.Slow.nextStep()
	if s.Stable.Invocations > 0 {
		next.Baseline = s.Stable
	}
	return next
}

func (e *Evidence) nextStep() {
	e.Below, e.NotWorse, e.Compared = [numBetter]float64{}, 0, false
}

// take takes in one minute.
func (s *State) take(p Params, r reading) {
	s.Weight = r.weight
	s.Minutes++
	s.addErrors(p, r)
	if r.slow {
		s.addSlow(p, r)
	}
	if !r.mixed {
		s.Routed.Candidate += r.candidate.Invocations
		s.Routed.Stable += r.stable.Invocations
		s.Untrusted = s.Untrusted || s.Routed.misrouted(r.weight)
	}
	s.Candidate = s.Candidate.Plus(r.candidate)
	s.Stable = s.Stable.Plus(r.stable)
	s.Probes = s.Probes.Plus(r.probes)
	s.Recent = [2]Counts{r.stable, s.Recent[0]}
	s.RecentNoSlow = [2]bool{!r.slow, s.RecentNoSlow[0]}
}
