package views

import (
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// paused says why a rollout waits, until when, what happens then and what to press.
func paused(r rollout.Rollout) []line {
	head := headline(r, "⏸️ ", "Paused")
	if r.Phase == rollout.Shifting {
		head = head.say(": ").say(share(r)).say(stepOf(r))
	}
	why, resume := reasonToWait(r)
	then := say("It waits until ").when(r.Pause.Until)
	switch {
	case !r.Moved():
		then = then.say(fmt.Sprintf(". Then the rollout ends. No traffic has moved: %s is live.", r.Stable))
	case r.Pause.Code == rollout.PauseForeign:
		then = then.say(fmt.Sprintf(". Then the traffic goes back to %s. Until then nothing is judged.", r.Stable))
	default:
		then = then.say(fmt.Sprintf(". Then the traffic goes back to %s. Meanwhile it is judged all the same: if %s is worse, it goes back at once.", r.Stable, r.Candidate))
	}
	return []line{head, why, then, say(resume)}
}

// reasonToWait is why it is paused, and what Resume does about it.
func reasonToWait(r rollout.Rollout) (why line, resume string) {
	p := r.Pause
	switch p.Code {
	case rollout.PauseAsked:
		return line(nil).who(p.By).say(" paused it ").when(p.Since).quote(": ", p.Reason, maxQuote),
			"Resume lets it go on."
	case rollout.PauseManual:
		return line(nil).who(p.By).say(fmt.Sprintf(" set the share to %s by hand ", judge.Percent(r.Weight()))).when(p.Since).quote(": ", p.Reason, maxQuote),
			"Resume goes on with the next larger step."
	case rollout.PauseHeld:
		return say("Held before any traffic until its workflow switches, by ").who(p.By).say(" ").when(p.Since).say("."),
			"Resume lets it go on without the workflow."
	case rollout.PauseInconclusive:
		tried := "in time"
		if r.Judging.Verdict.Probes.Invocations > 0 {
			tried = "in time, not by synthetic calls either"
		}
		return say(fmt.Sprintf("This step could not be decided %s: %s was shown neither good enough nor worse.", tried, r.Candidate)),
			"Resume takes the step as good and goes on."
	case rollout.PauseMetrics:
		return say("Nothing can be judged").quote(": ", p.Reason, maxQuote),
			"Resume tries again."
	case rollout.PauseForeign:
		return say("I do not fight over the alias").quote(": ", p.Reason, maxQuote),
			"Resume takes the alias over again, as it is now."
	case rollout.PauseMisrouted:
		return say("The share of the calls does not fit: "+sentence(r)+".").quote(" ", p.Reason, maxQuote),
			"Resume goes on all the same."
	default:
		return say("Paused ").when(p.Since).quote(": ", p.Reason, maxQuote), "Resume lets it go on."
	}
}
