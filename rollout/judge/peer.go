package judge

// How many minutes have to be known before most of them count, and after how many
// the earlier ones begin to be forgotten.
const (
	lately    = 10
	forgotten = 30
)

// shared takes in stable's minute, and says whether stable breaks the limit too, so
// that the candidate cannot be blamed: over the last three minutes, or in most of
// the minutes lately, without which a stable version that is above the limit as a
// rule would now and then look below it by chance. It goes by stable's calls alone,
// so that skipping a minute favours no bet on the candidate.
//
// While watching, a stable version that usually was above the limit raises it
// instead: there is nothing else to tell a broken candidate by.
func (s *State) shared(p Params, r reading, measure string) bool {
	above := s.lastThree(r, measure).Rate(measure) > p.limit(measure)
	if r.watching() {
		return above
	}
	e := s.of(measure)
	e.remember(r.stable.Invocations > 0, above)
	return above || e.usuallyAbove()
}

// usuallyAbove says that stable broke the limit in most of the minutes lately.
func (e *Evidence) usuallyAbove() bool { return e.Known >= lately && 2*e.Above > e.Known }

// lastThree is stable in this minute and the two before, as far as known.
func (s *State) lastThree(r reading, measure string) Counts {
	all := r.stable
	for i, stable := range s.Recent {
		if measure == MeasureErrors || !s.RecentNoSlow[i] {
			all = all.Plus(stable)
		}
	}
	return all
}

func (e *Evidence) remember(known, above bool) {
	if !known {
		return
	}
	if e.Known == forgotten {
		e.Known, e.Above = e.Known/2, e.Above/2
	}
	e.Known++
	if above {
		e.Above++
	}
}

// limit is what the candidate is held against in a minute: what is promised or,
// while watching beside a stable version that usually did not keep that, twice what
// it did in the last step.
func (s *State) limit(p Params, r reading, measure string) float64 {
	if r.watching() && s.of(measure).usuallyAbove() {
		return max(p.limit(measure), 2*s.Baseline.Rate(measure))
	}
	return p.limit(measure)
}

// of is the evidence by a measure.
func (s *State) of(measure string) *Evidence {
	if measure == MeasureSlow {
		return &s.Slow
	}
	return &s.Errors
}
