package world

import (
	"math/rand/v2"
	"time"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// World is what happens in one run. Each minute has randomness of its own, so
// that judges who route alike see the same calls whatever they do later.
type World struct {
	scenario   Scenario
	random     *rand.Rand // gives each minute its own
	probes     *rand.Rand
	start, end time.Duration // end: nobody counts any more; 0 while it goes on
	outage     [2]int        // first minute, and the first after it
	changes    []change      // of the weight; the first is none at the beginning
	minutes    []minute      // drawn so far
}

// change is the candidate's share of the calls from a time on.
type change struct {
	at     time.Duration
	weight float64
}

type minute struct {
	weight            float64 // at its end
	candidate, stable judge.Counts
}

// Seed is where the randomness of a world comes from.
type Seed [2]uint64

// New is the world of a run. The canary is planned to last so long; it begins
// somewhere in the first minute, or at its start if onMinute says so.
func New(s Scenario, seed Seed, planned time.Duration, onMinute bool) *World {
	w := &World{scenario: s, random: seed.random(), changes: []change{{}}}
	w.probes = Seed{w.random.Uint64(), w.random.Uint64()}.random()
	if offset := w.random.Int64N(60_000); !onMinute {
		w.start = time.Duration(offset) * time.Millisecond
	}
	latest := max(0, int((planned-s.Outage.Length)/time.Minute))
	w.outage[0] = w.random.IntN(latest + 1)
	w.outage[1] = w.outage[0] + int(s.Outage.Length/time.Minute)
	return w
}

// random is repeatable, as a simulation has to be.
func (s Seed) random() *rand.Rand {
	return rand.New(rand.NewPCG(s[0], s[1])) //nolint:gosec // G404: nothing here is secret
}

// Start is when the first traffic moves, within the first minute.
func (w *World) Start() time.Duration { return w.start }

// Route gives the candidate a share of the calls from now on.
func (w *World) Route(now time.Duration, weight float64) {
	w.changes = append(w.changes, change{now, weight})
}

// Minute is what the metrics say of a minute that is over, counted from 0. A
// version without calls has no datapoint.
func (w *World) Minute(n int) judge.Minute {
	for len(w.minutes) <= n {
		w.minutes = append(w.minutes, w.draw(len(w.minutes)))
	}
	m := w.minutes[n]
	return judge.Minute{
		Weight:    m.weight,
		Candidate: datapoint(m.candidate), Stable: datapoint(m.stable),
	}
}

func datapoint(c judge.Counts) *judge.Counts {
	if c.Invocations == 0 {
		return nil
	}
	return &c
}

// End stops the clock, and is how many calls of users the candidate has failed.
func (w *World) End(now time.Duration) (failed int64) {
	w.end = now
	for n := len(w.minutes); time.Duration(n)*time.Minute < now; n++ {
		w.minutes = append(w.minutes, w.draw(n))
	}
	for _, m := range w.minutes {
		failed += m.candidate.Errors
	}
	return failed
}

// Probe is what n synthetic calls to the candidate give now.
func (w *World) Probe(now time.Duration, n int) judge.Counts {
	return w.serve(w.probes, w.scenario.Candidate, int(now/time.Minute), int64(n))
}

// draw draws a minute piece by piece, as the weight changes in it.
func (w *World) draw(n int) minute {
	m := minute{}
	random := Seed{w.random.Uint64(), w.random.Uint64()}.random()
	from := time.Duration(n) * time.Minute
	to := from + time.Minute
	if w.end != 0 {
		to = min(to, w.end)
	}
	for i, c := range w.changes {
		begin, end := max(from, c.at), to
		if i+1 < len(w.changes) {
			end = min(to, w.changes[i+1].at)
		}
		if c.at < to {
			m.weight = c.weight
		}
		if begin < end {
			w.piece(random, &m, n, end-begin)
		}
	}
	return m
}

// piece adds the calls of a part of a minute.
func (w *World) piece(random *rand.Rand, m *minute, n int, length time.Duration) {
	calls := poisson(random, w.scenario.Traffic*length.Minutes())
	candidate := binomial(random, calls, m.weight)
	m.candidate = m.candidate.Plus(w.serve(random, w.scenario.Candidate, n, candidate))
	m.stable = m.stable.Plus(w.serve(random, w.scenario.Stable, n, calls-candidate))
}

// serve lets a version answer calls in a minute.
func (w *World) serve(random *rand.Rand, r Rates, n int, calls int64) judge.Counts {
	outage := 0.0
	if w.outage[0] <= n && n < w.outage[1] {
		outage = w.scenario.Outage.Share
	}
	return judge.Counts{
		Invocations: calls,
		Errors:      binomial(random, calls, r.errors(outage)),
		Slow:        binomial(random, calls, r.Slow),
	}
}
