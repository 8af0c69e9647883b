package judge

// add takes in one minute of a measure.
func (s *State) add(p Params, r reading, measure string, absolute bool) {
	e, tried := s.of(measure), r.tried()
	if r.comparable {
		e.Compared = true
		e.compare(r, float64(r.candidate.events(measure)), float64(r.stable.events(measure)))
	}
	events, calls := float64(tried.events(measure)), float64(tried.Invocations)
	if absolute {
		e.addAbsolute(s.heldTo(p, r, measure), events, calls)
	}
	e.addBelow(p.limit(measure), events, calls)
}

// addErrors takes in the errors of a minute. If the first slow calls are in it,
// slow calls are bet on from now on, with half of what was won so far: before
// there are any, betting on them would only dilute what the errors show.
//
// Where events fell is bet on given how many there were, so that half may be set
// aside at the sight of the minute's slow calls. Against the limit the number is
// what is bet on: there it is set aside after the minute.
func (s *State) addErrors(p Params, r reading) {
	first := r.slow && !s.SlowSeen && r.slowCalls() > 0
	if first {
		fill(s.Slow.Weighted[:], logMean(s.Errors.Weighted[:]))
		fill(s.Slow.Conditional[:], logMean(s.Errors.Conditional[:]))
	}
	s.remember(p, r, MeasureErrors)
	s.add(p, r, MeasureErrors, !s.shared(p, r, MeasureErrors))
	if first {
		fill(s.Slow.Absolute[:], s.Errors.absolute(p.ErrorRateMax))
	}
}

// addSlow takes in the slow calls of a minute, after its errors.
func (s *State) addSlow(p Params, r reading) {
	s.remember(p, r, MeasureSlow)
	s.add(p, r, MeasureSlow, s.SlowSeen && !s.shared(p, r, MeasureSlow))
	s.SlowSeen = s.SlowSeen || r.slowCalls() > 0
	s.SlowInStep = s.SlowInStep || r.tried().Invocations > 0
}
