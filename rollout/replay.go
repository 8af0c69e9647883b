package rollout

import (
	"math"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// replayTolerance is how far evidence (in log10) may be from what was kept: the
// same machine gives the same bits, another architecture rounds otherwise.
const replayTolerance = 1e-9

// Replayed is a judged minute beside what its inputs give now.
type Replayed struct {
	Judgement
	Again judge.Verdict // by the judge of today
	Same  bool          // as what was decided then
}

// Replay judges the kept minutes anew, from the first one on; they have to be in
// order and complete. A verdict that differs was given by another version of the
// judge, or its inputs were changed.
func (r Rollout) Replay(kept []Judgement) []Replayed {
	var s judge.State
	out := make([]Replayed, 0, len(kept))
	for i, j := range kept {
		if i > 0 && j.Move != kept[i-1].Move {
			s = s.NextStep()
		}
		again := Replayed{Judgement: j}
		s, again.Again = judge.Judge(r.Strategy.Judge, s, j.Minute)
		again.Same = same(j.Verdict, again.Again)
		out = append(out, again)
	}
	return out
}

// same compares decisions, and evidence but for its rounding.
func same(a, b judge.Verdict) bool {
	near := func(x, y float64) bool { return math.Abs(x-y) <= replayTolerance }
	return a.Kind == b.Kind && a.Reason == b.Reason && a.Measure == b.Measure &&
		near(a.Relative, b.Relative) && near(a.Absolute, b.Absolute) && near(a.Pass, b.Pass) && near(a.Tripwire, b.Tripwire) &&
		a.Candidate == b.Candidate && a.Stable == b.Stable && a.Probes == b.Probes && a.Weight == b.Weight
}
