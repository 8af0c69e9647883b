package views

import (
	"fmt"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// step is the minutes that were judged at one weight: those of one move.
type step []rollout.Judgement

// stepsOf parts judged minutes into steps.
func stepsOf(kept []rollout.Judgement) (steps []step) {
	for i, m := range kept {
		if i == 0 || m.Move != kept[i-1].Move {
			steps = append(steps, nil)
		}
		steps[len(steps)-1] = append(steps[len(steps)-1], m)
	}
	return steps
}

func (s step) weight() float64        { return s[0].Minute.Weight }
func (s step) verdict() judge.Verdict { return s[len(s)-1].Verdict }
func (s step) from() time.Time        { return s[0].Minute.At }
func (s step) to() time.Time          { return s[len(s)-1].Minute.At.Add(time.Minute) }

// passed says that the candidate was shown to be good enough in this step.
func (s step) passed() bool {
	return slices.ContainsFunc(s, func(m rollout.Judgement) bool { return m.Verdict.Kind == judge.Pass })
}

// count is how many minutes something holds for.
func (s step) count(holds func(judge.Minute) bool) (n int) {
	for _, m := range s {
		if holds(m.Minute) {
			n++
		}
	}
	return n
}

// stepLines tell of one step: its minutes, both rates, the evidence, the verdict
// and what followed, and what was missing.
func stepLines(r rollout.Rollout, steps []step, i int, o Options) []line {
	s := steps[i]
	v := s.verdict()
	head := line(nil).strong(stepTitle(r, s)).say(" · ").when(s.from()).say(" · " + minutesOf(s))
	var stable line
	if s.weight() < 1 {
		stable = rateLine(r.Stable, v.Stable, v)
	}
	return []line{
		head,
		rateLine(r.Candidate, v.Candidate, v),
		stable,
		synthetic(r, v.Probes),
		say("Evidence: " + weighed(r, v, compared(slices.Concat(steps[:i+1]...)))),
		burst(v),
		say("→ " + verdictWord(v.Kind) + ": " + rule(r, v) + ". ").strong(followed(r, steps, i)),
		wanting(r, steps, i, o),
	}
}

// planned is the step of the strategy whose weight this is, if there is one.
func (s step) planned(r rollout.Rollout) (rollout.Step, int) {
	i := slices.IndexFunc(r.Strategy.Steps, func(p rollout.Step) bool { return p.Weight == s.weight() })
	if i < 0 {
		return rollout.Step{}, 0
	}
	return r.Strategy.Steps[i], i + 1
}

func stepTitle(r rollout.Rollout, s step) string {
	share := fmt.Sprintf("%s on %s", judge.Percent(s.weight()), r.Candidate)
	switch _, n := s.planned(r); {
	case s.weight() == 1:
		return fmt.Sprintf("All of the traffic on %s", r.Candidate)
	case n == 0:
		return share + ", which is none of the steps"
	default:
		return fmt.Sprintf("Step %d of %d: %s", n, len(r.Strategy.Steps), share)
	}
}

// minutesOf says how many minutes were judged, and which of them say less.
func minutesOf(s step) string {
	text := fmt.Sprintf("%d minutes judged", len(s))
	if len(s) == 1 {
		text = "1 minute judged"
	}
	if n := s.count(func(m judge.Minute) bool { return m.Mixed && m.Weight < 1 }); n > 0 {
		text += fmt.Sprintf(", %d not compared since the weight had just changed", n)
	}
	if n := s.count(func(m judge.Minute) bool { return m.Candidate == nil && m.Probes == nil }); n > 0 {
		text += fmt.Sprintf(", %d without data of the new version", n)
	}
	if n := s.count(func(m judge.Minute) bool { return m.Stable == nil && m.Weight < 1 }); n > 0 {
		text += fmt.Sprintf(", %d without data of the old one", n)
	}
	return text
}

// rateLine is what a version did in a step, with how sure that is.
func rateLine(version rollout.Version, c judge.Counts, v judge.Verdict) line {
	l := line(nil).strong(version.String())
	if c.Invocations == 0 {
		return l.say(": no calls")
	}
	l = l.say(": errors " + interval(c, judge.MeasureErrors))
	switch {
	case v.NoSlow:
		return l.say("; no data on slow calls")
	case v.Candidate.Slow+v.Stable.Slow > 0:
		return l.say("; slow calls " + interval(c, judge.MeasureSlow))
	}
	return l
}

func interval(c judge.Counts, measure string) string {
	low, high := c.Interval(measure)
	return fmt.Sprintf("%s, 95 %% interval %s to %s", c.Show(measure), judge.Percent(low), judge.Percent(high))
}

// synthetic are the calls that the bot sent itself.
func synthetic(r rollout.Rollout, c judge.Counts) line {
	if c.Invocations == 0 {
		return nil
	}
	l := say(fmt.Sprintf("Synthetic calls to %s, which are not in live's traffic: %s, %s failed", r.Candidate, judge.Count(c.Invocations), judge.Count(c.Errors)))
	if c.Slow > 0 {
		l = l.say(fmt.Sprintf(", %s were slow", judge.Count(c.Slow)))
	}
	return l.say(".")
}

// burst is what the tripwire made of the last minute, where it looked.
func burst(v judge.Verdict) line {
	switch {
	case v.Reason == judge.ReasonTripwire:
		return say("Chance would do this less than once in a million minutes.")
	case v.Tripwire > 0 && v.Kind != judge.Fail:
		return say(fmt.Sprintf("Its last minute had many errors. Chance would do this once in %s minutes; the tripwire acts at a million.", times(v.Tripwire)))
	default:
		return nil
	}
}

func verdictWord(k judge.Kind) string {
	switch k {
	case judge.Pass:
		return "✅ Good enough"
	case judge.Fail:
		return "❌ Worse"
	case judge.Inconclusive:
		return "❔ Not decided"
	case judge.Error:
	}
	return "⚠️ Not judged"
}

// wanting is what was missing for a decision, and when it would be there.
func wanting(r rollout.Rollout, steps []step, i int, o Options) line {
	if i == len(steps)-1 && !r.Phase.Ended() {
		return missing(r, steps[i].verdict(), o.Now, waitsUntil(r))
	}
	return missing(r, steps[i].verdict(), steps[i].to(), time.Time{})
}
