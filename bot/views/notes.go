package views

import (
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// notes are the numbers of the task that a rollout is at: time left, evidence,
// what is missing.
func notes(r rollout.Rollout, at string, o Options) []line {
	switch at {
	case taskBuild:
		return buildNotes(r)
	case taskCheck:
		if r.Failures > 0 && !stopped(r) {
			return []line{say(fmt.Sprintf("Asked %d times in vain, asking again.", r.Failures))}
		}
		return nil
	case taskDeploy, taskApproval, taskEnd:
		return nil
	}
	switch {
	case r.First():
		return nil
	case r.Phase == rollout.Shifting && !arrived(r):
		return []line{say(fmt.Sprintf("Moving the traffic to %s.", judge.Percent(r.Weight()))), lastNumbers(r)}
	case r.Phase == rollout.Shifting:
		return append([]line{stepTime(r, o)}, evidence(r, o)...)
	case r.Phase == rollout.Watching:
		return append([]line{watchTime(r, o)}, evidence(r, o)...)
	case stopped(r):
		return evidence(r, o)
	default:
		return nil
	}
}

// arrived says that the alias was seen at the share that the step asks for.
func arrived(r rollout.Rollout) bool {
	return r.Move != nil && !r.Move.Seen.IsZero() && r.Move.To.Share(r.Candidate) == r.Weight()
}

// stepTime says how much longer a step lasts, and what comes then.
func stepTime(r rollout.Rollout, o Options) line {
	if r.Pause != nil || r.Step >= len(r.Strategy.Steps) {
		return say("At this weight since ").when(r.Move.Seen).say(".")
	}
	until := r.Move.Seen.Add(r.Strategy.Steps[r.Step].Hold)
	most := r.Move.Seen.Add(r.Strategy.MaxHold)
	switch {
	case !r.Probing.IsZero():
		return probing(r, o)
	case o.Now.Before(until) && r.Strategy.Shadow:
		return timeLeft("Until ", until, o.Now).say(".")
	case r.Strategy.Shadow: // undecided or not
		return say("Held long enough: it goes on now.")
	case o.Now.Before(until):
		return timeLeft("At least until ", until, o.Now).say(".")
	default:
		return timeLeft("Held long enough, but not decided yet. At most until ", most, o.Now).say(afterwards(r.Strategy.Inconclusive))
	}
}

// afterwards is what comes when a step cannot be decided in time.
func afterwards(c rollout.Choice) string {
	switch c {
	case rollout.Ask:
		return ", then it asks a person."
	case rollout.Probe:
		return ", then it is probed with synthetic calls."
	case rollout.PromoteAnyway:
		return ", then it goes on all the same."
	case rollout.RollBackAnyway:
		return ", then it goes back."
	}
	return "."
}

// probing says what is sent to the candidate besides its share of the traffic, and
// until when.
func probing(r rollout.Rollout, o Options) line {
	p := r.Judging.Verdict.Probes
	l := timeLeft(fmt.Sprintf("Probing %s with synthetic calls (%d a minute): they are not in live's traffic. %s so far, %s failed. At most until ",
		r.Candidate, r.Strategy.Probes, judge.Count(p.Invocations), judge.Count(p.Errors)),
		r.ProbingUntil(), o.Now).say(", then it asks a person.")
	if r.ProbeProblem == "" {
		return l
	}
	return l.say(" The latest say nothing").quote(": ", r.ProbeProblem, maxQuote).say(".")
}

func watchTime(r rollout.Rollout, o Options) line {
	if r.Pause != nil {
		return nil
	}
	return timeLeft("Until ", r.Since.Add(r.Strategy.Watch), o.Now).say(".")
}

func timeLeft(before string, until, now time.Time) line {
	return say(before).when(until).say(" (" + left(until.Sub(now)) + ")")
}

// evidence is what the judge has seen of this step, and what it still needs to
// see. Nothing seen is said as such; what was seen before stays in sight.
func evidence(r rollout.Rollout, o Options) []line {
	switch v := r.Judging.Verdict; {
	case r.Judging.Problem != "":
		return []line{say("Not judged").quote(": ", r.Judging.Problem, maxQuote).say("."), lastNumbers(r)}
	case v.Kind == "":
		return []line{say("Nothing was judged at this weight yet.")}
	case r.Judging.Move != r.Moves && !stopped(r):
		return []line{say("Nothing was judged at this weight yet."), lastNumbers(r)}
	case tried(v) == 0:
		return []line{say(fmt.Sprintf("No calls to %s at this weight yet: not judged.", r.Candidate)), stableAlone(r), missing(r, v, o.Now, waitsUntil(r))}
	case stopped(r):
		return []line{say(sentence(r) + ".")}
	default:
		return []line{say(sentence(r) + "."), missing(r, v, o.Now, waitsUntil(r))}
	}
}

// tried is how many calls the candidate had in a step, the synthetic ones among them.
func tried(v judge.Verdict) int64 { return v.Candidate.Invocations + v.Probes.Invocations }

// lastNumbers are the numbers that were there last.
func lastNumbers(r rollout.Rollout) line {
	v := r.Judging.Verdict
	if v.Candidate.Invocations+v.Stable.Invocations == 0 {
		return nil
	}
	return say(fmt.Sprintf("Last, at %s: %s.", judge.Percent(v.Weight), bothRates(r, v)))
}

// stableAlone is what the stable version did while nobody called the candidate.
func stableAlone(r rollout.Rollout) line {
	c := r.Judging.Verdict.Stable
	if c.Invocations == 0 {
		return nil
	}
	return say(fmt.Sprintf("%s errors %s.", r.Stable, c.Show(judge.MeasureErrors)))
}

// missing is how many more calls a decision needs, and when they will be there if
// they keep coming as they do. from is when they are counted from, deadline when
// somebody has to have decided; zero for nobody has to.
func missing(r rollout.Rollout, v judge.Verdict, from, deadline time.Time) line {
	if v.Kind != judge.Inconclusive || v.Needs == 0 {
		return nil
	}
	l := say(fmt.Sprintf("Missing for a decision: about %s more calls of %s", judge.Count(v.Needs), r.Candidate))
	switch wait := v.Wait(); {
	case wait <= 0:
		return l.say(".")
	case !deadline.IsZero() && !from.Add(wait).Before(deadline):
		return l.say(", at this rate not before the deadline: decide, or it goes back.")
	case wait > tooLong:
		return l.say(", more than a month at this rate.")
	default:
		return l.say(", there around ").when(from.Add(wait)).say(" at this rate.")
	}
}

// waitsUntil is by when somebody has to decide; zero while nobody has to.
func waitsUntil(r rollout.Rollout) time.Time {
	if r.Pause == nil {
		return time.Time{}
	}
	return r.Pause.Until
}

// tooLong is a wait whose end nobody notes down.
const tooLong = 30 * 24 * time.Hour

// sentence is the judge's own, with the names of the two versions. What is missing
// is said beside it, with the time of day.
func sentence(r rollout.Rollout) string {
	v := r.Judging.Verdict
	v.Needs = 0
	return v.Sentence(r.Candidate.String(), r.Stable.String())
}
