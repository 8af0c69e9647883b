package stream

import (
	"math"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// series is one rollout as its minutes tell it.
type series struct {
	name         string
	step, minute int64 // of its last line
	began        int64 // the first minute of the step
	state        judge.State
	ended        *verdict // what it gets after its first fail
}

// verdict is what a line gets.
type verdict struct {
	kind     judge.Kind
	reason   judge.Reason
	evidence evidence
	needs    int64 // 0: none or unknown
}

// judge takes in a line, which must be later than all before, and says what it
// amounts to.
func (s *series) judge(strategy *rollout.Strategy, l *line) verdict {
	if s.ended != nil {
		s.step, s.minute = l.step, l.minute
		return *s.ended
	}
	s.begin(strategy.Judge, l)
	state, judged := judge.Judge(strategy.Judge, s.state, l.counts)
	s.state = state
	v := verdict{judged.Kind, judged.Reason, evidence{judged.Relative, judged.Absolute, judged.Pass}, judged.Needs}
	if v.kind == judge.Fail {
		s.ended = &verdict{kind: v.kind, reason: ReasonEnded, evidence: v.evidence}
	}
	return s.held(strategy, v)
}

// begin goes on to the line's minute, and to its step if that is another. A
// change of weight begins one too.
func (s *series) begin(p judge.Params, l *line) {
	first := s.state.Weight == 0
	if !first {
		s.passOver(p, l.minute)
	}
	if first || l.step != s.step || l.counts.Weight != s.state.Weight {
		s.state, s.began = s.state.NextStep(), l.minute
	}
	s.step, s.minute = l.step, l.minute
}

// passOver tells the judge of the minutes before the next one that were left out:
// they had no datapoints. It looks back on two minutes, so more would tell it
// nothing.
func (s *series) passOver(p judge.Params, next int64) {
	for range min(2, apart(s.minute, next)-1) {
		s.state, _ = judge.Judge(p, s.state, judge.Minute{Weight: s.state.Weight})
	}
}

// held is the ladder of a step: a pass counts when its hold is over, and the
// undecided have until maxHold. A canary that does not get its calls is a matter
// of its own, whatever the time.
func (s *series) held(strategy *rollout.Strategy, v verdict) verdict {
	step := strategy.Steps[min(s.step, int64(len(strategy.Steps)))-1]
	switch {
	case v.kind == judge.Pass && !s.lasted(step.Hold):
		v.kind, v.reason = judge.Inconclusive, ReasonHolding
	case v.kind == judge.Inconclusive && v.reason != judge.ReasonRouting && s.lasted(strategy.MaxHold):
		v.reason = ReasonMaxHold
	}
	return v
}

// lasted says whether the step is as old as that at the end of its last minute.
func (s *series) lasted(d time.Duration) bool {
	minutes := int64((d + time.Minute - 1) / time.Minute)
	return apart(s.began, s.minute) >= minutes-1
}

// apart is how many minutes the later is after the earlier one; more than there
// are numbers for is as good as the largest.
func apart(earlier, later int64) int64 {
	if d := later - earlier; d > 0 || later == earlier {
		return d
	}
	return math.MaxInt64
}
