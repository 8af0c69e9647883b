package rollout

import (
	"time"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// alikeWithin is how many times apart two rates may be that are called alike.
const alikeWithin = 2

// evidence puts into numbers and one word what was judged. The numbers are those since
// it is bad or, where that is not known, of the last minutes.
func (s scales) evidence(j Judging, failed *Judgement) Evidence {
	e := Evidence{Verdict: j.Verdict, To: s.to}
	if failed != nil {
		e.Verdict = failed.Verdict
	}
	_, before := s.sum(time.Time{}, s.first)
	e.FirstBad = s.firstBad(failed != nil, firstWithCalls(e.Verdict.Stable, before))
	worse := failed != nil && s.holds(*failed, e.FirstBad)
	if !worse {
		e.Verdict = j.Verdict
	}
	e.From = later(s.first, s.to.Add(-weighedFor))
	if !e.FirstBad.IsZero() {
		e.From = later(s.first, e.FirstBad)
	}
	e.Candidate, e.Stable = s.sum(e.From, e.To)
	if e.Stable.Invocations == 0 {
		e.Stable = firstWithCalls(before, j.State.Baseline)
		e.Earlier = e.Stable.Invocations > 0
	}
	e.Times = times(e.Candidate, e.Stable, e.Verdict.Measure)
	e.Finding = FoundWorse
	if !worse {
		e.Finding = s.finding(e, before)
	}
	return e
}

// holds says whether what the candidate failed for is still so: it is bad until now, or
// that was lately; and something did go wrong lately. A version that does well again is
// not taken back for what is over.
func (s scales) holds(failed Judgement, firstBad time.Time) bool {
	lately, _ := s.sum(s.lately, s.to)
	return lately.Rate(failed.Verdict.Measure) > 0 && (!firstBad.IsZero() || !failed.Minute.At.Before(s.lately))
}

func firstWithCalls(a, b judge.Counts) judge.Counts {
	if a.Invocations > 0 {
		return a
	}
	return b
}

// finding is the word for a candidate that is not worse, as far as the judge can say. No
// data is never health.
func (s scales) finding(e Evidence, before judge.Counts) Finding {
	switch {
	case s.alike(e.Candidate, e.Stable) && e.Earlier && e.Stable == before:
		return FoundBefore
	case s.alike(e.Candidate, e.Stable):
		return FoundAlike
	case s.well(e):
		return FoundWell
	default:
		return FoundUnclear
	}
}

// measures are those that are judged, each with its limit.
func (s scales) measures() map[string]float64 {
	m := map[string]float64{judge.MeasureErrors: s.params.ErrorRateMax}
	if s.params.SlowRateMax > 0 {
		m[judge.MeasureSlow] = s.params.SlowRateMax
	}
	return m
}

// alike says that the candidate is beyond doubt above a limit, and wherever it is the
// other version is too, by about as much.
func (s scales) alike(candidate, stable judge.Counts) bool {
	raised := false
	for measure, limit := range s.measures() {
		if low, _ := candidate.Interval(measure); low <= limit {
			continue
		}
		raised = true
		a, b := candidate.Rate(measure), stable.Rate(measure)
		if low, _ := stable.Interval(measure); low <= limit || a > alikeWithin*b || b > alikeWithin*a {
			return false
		}
	}
	return raised
}

// well says that the candidate has calls, none of the latest minutes is bad, and either
// the judge is content or all that it wants is more calls while the rates are beyond
// doubt below the limits. A version that gets no calls any more, or not its share of
// them, has no errors either.
func (s scales) well(e Evidence) bool {
	switch v := e.Verdict; {
	case e.Candidate.Invocations == 0, !e.FirstBad.IsZero():
		return false
	case v.Kind == judge.Pass:
		return true
	case v.Reason != judge.ReasonTooFewCalls && v.Reason != judge.ReasonSettling:
		return false
	}
	for measure, limit := range s.measures() {
		if _, high := e.Candidate.Interval(measure); high > limit {
			return false
		}
	}
	return true
}

// times is how many times worse the candidate is by a measure, errors where none decided;
// 0 if it is not, or there is nothing to say it by. A version without a single event
// counts as having had half of one.
func times(candidate, stable judge.Counts, measure string) float64 {
	if candidate.Invocations == 0 || stable.Invocations == 0 {
		return 0
	}
	const half = 0.5
	usual := max(stable.Rate(measure), half/float64(stable.Invocations))
	if ratio := candidate.Rate(measure) / usual; ratio > 1 {
		return ratio
	}
	return 0
}
