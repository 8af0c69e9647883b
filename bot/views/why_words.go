package views

import (
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// rule is the rule that a verdict follows, as the end of a sentence.
func rule(r rollout.Rollout, v judge.Verdict) string {
	what := "errors"
	if v.Measure == judge.MeasureSlow {
		what = "slow calls"
	}
	switch v.Reason {
	case judge.ReasonRelative:
		return fmt.Sprintf("%s is worse than %s (%s)", r.Candidate, r.Stable, what)
	case judge.ReasonAbsolute:
		return fmt.Sprintf("%s is worse than its limit of %s (%s)", r.Candidate, judge.Percent(v.Limit), what)
	case judge.ReasonTripwire:
		return fmt.Sprintf("%s had a burst of errors in one minute that chance does not explain", r.Candidate)
	case judge.ReasonLiteral:
		return fmt.Sprintf("%s had more errors in one minute than the literal rule allows", r.Candidate)
	case judge.ReasonBelowLimit:
		return fmt.Sprintf("%s is below its limit of %s (%s)", r.Candidate, judge.Percent(v.Limit), what)
	case judge.ReasonNotWorse:
		return fmt.Sprintf("%s is not many times worse than %s (%s)", r.Candidate, r.Stable, what)
	case judge.ReasonRouting:
		return fmt.Sprintf("%s does not get its share of the calls", r.Candidate)
	case judge.ReasonNoData:
		if tried(v) > 0 {
			return fmt.Sprintf("%s had no calls in its last minute, and no data is not health", r.Candidate)
		}
		return fmt.Sprintf("%s had no calls, and no data is not health", r.Candidate)
	case judge.ReasonSettling:
		return "the weight has just changed"
	case judge.ReasonTooFewCalls:
		return "too few calls to tell"
	case judge.ReasonUnreadable, judge.ReasonInvalid:
		return "the metrics say nothing"
	}
	return string(v.Reason)
}

// inShort is what a minute's verdict amounts to, in a few words.
func inShort(r rollout.Rollout, v judge.Verdict) string {
	switch v.Reason {
	case judge.ReasonRelative:
		return fmt.Sprintf("❌ worse than %s", r.Stable)
	case judge.ReasonAbsolute:
		return "❌ above its limit"
	case judge.ReasonTripwire:
		return "❌ a burst of errors"
	case judge.ReasonLiteral:
		return "❌ too many errors in one minute"
	case judge.ReasonBelowLimit, judge.ReasonNotWorse:
		return "✅ good so far"
	case judge.ReasonRouting:
		return "⚠️ its share of the calls does not fit"
	case judge.ReasonNoData:
		return "❔ no calls"
	case judge.ReasonSettling:
		return "❔ weight just changed"
	case judge.ReasonTooFewCalls:
		return "❔ too few calls"
	case judge.ReasonUnreadable, judge.ReasonInvalid:
		return "⚠️ the metrics say nothing"
	}
	return string(v.Reason)
}
