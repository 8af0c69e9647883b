package judge

import "math"

// draws says how events fall on two versions by chance alone: the candidate's
// share of them is hypergeometric.
type draws struct {
	candidate, stable float64 // calls
	events            float64 // among all calls
}

func (d draws) lowest() float64  { return math.Max(0, d.events-d.stable) }
func (d draws) highest() float64 { return math.Min(d.events, d.candidate) }

// step is P(j+1)/P(j).
func (d draws) step(j float64) float64 {
	return (d.candidate - j) * (d.events - j) / ((j + 1) * (d.stable - d.events + j + 1))
}

// logMoments is log E[ψ^X] for every ψ of ratios. It sums P(j)·ψ^j relative to
// the first term, so that no factorial is needed and nothing cancels.
func (d draws) logMoments() [numRatios]float64 {
	factors := ratios()
	var sums [numRatios]series
	for i := range sums {
		sums[i] = startAt(1)
	}
	one, last, low := startAt(1), numRatios-1, d.lowest()
	for j, high := low, d.highest(); j < high; j++ {
		step := d.step(j)
		one.next(step)
		for i, psi := range factors {
			sums[i].next(step * psi)
		}
		if sums[last].negligible() {
			break // the largest ψ has its bulk last
		}
	}
	var logs [numRatios]float64
	for i, psi := range factors {
		logs[i] = low*math.Log(psi) + sums[i].log() - one.log()
	}
	return logs
}

// logTail is log P(X ≥ x), summed from x outwards.
func (d draws) logTail(x float64) float64 {
	low, high := d.lowest(), d.highest()
	if x <= low {
		return 0
	}
	above := startAt(1)
	for j := x; j < high && !above.negligible(); j++ {
		above.next(d.step(j))
	}
	below := startAt(1 / d.step(x-1))
	for j := x - 1; j > low && !below.negligible(); j-- {
		below.next(1 / d.step(j-1))
	}
	return above.log() - logAdd(above.log(), below.log())
}

// series is a sum of positive terms, each a multiple of the one before, scaled
// so that it neither overflows nor drags denormal numbers along.
type series struct{ sum, term, scale float64 }

const (
	hugeTerm = 0x1p900
	tinyTerm = 0x1p-900
)

func startAt(term float64) series { return series{sum: term, term: term} }

func (s *series) next(factor float64) {
	s.term *= factor
	if s.term > hugeTerm {
		s.term *= tinyTerm
		s.sum *= tinyTerm
		s.scale++
	} else if s.term < tinyTerm {
		s.term = 0
	}
	s.sum += s.term
}

// negligible says that the latest term no longer shows in the sum. Past the
// peak, all later ones are smaller still.
func (s *series) negligible() bool { return s.term < s.sum*0x1p-70 }

func (s *series) log() float64 { return math.Log(s.sum) + s.scale*900*math.Ln2 }
