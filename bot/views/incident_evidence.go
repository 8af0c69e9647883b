package views

import (
	"fmt"
	"strconv"
	"strings"
	"time"

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
		return []line{worse(i), proof(e.Verdict, i.Suspect != nil && i.Suspect.Shadow)}
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
	return []line{l}
}

// longFine is how long a version may have been fine for its turning bad to be news.
const longFine = time.Hour

// worse says of what the judge would take back whether it is worse than something, or only
// bad; and that it was fine for long, where no other version was called meanwhile that
// would tell a bad deploy from a bad day.
func worse(i rollout.Incident) line {
	e, s := *i.Evidence, *i.Suspect
	first := e.FirstBad
	if !i.FirstBad.IsZero() {
		first = i.FirstBad
	}
	l := say("📊 ")
	switch fine := first.Sub(s.At); {
	case !first.IsZero() && fine >= longFine && (e.Earlier || !peered(e, s)):
		l = l.strong(fmt.Sprintf("%s was fine for %s", s.Candidate, duration(fine.Truncate(time.Minute)))).say(" and is bad since ").when(first).say(", so it may not be this deploy")
	case peered(e, s):
		l = l.strong(s.Candidate.String() + " is worse")
	case e.Verdict.Reason == judge.ReasonAbsolute:
		l = l.strong(fmt.Sprintf("%s is above its limit of %s", s.Candidate, judge.Percent(e.Verdict.Limit)))
	default:
		l = l.strong(s.Candidate.String() + " is bad")
	}
	return l.say(": " + bothFail(e, s) + ".")
}

// peered says that there is another version to compare with.
func peered(e rollout.Evidence, s rollout.Suspect) bool {
	return e.Stable.Invocations > 0 && s.Stable != ""
}

// tooFew is why nothing can be said yet.
func tooFew(e rollout.Evidence, s rollout.Suspect) string {
	if e.Candidate.Invocations == 0 {
		return fmt.Sprintf("no calls to %s are known yet, and no data is not health.", s.Candidate)
	}
	return "there were too few calls. So far " + bothFail(e, s) + "."
}

// enough is how many bad calls a version must have had for somebody else's to be so many
// times as many: of fewer, one more or less would change that ratio too much.
const enough = 5

// bothFail compares the versions: "v42 fails 20 % (41 of 204) of its calls, v41 1.1 % (20
// of 1,870): 18× worse".
func bothFail(e rollout.Evidence, s rollout.Suspect) string {
	what, bad := "fails %s of its calls", e.Stable.Errors
	if e.Verdict.Measure == judge.MeasureSlow {
		what, bad = "is slow in %s of its calls", e.Stable.Slow
	}
	if e.Candidate.Invocations == 0 {
		return fmt.Sprintf("no calls to %s are known", s.Candidate)
	}
	text := fmt.Sprintf("%s "+what, s.Candidate, e.Candidate.Show(e.Verdict.Measure))
	if !peered(e, s) {
		return text + ", with nothing to compare it with"
	}
	peer := s.Stable.String() + " " + e.Stable.Show(e.Verdict.Measure)
	if bad == 0 {
		peer = fmt.Sprintf("%s none of %s", s.Stable, judge.Count(e.Stable.Invocations))
	}
	if e.Earlier {
		peer += " before that"
	}
	if e.Times > 1 && bad >= enough && e.Finding == rollout.FoundWorse {
		peer += ": " + timesWorse(e.Times) + "× worse"
	}
	return text + ", " + peer
}

// timesWorse is a ratio as people say it: "18", "1.5".
func timesWorse(ratio float64) string {
	if ratio >= 10 {
		return judge.Count(int64(min(ratio, 1e15) + 0.5))
	}
	return strings.TrimSuffix(strconv.FormatFloat(ratio, 'f', 1, 64), ".0")
}

// proof is how sure the judge is, in words, and whether it acts on that. The odds are in
// the answer to Why?
func proof(v judge.Verdict, shadow bool) line {
	switch v.Reason {
	case judge.ReasonRelative, judge.ReasonAbsolute:
		if shadow {
			return say("The judge is sure enough of that to take it back, but it only looks on here.")
		}
		return say("The judge is sure enough of that to take it back.")
	case judge.ReasonTripwire:
		return say("So many errors in one minute come by chance less than once in a million times.")
	case judge.ReasonLiteral:
		return say("There were more errors in one minute than the literal rule allows.")
	case judge.ReasonBelowLimit, judge.ReasonNotWorse, judge.ReasonRouting, judge.ReasonNoData, judge.ReasonSettling,
		judge.ReasonTooFewCalls, judge.ReasonUnreadable, judge.ReasonInvalid:
	}
	return nil
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
