package views

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// maxStepsTold is how many steps are told of one by one, the latest ones.
const maxStepsTold = 5

// explained says what became of a rollout and by which rule, then how it was
// judged: step by step, as a chart, and in the last minutes.
func explained(e commands.Explained, o Options) Message {
	r := e.Rollout
	title := say("🔎 ").strong("Why").say(" · " + r.Target.Service + " ").sha(r.Release).say(" → " + r.Target.Environment + " · ").code(string(r.ID))
	kept := make([]rollout.Judgement, len(e.Minutes))
	for i, m := range e.Minutes {
		kept[i] = m.Judgement
	}
	steps := stepsOf(kept)
	opening := append([]line{title, goneBackFrom(e), fate(r, kept)}, decidedBy(r)...)
	if len(steps) == 0 {
		return message(paragraph("answer", append(opening, unjudged(r))...))
	}
	pieces := []piece{paragraph("title", append(opening, noCalls(r), untoldSteps(len(steps)))...)}
	for _, i := range inOrder(r, len(steps)) {
		pieces = append(pieces, paragraph(fmt.Sprintf("step-%d", i+1), stepLines(r, steps, i, o)...))
	}
	chart := evidenceChart(r, kept)
	words := []line{howToRead(r), closestCall(kept)}
	if chart.block != nil {
		words = append(words, unplotted(r, kept))
	}
	return message(append(pieces,
		paragraph("evidence", words...), chart,
		paragraph("replay", replayed(r, e.Minutes)...), minutes(r, kept),
	)...)
}

// goneBackFrom says that a rollback was asked about, and who wanted that.
func goneBackFrom(e commands.Explained) line {
	b := e.Back
	if b == nil {
		return nil
	}
	l := byPerson(say("↩️ It was rolled back to "+b.Stable.String()+" later"), b.Cause.By).say(" (").code(string(b.ID)).say(")")
	return l.quote(": ", b.Cause.Text, maxQuote).say(". A rollback itself is not judged; this is how what it went back from was.")
}

// byPerson adds who wanted something, if anybody did.
func byPerson(l line, who string) line {
	if who == "" {
		return l
	}
	return l.say(" by ").who(who)
}

// inOrder are the steps to tell of: where one took the rollout back or holds it,
// that comes first, since it is what people ask about.
func inOrder(r rollout.Rollout, steps int) (order []int) {
	for i := max(0, steps-maxStepsTold); i < steps; i++ {
		order = append(order, i)
	}
	if last := len(order) - 1; wentBack(r) || r.Pause != nil {
		order = slices.Concat(order[last:], order[:last])
	}
	return order
}

// untoldSteps says that there were more steps than are told of.
func untoldSteps(steps int) line {
	if steps <= maxStepsTold {
		return nil
	}
	return say(fmt.Sprintf("Below are the last %d of the %d weights at which it was judged.", maxStepsTold, steps))
}

// fate is what became of a rollout, in a sentence.
func fate(r rollout.Rollout, kept []rollout.Judgement) line {
	switch r.Phase {
	case rollout.Succeeded:
		return say(fmt.Sprintf("It went live as %s%s.", r.Candidate, shownGood(kept)))
	case rollout.RolledBack, rollout.RollingBack:
		return fateBack(r, kept)
	case rollout.Failed:
		return say("It failed.")
	case rollout.Cancelled:
		return say("It was cancelled.")
	case rollout.Pending, rollout.Building, rollout.Deploying, rollout.Checking, rollout.AwaitingApproval,
		rollout.Shifting, rollout.Promoting, rollout.Watching:
	}
	if r.Pause != nil {
		return say("Paused " + place(r) + ".")
	}
	return say("Under way, " + strings.TrimPrefix(place(r), "while ") + ".")
}

// fateBack is the sentence for one whose traffic went back.
func fateBack(r rollout.Rollout, kept []rollout.Judgement) line {
	was := "was taken back to " + r.Stable.String()
	if r.Phase == rollout.RollingBack {
		was = "is being taken back to " + r.Stable.String()
	}
	switch n := len(kept); {
	case r.Cause.Code == rollout.CauseForeign:
		return say("It was stopped, and the alias left as somebody else made it.")
	case n == 0 || r.Cause.Code != rollout.CauseVerdict:
		return say("It " + was + ".")
	default:
		last := kept[n-1]
		l := say("It " + was + " by itself: ").strong(rule(r, last.Verdict))
		if numbers := burstMinute(last); numbers != nil {
			l = append(l.say(": "), numbers...)
		}
		return l.say(".")
	}
}

// shownGood says at how many of its weights the candidate was shown to be good.
func shownGood(kept []rollout.Judgement) string {
	steps := stepsOf(kept)
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
