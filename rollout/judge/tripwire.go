package judge

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

const (
	// tripwireProof is -log10 of the chance below which a minute fails at once.
	tripwireProof = 6
	// mostProof stands in for a chance too small to tell from zero.
	mostProof = 300
)

// tripwire is -log10 of the chance of so many candidate errors in one minute,
// and 0 while they are not more than the set number beyond what stable's rate
// predicts. Without the chance it would be wrong at volume.
//
// Stable's rate is that of the same minute, else of this step, else of the last
// step that had any stable calls; a service never seen before is held to its
// limit. While watching, a fault that stable shared in its last minutes may go on
// for some minutes more.
func tripwire(p Params, s *State, r reading) float64 {
	if p.Tripwire == 0 || r.mixed || r.candidate.Invocations == 0 {
		return 0
	}
	if r.outage && r.watching() {
		return 0
	}
	peer := firstWithCalls(r.stable, s.Stable, s.Baseline)
	rate := p.ErrorRateMax
	if peer.Invocations > 0 {
		rate = peer.Rate(MeasureErrors)
	}
	x, calls := float64(r.candidate.Errors), float64(r.candidate.Invocations)
	if x-calls*rate <= float64(p.Tripwire) {
		return 0
	}
	if peer.Invocations == 0 {
		return proof(math.Log(mathext.RegIncBeta(x, calls-x+1, rate)))
	}
	fall := draws{candidate: calls, stable: float64(peer.Invocations), events: x + float64(peer.Errors)}
	return proof(fall.logTail(x))
}

func firstWithCalls(a, b, c Counts) Counts {
	if a.Invocations > 0 {
		return a
	}
	if b.Invocations > 0 {
		return b
	}
	return c
}

// proof is -log10 of a chance given by its log, kept finite.
func proof(logChance float64) float64 {
	return max(0, min(mostProof, -log10(logChance)))
}
