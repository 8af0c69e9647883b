package views

import (
	"fmt"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/rollout"
)

// buildNotes are how a build stands, or where to read how it failed.
func buildNotes(r rollout.Rollout) []line {
	b := r.Build
	switch {
	case b == nil:
		return nil
	case b.State == rollout.BuildFailed && len(tail(failure(r).Log)) > 0:
		return []line{say("The end of its log is in the thread.")}
	case b.State != rollout.BuildRunning:
		return nil
	case len(b.Waits) > 0:
		return []line{gate(*b)}
	case b.Attempt > 1:
		return []line{say(fmt.Sprintf("The image is being built, attempt %d.", b.Attempt))}
	default:
		return []line{say("The image is being built.")}
	}
}

// gate says what a build waits for on the code host.
func gate(b rollout.Build) line {
	l := say("It waits for an approval on GitHub, of ")
	for i, name := range b.Waits[:min(len(b.Waits), maxGates)] {
		if i > 0 {
			l = l.say(", ")
		}
		l = l.quote("", name, maxName)
	}
	if n := len(b.Waits) - maxGates; n > 0 {
		l = l.say(fmt.Sprintf(" and %d more", n))
	}
	return l.say(".")
}

// maxGates is how many gates are named; a run waits at one, as a rule.
const maxGates = 3

// gated says that the build waits for people on the code host.
func gated(r rollout.Rollout) bool {
	return r.Phase == rollout.Building && r.Build != nil && r.Build.State == rollout.BuildRunning && len(r.Build.Waits) > 0
}

// unbuilt is what becomes of a build under way when its rollout is stopped.
const unbuilt = "Its build is cancelled too, unless another deploy waits for it"

// built says that a run of ours builds the image.
func built(r rollout.Rollout) bool {
	return r.Builds && r.Build != nil && r.Build.State == rollout.BuildRunning
}

// cancelled says what becomes of the build of a rollout that was stopped, and leads to
// its run; nothing when it was not being built.
func cancelled(r rollout.Rollout) line {
	if !built(r) {
		return nil
	}
	return say(unbuilt).page("run", r.Build.URL).say(".")
}

// rebuildable says that the rollout ended because its build failed, and that the build
// can be asked for again.
func rebuildable(r rollout.Rollout) bool {
	return r.Phase == rollout.Failed && r.Cause.Code == rollout.CauseBuild && r.Builds
}

// rebuild builds what has failed again, and deploys it.
func rebuild(r rollout.Rollout) *slack.ButtonBlockElement {
	text := fmt.Sprintf("Build %s again, and bring it to %s when that is done?", named(r.Release.Short()), named(r.Target.Environment))
	return button(r, job.RetryAction).WithStyle(slack.StylePrimary).WithConfirm(confirm("Build again?", text, "Build", slack.StylePrimary))
}

// approve opens the gates that the build waits at.
func approve(r rollout.Rollout) *slack.ButtonBlockElement {
	text := fmt.Sprintf("Let the build of %s go on, which waits for an approval of %s on GitHub?", named(r.Release.Short()), named(r.Build.Waits[0]))
	if n := len(r.Build.Waits) - 1; n > 0 {
		text = fmt.Sprintf("Let the build of %s go on, which waits for approvals of %s and %d more on GitHub?", named(r.Release.Short()), named(r.Build.Waits[0]), n)
	}
	return button(r, job.ApproveAction).WithStyle(slack.StylePrimary).WithConfirm(confirm("Approve in GitHub?", text, "Approve", slack.StylePrimary))
}
