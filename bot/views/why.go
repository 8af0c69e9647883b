package views

import (
	"fmt"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// maxStepsTold is how many steps are told of one by one, the latest ones.
const maxStepsTold = 5

// explained says what became of a rollout and by which rule, then how it was
// judged: step by step, as a chart, and in the last minutes.
func explained(e commands.Explained, o Options) Message {
	r := e.Rollout
	title := say("🔎 ").strong("Why").say(" · " + r.Target.Service + " ").sha(r.Release).say(" → " + r.Target.Environment)
	steps := stepsOf(e.Minutes)
	opening := append([]line{title, fate(r, e.Minutes)}, decidedBy(r)...)
	if len(steps) == 0 {
		return message(paragraph("answer", append(opening, unjudged(r))...))
	}
	pieces := []piece{paragraph("title", append(opening, noCalls(r), howToRead(r))...)}
	for i := max(0, len(steps)-maxStepsTold); i < len(steps); i++ {
		pieces = append(pieces, paragraph(fmt.Sprintf("step-%d", i+1), stepLines(r, steps, i, o)...))
	}
	kept := make([]rollout.Judgement, len(e.Minutes))
	for i, m := range e.Minutes {
		kept[i] = m.Judgement
	}
	course := say("📈 ").strong("Evidence, minute by minute").say(".")
	return message(append(pieces,
		paragraph("evidence", course, closestCall(kept)), evidenceChart(r, kept),
		paragraph("replay", replayed(e.Minutes)...), minutes(r, e.Minutes),
	)...)
}

// fate is what became of a rollout, in a sentence.
func fate(r rollout.Rollout, judged []rollout.Replayed) line {
	switch r.Phase {
	case rollout.Succeeded:
		return say(fmt.Sprintf("It went live as %s%s.", r.Candidate, shownGood(judged)))
	case rollout.RolledBack, rollout.RollingBack:
		if n := len(judged); n > 0 && r.Cause.Code == rollout.CauseVerdict {
			return say(fmt.Sprintf("It was taken back to %s by itself: ", r.Stable)).strong(rule(r, judged[n-1].Verdict)).say(".")
		}
		if r.Cause.Code == rollout.CauseForeign {
			return say("It was stopped, and the alias left as somebody else made it.")
		}
		return say(fmt.Sprintf("It was taken back to %s.", r.Stable))
	case rollout.Failed:
		return say("It failed.")
	case rollout.Cancelled:
		return say("It was cancelled.")
	case rollout.Pending, rollout.Building, rollout.Deploying, rollout.Checking, rollout.AwaitingApproval,
		rollout.Shifting, rollout.Promoting, rollout.Watching:
	}
	if r.Pause != nil {
		return say("It is paused, " + phase(r.Phase) + ".")
	}
	return say("It is under way, " + phase(r.Phase) + ".")
}

// shownGood says at how many of its weights the candidate was shown to be good.
func shownGood(judged []rollout.Replayed) string {
	steps := stepsOf(judged)
	good := 0
	for _, s := range steps {
		if s.passed() {
			good++
		}
	}
	switch {
	case len(steps) == 0:
		return ""
	case good == len(steps):
		return ": at every weight it was shown to be good enough"
	default:
		return fmt.Sprintf(": at %d of %d weights it was shown to be good enough", good, len(steps))
	}
}

// decidedBy is who or what else than the judge decided, if anything did.
func decidedBy(r rollout.Rollout) []line {
	switch {
	case r.Pause != nil && !r.Phase.Ended():
		reason, _ := reasonToWait(r)
		return []line{reason}
	case r.Cause.Code == rollout.CauseVerdict:
		return nil // the numbers follow
	default:
		return []line{why(r)}
	}
}

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

// noCalls says that minutes were judged in which nobody called the candidate.
func noCalls(r rollout.Rollout) line {
	if r.Judging.Calls > 0 {
		return nil
	}
	return say(fmt.Sprintf("Nobody called %s while it was judged. That is no data, and never taken for health.", r.Candidate))
}

// unjudged says why there is nothing to explain.
func unjudged(r rollout.Rollout) line {
	switch {
	case r.IsRollback:
		return say("A rollback is not judged: it only brings back what was live before.")
	case r.First():
		return say("It was not judged: it is the first version here, with nothing to compare it with and no way back.")
	case r.Judging.Calls > 0:
		return say("The minutes that it was judged by are not kept. At the end: " + sentence(r) + ".")
	case r.Judging.Problem != "":
		return say("It was not judged").quote(": ", r.Judging.Problem, maxQuote)
	case !r.Moved() && r.Phase.Ended():
		return say("It was not judged: it ended before any traffic moved.")
	case !r.Moved():
		return say("Nothing is judged yet: no traffic has moved.")
	case r.Phase.Ended():
		return say("It was not judged: it was over before the metrics of a whole minute were in.")
	default:
		return say("Nothing is judged yet: the metrics of the first whole minute are not in.")
	}
}
