package views

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// maxFailing is how many kinds of failures of a log are listed.
const maxFailing = 3

// blame says whether the suspect is to blame, in words and with both versions' numbers.
func blame(i rollout.Incident) []line {
	e, s := i.Evidence, i.Suspect
	switch {
	case s == nil:
		return nil
	case e == nil && i.Looked.IsZero():
		return []line{say("📊 The metrics are being looked at.")}
	case e == nil:
		return nil
	case e.Unread != "":
		return []line{say("📊 ").strong("No evidence yet").quote(": ", e.Unread, maxQuote).say(".")}
	}
	l := say("📊 ")
	switch e.Finding {
	case rollout.FoundWorse:
		l = l.strong(s.Candidate.String() + " is worse").say(": " + bothFail(*e, *s) + ".")
		return []line{l, proof(e.Verdict), lookedAt(*e)}
	case rollout.FoundAlike:
		l = l.strong("Probably not this deploy").say(": both versions fail alike, " + bothFail(*e, *s) + ".")
	case rollout.FoundBefore:
		l = l.strong("Probably not this deploy").say(fmt.Sprintf(": it was as bad before %s had any traffic. %s.", s.Candidate, bothFail(*e, *s)))
	case rollout.FoundWell:
		l = l.strong("Nothing speaks against this deploy").say(": " + bothFail(*e, *s) + ".")
	case rollout.FoundUnclear:
		l = l.strong("Too early to tell").say(": " + tooFew(*e, *s))
	default:
		l = l.say(bothFail(*e, *s) + ".")
	}
	return []line{l, lookedAt(*e)}
}

// tooFew is why nothing can be said yet.
func tooFew(e rollout.Evidence, s rollout.Suspect) string {
	if e.Candidate.Invocations == 0 {
		return fmt.Sprintf("no calls to %s are known yet, and no data is not health.", s.Candidate)
	}
	return "there were too few calls. So far " + bothFail(e, s) + "."
}

// bothFail compares the versions: "v42 fails 20 % (41 of 204) of its calls, v41 1.1 % (20
// of 1,870): 18× worse".
func bothFail(e rollout.Evidence, s rollout.Suspect) string {
	what := "fails %s of its calls"
	if e.Verdict.Measure == judge.MeasureSlow {
		what = "is slow in %s of its calls"
	}
	if e.Candidate.Invocations == 0 {
		return fmt.Sprintf("no calls to %s are known", s.Candidate)
	}
	text := fmt.Sprintf("%s "+what, s.Candidate, e.Candidate.Show(e.Verdict.Measure))
	if e.Stable.Invocations == 0 || s.Stable == "" {
		return text + ", with nothing to compare it with"
	}
	text += fmt.Sprintf(", %s %s", s.Stable, e.Stable.Show(e.Verdict.Measure))
	if e.Earlier {
		text += " before that"
	}
	if e.Times > 1 && e.Finding == rollout.FoundWorse {
		text += ": " + timesWorse(e.Times) + "× worse"
	}
	return text
}

// timesWorse is a ratio as people say it: "18", "1.5".
func timesWorse(ratio float64) string {
	if ratio >= 10 {
		return judge.Count(int64(min(ratio, 1e15) + 0.5))
	}
	return strings.TrimSuffix(strconv.FormatFloat(ratio, 'f', 1, 64), ".0")
}

// proof is why the judge is sure.
func proof(v judge.Verdict) line {
	switch v.Reason {
	case judge.ReasonRelative:
		return say(fmt.Sprintf("The judge's evidence for that is %s; %s is enough to take it back.", judge.Odds(v.Relative), judge.Odds(v.Threshold)))
	case judge.ReasonAbsolute:
		return say(fmt.Sprintf("The judge's evidence that it is above its limit of %s is %s; %s is enough to take it back.", judge.Percent(v.Limit), judge.Odds(v.Absolute), judge.Odds(v.Threshold)))
	case judge.ReasonTripwire:
		return say("So many errors in one minute come by chance less than once in a million times.")
	case judge.ReasonLiteral:
		return say("There were more errors in one minute than the literal rule allows.")
	case judge.ReasonBelowLimit, judge.ReasonNotWorse, judge.ReasonRouting, judge.ReasonNoData, judge.ReasonSettling,
		judge.ReasonTooFewCalls, judge.ReasonUnreadable, judge.ReasonInvalid:
	}
	return nil
}

// lookedAt says which minutes were looked at.
func lookedAt(e rollout.Evidence) line {
	if e.From.IsZero() || !e.From.Before(e.To) {
		return nil
	}
	return say("By the metrics from ").when(e.From).say(" on, for " + duration(e.To.Sub(e.From)) + ".")
}

// failing is what the log of the suspect's version says most, letter by letter.
func failing(i rollout.Incident) []line {
	if len(i.Errors) == 0 {
		return nil
	}
	title := "🧾 What the log says most:"
	if i.Suspect != nil {
		title = fmt.Sprintf("🧾 What the log of %s says most:", i.Suspect.Candidate)
	}
	lines := []line{say(title)}
	shown := i.Errors[:min(len(i.Errors), maxFailing)]
	for _, f := range shown {
		lines = append(lines, line(nil).quote(fmt.Sprintf("• %s× ", judge.Count(int64(f.Count))), f.Text, maxLogLine))
	}
	if n := len(i.Errors) - len(shown); n > 0 {
		lines = append(lines, say(fmt.Sprintf("… and %d more", n)))
	}
	return lines
}
