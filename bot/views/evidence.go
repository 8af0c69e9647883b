package views

import (
	"fmt"
	"math"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// thresholds are what evidence has to reach, in log10: 2/α to go back, 1/β to go
// on (judge.Params).
func thresholds(p judge.Params) (fail, pass float64) {
	return math.Log10(2 / p.FalseRollback), -math.Log10(p.FalsePromote)
}

// measured is a rate with its counts: "20.1 % (41 of 204)".
func measured(c judge.Counts, measure string) string {
	events := c.Errors
	if measure == judge.MeasureSlow {
		events = c.Slow
	}
	return fmt.Sprintf("%s (%s of %s)", judge.Percent(c.Rate(measure)), judge.Count(events), judge.Count(c.Invocations))
}

// bothRates are the errors of both versions so far, and nothing about what they
// amount to.
func bothRates(r rollout.Rollout, v judge.Verdict) string {
	s := fmt.Sprintf("%s errors %s", r.Candidate, measured(v.Candidate, judge.MeasureErrors))
	if v.Candidate.Invocations == 0 {
		s = fmt.Sprintf("no calls to %s", r.Candidate)
	}
	if v.Stable.Invocations == 0 {
		return s
	}
	return s + fmt.Sprintf(", %s errors %s", r.Stable, measured(v.Stable, judge.MeasureErrors))
}

// limits are the rates that the service promises.
func limits(p judge.Params) string {
	s := "errors " + judge.Percent(p.ErrorRateMax)
	if p.SlowRateMax > 0 {
		s += ", slow calls " + judge.Percent(p.SlowRateMax)
	}
	return s
}

// weighed is the three kinds of evidence beside what they have to reach.
func weighed(r rollout.Rollout, v judge.Verdict) string {
	fail, pass := thresholds(r.Strategy.Judge)
	return fmt.Sprintf("worse than %s %s, above its limits %s (%s takes it back); good enough %s (%s needed).",
		r.Stable, judge.Odds(v.Relative), judge.Odds(v.Absolute), judge.Odds(fail), judge.Odds(v.Pass), judge.Odds(pass))
}

// howToRead explains evidence, once, in words.
func howToRead(r rollout.Rollout) line {
	fail, _ := thresholds(r.Strategy.Judge)
	return say(fmt.Sprintf("Evidence %s that it is worse means: these counts are %s times likelier if %s is worse than if it is not. 1 : 1 says nothing, 1 : 10 speaks against it. Its limits: %s.",
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
	last := kept[len(kept)-1].Verdict
	words := say("📈 ").strong("Evidence at the end").say(": " + weighed(r, last))
	return []piece{paragraph("evidence", words, closestCall(kept)), evidenceChart(r, kept)}
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
