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
		if r.Build != nil && r.Build.State == rollout.BuildRunning {
			return []line{say("The image is being built.")}
		}
		return nil
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
		return []line{say(fmt.Sprintf("Moving the traffic to %s.", judge.Percent(r.Weight())))}
	case r.Phase == rollout.Shifting:
		return []line{stepTime(r, o), evidence(r)}
	case r.Phase == rollout.Watching:
		return []line{watchTime(r, o), evidence(r)}
	case stopped(r):
		return []line{evidence(r)}
	default:
		return nil
	}
}

// arrived says that the alias was seen at the share that the step asks for.
func arrived(r rollout.Rollout) bool {
	return r.Move != nil && !r.Move.Seen.IsZero() && r.Move.To.Share(r.Candidate) == r.Weight()
}

// stepTime says how much longer a step lasts.
func stepTime(r rollout.Rollout, o Options) line {
	if r.Pause != nil || r.Step >= len(r.Strategy.Steps) {
		return say("At this weight since ").when(r.Move.Seen).say(".")
	}
	until := r.Move.Seen.Add(r.Strategy.Steps[r.Step].Hold)
	if o.Now.Before(until) {
		return timeLeft("At least until ", until, o.Now)
	}
	return timeLeft("Held long enough, but not decided yet. At most until ", r.Move.Seen.Add(r.Strategy.MaxHold), o.Now)
}

func watchTime(r rollout.Rollout, o Options) line {
	if r.Pause != nil {
		return nil
	}
	return timeLeft("Until ", r.Since.Add(r.Strategy.Watch), o.Now)
}

func timeLeft(before string, until, now time.Time) line {
	return say(before).when(until).say(" (" + left(until.Sub(now)) + ").")
}

// evidence is what the judge has seen of this step. Nothing seen is said as such.
func evidence(r rollout.Rollout) line {
	switch v := r.Judging.Verdict; {
	case r.Judging.Problem != "":
		return say("Not judged").quote(": ", r.Judging.Problem, maxQuote)
	case v.Kind == "" || r.Judging.Move != r.Moves && !stopped(r):
		return say("Nothing was judged at this weight yet.")
	case v.Candidate.Invocations == 0:
		return say(fmt.Sprintf("No calls to %s at this weight yet: not judged.", r.Candidate)).say(missing(v))
	default:
		return say(sentence(r))
	}
}

func missing(v judge.Verdict) string {
	if v.Needs == 0 {
		return ""
	}
	return fmt.Sprintf(" A decision needs about %s.", judge.Count(v.Needs))
}

// sentence is the judge's own, with the names of the two versions.
func sentence(r rollout.Rollout) string {
	return r.Judging.Verdict.Sentence(r.Candidate.String(), r.Stable.String())
}
