package judge

// reading is a valid minute made plain: no datapoint is no calls, and what may
// not be used is gone.
type reading struct {
	weight            float64
	mixed, slow       bool
	candidate, stable Counts
	probes            Counts
	compared          bool // stable has a datapoint
	outage            bool // stable breaks the limit of errors in the last three minutes
}

func read(p Params, m Minute) reading {
	r := reading{weight: m.Weight, mixed: m.Mixed, slow: p.SlowRateMax > 0 && !m.NoSlow}
	if m.Candidate != nil {
		r.candidate = *m.Candidate
	}
	if m.Stable != nil && m.Weight < 1 {
		r.stable, r.compared = *m.Stable, true
	}
	if m.Probes != nil {
		r.probes = *m.Probes
	}
	if !r.slow {
		r.candidate.Slow, r.stable.Slow, r.probes.Slow = 0, 0, 0
	}
	return r
}

// comparable says whether the minute tells the two versions apart. Without a
// stable datapoint it does not. Without a candidate datapoint it does: errors
// that all fell on stable are what the bet on a bad candidate loses by, and to
// leave such minutes out would favour the bet.
func (r reading) comparable() bool {
	return !r.mixed && r.compared
}

// tried are the candidate's calls, the synthetic ones among them.
func (r reading) tried() Counts { return r.candidate.Plus(r.probes) }

// slowCalls are those of both versions that were too slow.
func (r reading) slowCalls() int64 { return r.tried().Slow + r.stable.Slow }

// watching says that everything goes to the candidate.
func (r reading) watching() bool { return r.weight == 1 }
