package judge

import (
	"fmt"
	"strconv"
	"time"
)

// String is the sentence with the roles instead of names.
func (v Verdict) String() string { return v.Sentence("candidate", "stable") }

// Sentence tells people what was decided and by which numbers. The names are
// those of the two versions, such as v42 and v41.
func (v Verdict) Sentence(candidate, stable string) string {
	s := v.facts(candidate, stable) + v.synthetic() + v.weighed(candidate, stable)
	if v.NoSlow {
		s += "; no data on slow calls"
	}
	return s
}

func (v Verdict) facts(candidate, stable string) string {
	if v.Reason == ReasonInvalid {
		return "the metrics make no sense, so nothing was judged by them"
	}
	if v.Reason == ReasonUnreadable {
		return "the metrics could not be read"
	}
	if v.Reason == ReasonRouting {
		return v.misrouted(candidate, stable)
	}
	if v.Reason == ReasonNoData {
		return candidate + " had no calls in this minute, and no data is not health; " + v.numbers(candidate, stable)
	}
	return v.numbers(candidate, stable)
}

// misrouted says what the routing is like, and what that may come from.
func (v Verdict) misrouted(candidate, stable string) string {
	got, all := v.Candidate.Invocations, v.Candidate.Invocations+v.Stable.Invocations
	why := candidate + " may be throttled or unable to start"
	if float64(got) > v.Weight*float64(all) {
		why = stable + " may be throttled, or its metrics missing"
	}
	return fmt.Sprintf("%s got %s of %s calls at a weight of %s: %s", candidate, Count(got), Count(all), Percent(v.Weight), why)
}

// numbers are both rates with their counts, and how they compare.
func (v Verdict) numbers(candidate, stable string) string {
	if v.Candidate.Invocations == 0 {
		return "no calls to " + candidate + " at this weight yet"
	}
	what := MeasureErrors
	if v.Measure == MeasureSlow {
		what = "slow calls"
	}
	s := fmt.Sprintf("%s %s %s", candidate, what, v.Candidate.Show(v.Measure))
	if v.Stable.Invocations == 0 {
		if v.Weight < 1 {
			s += ", nothing from " + stable + " to compare"
		}
		return s
	}
	s += " vs " + v.Stable.Show(v.Measure)
	worse, base := v.Candidate.Rate(v.Measure), v.Stable.Rate(v.Measure)
	if base > 0 && worse > base {
		s += ": " + times(worse/base) + " worse"
	}
	return s
}

// weighed is the evidence beside what it has to reach, and what is missing.
func (v Verdict) weighed(candidate, stable string) string {
	limit := Percent(v.Limit)
	switch v.Reason {
	case ReasonRelative:
		return "; " + v.evidence(v.Relative)
	case ReasonAbsolute:
		return ", above the limit of " + limit + "; " + v.evidence(v.Absolute)
	case ReasonTripwire:
		return "; by chance so many come in one minute less than once in a million times"
	case ReasonLiteral:
		return "; more in one minute than the literal rule allows"
	case ReasonBelowLimit:
		return ", below the limit of " + limit + "; " + v.evidence(v.Pass)
	case ReasonNotWorse:
		ruledOut := times(ratios()[excludedRatio(v.Weight)])
		return ", not " + ruledOut + " worse than " + stable + "; " + v.evidence(v.Pass)
	case ReasonSettling:
		return "; the weight has just changed" + v.missing(candidate)
	case ReasonNoData, ReasonTooFewCalls:
		return "; to pass, " + v.evidence(v.Pass) + v.missing(candidate)
	case ReasonRouting, ReasonInvalid, ReasonUnreadable:
	}
	return ""
}

// synthetic says what was called besides, and that it was no traffic.
func (v Verdict) synthetic() string {
	if v.Probes.Invocations == 0 {
		return ""
	}
	slow := ""
	if v.Probes.Slow > 0 {
		slow = fmt.Sprintf(" and %s were slow", Count(v.Probes.Slow))
	}
	return fmt.Sprintf(" (of %s synthetic calls %s failed%s)", Count(v.Probes.Invocations), Count(v.Probes.Errors), slow)
}

func (v Verdict) missing(candidate string) string {
	if v.Needs == 0 {
		return ""
	}
	s := fmt.Sprintf("; needs about %s more %s calls", Count(v.Needs), candidate)
	if wait := v.Wait(); wait > 0 {
		s += ", " + duration(wait) + " at this rate"
	}
	return s
}

// Show is a rate with its counts: "20.1 % (41 of 204)".
func (c Counts) Show(measure string) string {
	return fmt.Sprintf("%s (%s of %s)", Percent(c.Rate(measure)), Count(c.events(measure)), Count(c.Invocations))
}

// evidence is what was shown beside what had to be.
func (v Verdict) evidence(shown float64) string {
	return fmt.Sprintf("evidence %s, needed %s", Odds(shown), Odds(v.Threshold))
}

func times(ratio float64) string {
	if ratio >= 10 {
		return Count(int64(ratio+0.5)) + "×"
	}
	return trim(strconv.FormatFloat(ratio, 'f', 1, 64)) + "×"
}

func duration(d time.Duration) string {
	if d < 2*time.Hour {
		return fmt.Sprintf("%d min", int(d.Minutes()))
	}
	return fmt.Sprintf("%d h", int(d.Hours()+0.5))
}
