package judge

// lately is how many minutes have to be known before most of them count.
const lately = 10

// shared takes in stable's minute, and says whether stable breaks the limit too, so
// that the candidate cannot be blamed: over the last three minutes, or in most of
// all minutes, without which a stable version that is above the limit as a rule
// would now and then look below it by chance. It goes by stable's calls alone, so
// that skipping a minute favours no bet on the candidate.
func (s *State) shared(p Params, r reading, measure string) bool {
	three, e := r.stable, s.of(measure)
	for i, stable := range s.Recent {
		if measure == MeasureErrors || !s.RecentNoSlow[i] {
			three = three.plus(stable)
		}
	}
	above := three.Rate(measure) > p.limit(measure)
	if r.stable.Invocations > 0 {
		e.Known++
		if above {
			e.Above++
		}
	}
	return above || e.Known >= lately && 2*e.Above > e.Known
}

// of is the evidence by a measure.
func (s *State) of(measure string) *Evidence {
	if measure == MeasureSlow {
		return &s.Slow
	}
	return &s.Errors
}
