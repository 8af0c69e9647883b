package views

import (
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// wentBack says that the traffic was taken back, or is being.
func wentBack(r rollout.Rollout) bool {
	return r.Phase == rollout.RollingBack || r.Phase == rollout.RolledBack
}

// unplotted says what took a rollout back where no line of its chart does: a chart
// shows the evidence alone, and not a burst in one minute, a policy or a person.
func unplotted(r rollout.Rollout, kept []rollout.Judgement) line {
	last := kept[len(kept)-1]
	if !wentBack(r) || r.Cause.Code == rollout.CauseForeign || against(last.Verdict) >= r.Strategy.Judge.FailAt() {
		return nil
	}
	l := say("What took it back is not in the chart: ")
	if len(kept) < minPlotted {
		l = say("What took it back: ")
	}
	numbers := burstMinute(last)
	switch {
	case r.Cause.Wanted:
		return l.who(r.Cause.By).say(" decided it.")
	case r.Cause.Code == rollout.CauseInconclusive:
		return l.say("it stayed undecided, and the policy is to go back then.")
	case r.Cause.Code == rollout.CauseVerdict && numbers != nil:
		return append(l, numbers...).say(".")
	default:
		return l.say("see above.")
	}
}

// burstMinute are the numbers of a minute that failed by itself, as the middle of
// a sentence; nothing for any other.
func burstMinute(j rollout.Judgement) line {
	c := j.Minute.Candidate
	if c == nil || j.Verdict.Reason != judge.ReasonTripwire && j.Verdict.Reason != judge.ReasonLiteral {
		return nil
	}
	return say(fmt.Sprintf("%s of %s calls failed in the minute from ", judge.Count(c.Errors), judge.Count(c.Invocations))).when(j.Minute.At)
}
