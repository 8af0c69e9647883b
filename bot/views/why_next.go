package views

import (
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// followed is what came after a step, as the steps after it and the rollout show.
func followed(r rollout.Rollout, steps []step, i int) string {
	if i < len(steps)-1 {
		return wentOn(r, steps[i], steps[i+1])
	}
	switch {
	case r.Cause.Code == rollout.CauseForeign:
		return "Then somebody else changed the alias."
	case r.Cause.Code == rollout.CauseLost:
		return "Then another rollout took over."
	case steps[i].verdict().Kind == judge.Fail && r.Strategy.Shadow && r.Phase != rollout.RollingBack && r.Phase != rollout.RolledBack:
		return "The judge only looks on here, so nothing was taken back."
	case steps[i].verdict().Kind == judge.Fail && r.Phase == rollout.RollingBack:
		return fmt.Sprintf("The traffic goes back to %s.", r.Stable)
	case steps[i].verdict().Kind == judge.Fail:
		return fmt.Sprintf("The traffic went back to %s.", r.Stable)
	default:
		return end(r, steps[i])
	}
}

// wentOn is how one step came to the next.
func wentOn(r rollout.Rollout, s, next step) string {
	to := judge.Percent(next.weight())
	if next.weight() == 1 {
		to = "all of the traffic"
	}
	plan, n := s.planned(r)
	held := s.to().Sub(s.from()) + time.Minute
	longer := ""
	if n > 0 && held > plan.Hold+2*time.Minute {
		longer = fmt.Sprintf(" after it was extended to %s", duration(s.to().Sub(s.from())))
	}
	switch {
	case next.weight() <= s.weight():
		return fmt.Sprintf("Then somebody set the share to %s.", to)
	case s.passed() && held >= plan.Hold:
		return fmt.Sprintf("It went on to %s%s.", to, longer)
	case r.Strategy.Shadow && held >= plan.Hold:
		return fmt.Sprintf("It went on to %s: the judge only looks on here.", to)
	case r.Strategy.Inconclusive == rollout.PromoteAnyway && held >= r.Strategy.MaxHold:
		return fmt.Sprintf("Undecided for too long; the policy is to go on then, to %s.", to)
	default:
		return fmt.Sprintf("Somebody let it go on to %s.", to)
	}
}

// end is what came after the last step that was judged.
func end(r rollout.Rollout, s step) string {
	most := duration(r.Strategy.MaxHold) + ", the most"
	if r.Strategy.Inconclusive == rollout.Probe && r.Probing.IsZero() {
		most += ", then for as long again"
		if s.verdict().Probes.Invocations > 0 {
			most += " with synthetic calls"
		}
	}
	switch {
	case r.Phase == rollout.Succeeded:
		return "Nothing spoke against it until the end."
	case r.Cause.Code == rollout.CauseInconclusive:
		return fmt.Sprintf("It was extended to %s, and the policy is to go back then, to %s.", most, r.Stable)
	case r.Phase.Ended(), r.Phase == rollout.RollingBack:
		return fmt.Sprintf("Then the traffic went back to %s.", r.Stable)
	case r.Pause != nil && r.Pause.Code == rollout.PauseInconclusive:
		return fmt.Sprintf("It was extended to %s. Since then it waits for a person.", most)
	case r.Pause != nil && r.Pause.Code == rollout.PauseMisrouted:
		return "It holds, and asks a person."
	case r.Pause != nil:
		return "It is paused, and judged all the same."
	case !r.Probing.IsZero():
		return fmt.Sprintf("It was extended to %s, and is probed with synthetic calls now.", most)
	case s[0].Move != r.Moves:
		return "It goes on; at the new weight nothing is judged yet."
	default:
		return "It is judged on, minute by minute."
	}
}
