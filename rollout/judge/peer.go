package judge

// How many minutes have to be known before most of them count, and after how many
// those before weigh half from then on.
const (
	lately    = 10
	forgotten = 30
)

// shared says whether stable breaks the limit too, so that the candidate cannot be
// blamed: over the last three minutes, or in most of the minutes lately, without
// which a stable version that is above the limit as a rule would now and then look
// below it by chance. It goes by stable's calls alone, so that skipping a minute
// favours no bet on the candidate.
//
// While watching, a stable version that usually was above the limit raises it
// instead: there is nothing else to tell a broken candidate by.
func (s *State) shared(p Params, r reading, measure string) bool {
	return s.outage(p, r, measure) || !r.watching() && s.of(measure).mostlyAbove()
}

// outage says that stable is above the limit over the last three minutes.
func (s *State) outage(p Params, r reading, measure string) bool {
	return s.lastThree(r, measure).Rate(measure) > p.limit(measure)
}

func (e *Evidence) mostlyAbove() bool { return e.Known >= lately && 2*e.Above > e.Known }

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

// remember takes in stable's minute.
func (s *State) remember(p Params, r reading, measure string) {
	if r.stable.Invocations == 0 {
		return
	}
	e := s.of(measure)
	if e.Known == forgotten {
		e.Known, e.Above = e.Known/2, e.Above/2
	}
	e.Known++
	if s.outage(p, r, measure) {
		e.Above++
	}
}

// heldTo is the limit of a minute: what is promised or, while watching beside a
// stable version that as a rule did not keep that, twice what it did in the last
// step, but for rates that cannot double. A short canary goes by that step's rate.
func (s *State) heldTo(p Params, r reading, measure string) float64 {
	limit, usual := p.limit(measure), s.Baseline.Rate(measure)
	e := s.of(measure)
	if !r.watching() || usual <= limit || e.Known >= lately && !e.mostlyAbove() {
		return limit
	}
	return min(2*usual, (1+usual)/2)
}

// of is the evidence by a measure.
func (s *State) of(measure string) *Evidence {
	if measure == MeasureSlow {
		return &s.Slow
	}
	return &s.Errors
}
