package judge

import "math"

// decide weighs the evidence. Any sign of failing outweighs every other.
func decide(p Params, s State, r reading) Verdict {
	v := Verdict{
		Candidate: s.Candidate, Stable: s.Stable, Probes: s.Probes, Weight: s.Weight, Minutes: s.Minutes,
		Misrouted: s.Routed.misrouted(s.Weight),
		NoSlow:    p.SlowRateMax > 0 && s.Candidate.Invocations+s.Probes.Invocations > 0 && !s.SlowInStep,
	}
	relative, relativeMeasure := s.worse(s.Errors.relative(!s.Untrusted), s.Slow.relative(!s.Untrusted))
	absolute, absoluteMeasure := s.worse(s.Errors.absolute(p.ErrorRateMax), s.Slow.absolute(p.SlowRateMax))
	pass, passReason, passMeasure := s.pass(-math.Log(p.FalsePromote))
	v.Relative, v.Absolute, v.Pass = log10(relative), log10(absolute), log10(pass)
	v.Tripwire = tripwire(p, &s, r)

	fail, enough := p.FailAt(), p.PassAt()
	switch {
	case v.Relative >= fail:
		v.say(p, Fail, ReasonRelative, relativeMeasure, fail)
	case v.Absolute >= fail:
		v.say(p, Fail, ReasonAbsolute, absoluteMeasure, fail)
		v.Limit = s.heldTo(p, r, absoluteMeasure)
	case v.Tripwire >= tripwireProof:
		v.say(p, Fail, ReasonTripwire, MeasureErrors, tripwireProof)
	case p.Literal > 0 && r.candidate.Errors > int64(p.Literal):
		v.say(p, Fail, ReasonLiteral, MeasureErrors, 0)
	case v.Misrouted:
		v.say(p, Inconclusive, ReasonRouting, passMeasure, enough)
	case r.tried().Invocations == 0:
		v.say(p, Inconclusive, ReasonNoData, passMeasure, enough)
	case v.Pass >= enough:
		v.say(p, Pass, passReason, passMeasure, enough)
	case r.mixed:
		v.say(p, Inconclusive, ReasonSettling, passMeasure, enough)
	default:
		v.say(p, Inconclusive, ReasonTooFewCalls, passMeasure, enough)
	}
	if v.Kind == Inconclusive && !v.Misrouted {
		v.Needs = needs(p, v)
	}
	return v
}

func (v *Verdict) say(p Params, kind Kind, why Reason, measure string, threshold float64) {
	v.Kind, v.Reason, v.Measure, v.Threshold = kind, why, measure, threshold
	v.Limit = p.limit(measure)
}

// worse is the mean of the measures' evidence, valid however they depend on one
// another, and the measure that says more.
func (s *State) worse(errors, slow float64) (evidence float64, measure string) {
	if !s.SlowSeen {
		return errors, MeasureErrors
	}
	if slow > errors {
		measure = MeasureSlow
	} else {
		measure = MeasureErrors
	}
	return logMean2(errors, slow), measure
}
