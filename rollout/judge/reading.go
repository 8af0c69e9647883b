package judge

// reading is a valid minute made plain: no datapoint is no calls, and what may
// not be used is gone.
type reading struct {
	weight            float64
	mixed, slow       bool
	candidate, stable Counts
	probes            Counts
	comparable        bool // it tells the two versions apart
	outage            bool // stable breaks the limit of errors in the last three minutes
}

func read(p Params, m Minute) reading {
	r := reading{weight: m.Weight, mixed: m.Mixed, comparable: m.Compares(), slow: p.SlowRateMax > 0 && !m.NoSlow}
	if m.Candidate != nil {
		r.candidate = *m.Candidate
	}
	if m.Stable != nil && m.Weight < 1 {
		r.stable = *m.Stable
	}
	if m.Probes != nil {
		r.probes = *m.Probes
	}
	if !r.slow {
		r.candidate.Slow, r.stable.Slow, r.probes.Slow = 0, 0, 0
	}
	return r
}

// tried are the candidate's calls, the synthetic ones among them.
func (r reading) tried() Counts { return r.candidate.Plus(r.probes) }

// slowCalls are those of both versions that were too slow.
func (r reading) slowCalls() int64 { return r.tried().Slow + r.stable.Slow }

// watching says that everything goes to the candidate.
func (r reading) watching() bool { return r.weight == 1 }
