package views

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// bothRates are the errors of both versions so far, and nothing about what they
// amount to.
func bothRates(r rollout.Rollout, v judge.Verdict) string {
	s := fmt.Sprintf("%s errors %s", r.Candidate, v.Candidate.Show(judge.MeasureErrors))
	if v.Candidate.Invocations == 0 {
		s = fmt.Sprintf("no calls to %s", r.Candidate)
	}
	if v.Stable.Invocations == 0 {
		return s
	}
	return s + fmt.Sprintf(", %s errors %s", r.Stable, v.Stable.Show(judge.MeasureErrors))
}

// limits are the rates that the service promises.
func limits(p judge.Params) string {
	s := "errors " + judge.Percent(p.ErrorRateMax)
	if p.SlowRateMax > 0 {
		s += ", slow calls " + judge.Percent(p.SlowRateMax)
	}
	return s
}

// weighed is the three kinds of evidence beside what they have to reach. compared
// says whether any minute until then told the two versions apart.
func weighed(r rollout.Rollout, v judge.Verdict, compared bool) string {
	p := r.Strategy.Judge
	return fmt.Sprintf("%s, above its limits %s (%s takes it back); good enough %s (%s needed).",
		comparison(r, v, compared), judge.Odds(v.Absolute), judge.Odds(p.FailAt()), judge.Odds(v.Pass), judge.Odds(p.PassAt()))
}

// comparison is the evidence against the stable version. Nothing compared is not
// 1 : 1, which would be a comparison that shows nothing.
func comparison(r rollout.Rollout, v judge.Verdict, compared bool) string {
	switch {
	case !compared && v.Weight < 1 && !r.Phase.Ended():
		return fmt.Sprintf("not compared with %s yet", r.Stable)
	case !compared:
		return fmt.Sprintf("not compared with %s", r.Stable)
	}
	return fmt.Sprintf("worse than %s %s", r.Stable, judge.Odds(v.Relative))
}

// compared says whether any minute tells the two versions apart.
func compared(kept []rollout.Judgement) bool {
	return slices.ContainsFunc(kept, func(j rollout.Judgement) bool { return j.Minute.Compares() })
}

// howToRead explains evidence, once, in words.
func howToRead(r rollout.Rollout) line {
	fail := r.Strategy.Judge.FailAt()
	return say("📈 ").strong("Evidence").say(fmt.Sprintf(" of %s that it is worse means: these counts are %s times likelier if %s is worse than if it is not. 1 : 1 says nothing, 1 : 10 speaks against it. Its limits: %s.",
		judge.Odds(fail), times(fail), r.Candidate, limits(r.Strategy.Judge)))
}

// times is how many times likelier evidence makes something, which must be more
// than once.
func times(log10 float64) string { return strings.TrimSuffix(judge.Odds(log10), " : 1") }

// shown are the pieces about the evidence of a finished rollout: where it ended in
// words, and its course as a chart.
func shown(r rollout.Rollout, kept []rollout.Judgement) []piece {
	if len(kept) == 0 {
		return nil
	}
	last := kept[len(kept)-1]
	words := say("📈 ").strong("Evidence at the end").say(": " + weighed(r, last.Verdict, compared(kept)))
	if len(kept) < minPlotted && r.Cause.Code == rollout.CauseVerdict {
		words = nil // the cause has just said it
	}
	return []piece{paragraph("evidence", words, closestCall(kept), unplotted(r, kept)), evidenceChart(r, kept)}
}

// closestCall says when the candidate came closest to going back, if there was
// anything to say against it before the last minute.
func closestCall(kept []rollout.Judgement) line {
	worst := kept[0]
	for _, j := range kept[1:] {
		if against(j.Verdict) > against(worst.Verdict) {
			worst = j
		}
	}
	if against(worst.Verdict) <= 0 || !worst.Minute.At.Before(kept[len(kept)-1].Minute.At) {
		return nil
	}
	return say("Closest to going back: " + judge.Odds(against(worst.Verdict)) + ", ").when(worst.Minute.At).say(".")
}

// against is the stronger of the two kinds of evidence for going back.
func against(v judge.Verdict) float64 { return max(v.Relative, v.Absolute) }
