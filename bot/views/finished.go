package views

import (
	"fmt"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// ended says what became of a rollout, why, and what to do next.
func ended(r rollout.Rollout, o Options) []line {
	if d, over := r.Drilled(); over {
		return drilled(r, d)
	}
	switch r.Phase {
	case rollout.Succeeded:
		return succeeded(r, o)
	case rollout.RolledBack:
		return rolledBack(r)
	case rollout.Failed:
		return []line{result(r, "❌ ", " failed in "), why(r), unmoved(r), retry(r)}
	case rollout.Cancelled:
		if r.Cause.Code == rollout.CauseLost {
			return []line{result(r, "✋ ", " stopped in "), why(r), unmoved(r)}
		}
		return []line{result(r, "🛑 ", " cancelled in "), why(r), unmoved(r), cancelled(r)}
	case rollout.Pending, rollout.Building, rollout.Deploying, rollout.Checking, rollout.AwaitingApproval,
		rollout.Shifting, rollout.Promoting, rollout.Watching, rollout.RollingBack:
	}
	return nil
}

func succeeded(r rollout.Rollout, o Options) []line {
	if !r.Until.IsZero() {
		return []line{wasLive(r, o.Next), timed(r)}
	}
	made := r.Candidate.String()
	if digest := image(r.Release); digest != "" {
		made += " · image " + digest
	}
	head := result(r, "✅ ", " live in ").page("open", o.Page).say(" · " + made + " · " + duration(r.Ended.Sub(r.Created)) + " · " + rates(r) + " · ").who(r.By)
	if r.First() {
		return []line{head, timed(r), say(fmt.Sprintf("It is the first version of %s here: its health check passed, and there is nothing to go back to yet.", r.Target.Service))}
	}
	if v := r.Judging.Verdict; v.Candidate.Invocations > 0 {
		return []line{head, timed(r), say("Judged last: " + sentence(r) + ".")}
	}
	return []line{head, timed(r)}
}

// wasLive says until when a version was live, and what took its place.
func wasLive(r rollout.Rollout, next *rollout.Rollout) line {
	l := result(r, "⏹️ ", " was live in ").say(" as " + r.Candidate.String() + " until ").when(r.Until)
	switch {
	case next == nil:
		return l
	case next.IsRollback:
		return l.say(": rolled back to " + next.Stable.String() + " by ").who(next.By)
	default:
		return l.say(": replaced by " + next.Candidate.String() + " ").sha(next.Release).say(" by ").who(next.By)
	}
}

// image is the beginning of an image's digest, by which people see that it is the same
// one in two environments; empty where it is not known.
func image(r rollout.Release) string { return named(strings.TrimPrefix(r.Brief(), "sha256:")) }

// rates are the error rates of both versions in a few words. No calls are never
// taken for health.
func rates(r rollout.Rollout) string {
	candidate, stable := r.Judging.Verdict.Candidate, r.Judging.Verdict.Stable
	if stable.Invocations == 0 {
		stable = r.Judging.State.Baseline
	}
	switch {
	case r.First():
		return "nothing to judge it by"
	case r.Judging.Calls == 0:
		return "no calls yet: not judged"
	case candidate.Invocations == 0:
		return fmt.Sprintf("%s calls judged, none at the end", judge.Count(r.Judging.Calls))
	}
	s := "errors " + judge.Percent(candidate.Rate(judge.MeasureErrors))
	if stable.Invocations > 0 {
		s += " vs " + judge.Percent(stable.Rate(judge.MeasureErrors))
	}
	return s
}

func rolledBack(r rollout.Rollout) []line {
	sign, word := "↩️ ", " rolled back in "
	if r.Cause.Code == rollout.CauseForeign {
		sign, word = "✋ ", " stopped in "
	}
	head := result(r, sign, word).say(" · " + duration(r.Ended.Sub(r.Created)))
	return []line{head, why(r), liveAgain(r), afterBack(r)}
}

// afterBack says what to do when the traffic is back.
func afterBack(r rollout.Rollout) line {
	unlock := fmt.Sprintf(" When it is sorted out: `/deploy unlock %s %s`", r.Target.Environment, r.Target.Service)
	switch {
	case !r.LockAfter:
		return retry(r)
	case r.Holder != "":
		return say("🔒 ").who(r.Holder).say(fmt.Sprintf(" holds the lock of %s in %s, and it stays as it is.", r.Target.Service, r.Target.Environment) + unlock)
	}
	return say(fmt.Sprintf("🔒 %s is locked in %s.", r.Target.Service, r.Target.Environment) + unlock)
}

// liveAgain says what callers get now, and whether it was found healthy.
func liveAgain(r rollout.Rollout) line {
	if r.Cause.Code == rollout.CauseForeign {
		return leftAlone(r)
	}
	l := say(fmt.Sprintf("Live is %s ", r.Stable)).sha(beside(r.StableRelease, r.Release)).say(" again; ")
	switch h := r.Health; {
	case h == nil || h.Version != r.Stable:
		return l.say("its health was not checked.")
	case h.OK:
		return l.say("its health check passed.")
	default:
		return l.strong("its health check did not pass").quote(": ", h.Detail, maxQuote)
	}
}

// leftAlone says that an alias is as somebody else made it.
func leftAlone(r rollout.Rollout) line {
	return say(fmt.Sprintf("I left the alias as I found it. What is live: `/deploy status %s %s`", r.Target.Environment, r.Target.Service))
}

// unmoved says where the traffic is after a rollout that moved none.
func unmoved(r rollout.Rollout) line {
	switch r.Cause.Code {
	case rollout.CauseForeign:
		return leftAlone(r)
	case rollout.CauseLost:
		return say(fmt.Sprintf("The traffic is that one's to look after. What is live: `/deploy status %s %s`", r.Target.Environment, r.Target.Service))
	}
	switch a := r.Adopted; {
	case a != nil && a.Seen.IsZero():
		return say(fmt.Sprintf("No traffic has moved: live is split as it was, %s.", a.From))
	case a != nil:
		return say(fmt.Sprintf("All of the traffic is on %s now; no other has moved.", r.Stable))
	default:
		return say(fmt.Sprintf("No traffic has moved: %s is live.", r.Stable))
	}
}

// retry says how to try again, where no button does.
func retry(r rollout.Rollout) line {
	switch {
	case rebuildable(r):
		return nil
	case r.Cause.Code == rollout.CauseArtifact:
		return say("Only the image that was verified may go on, and it cannot be built again: ship a new commit.")
	}
	return say(fmt.Sprintf("To try again: `/deploy %s %s %s`", r.Target.Environment, r.Target.Service, r.Release.Short()))
}

// why is what stopped a rollout.
func why(r rollout.Rollout) line {
	switch c, f := r.Cause, failure(r); {
	case c.Wanted:
		return say("By ").who(c.By).quote(": ", c.Text, maxQuote)
	case c.Code == rollout.CauseBuild && f.Job != "":
		return failedIn("Why: the build failed in job ", f)
	default:
		return line(nil).quote("Why: ", c.Text, maxQuote)
	}
}

// result is the first line about a rollout that has ended.
func result(r rollout.Rollout, sign, became string) line {
	return say(sign).strong(r.Target.Service).say(" ").sha(r.Release).say(became).strong(r.Target.Environment)
}
