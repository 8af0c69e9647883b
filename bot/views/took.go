package views

import (
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// timed is how long a rollout was in each of its phases, in a few words; nothing
// where that is not known.
func timed(r rollout.Rollout) line {
	var parts []string
	for _, p := range []struct {
		phase rollout.Phase
		word  string
	}{
		{rollout.Building, "build"}, {rollout.Deploying, "deploy"}, {rollout.Checking, "check"}, {rollout.AwaitingApproval, "approval"},
		{rollout.Shifting, "shift"}, {rollout.Promoting, "promote"}, {rollout.Watching, "watch"},
	} {
		if d := r.Took(p.phase); d >= time.Second {
			parts = append(parts, p.word+" "+duration(d))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return say("⏱️ " + strings.Join(parts, " · "))
}

// lasted says how long a task that is done took, if that is known.
func lasted(r rollout.Rollout, task string) string {
	if d := r.Took(phaseOf(task)); d >= time.Second {
		return " · " + duration(d)
	}
	return ""
}

// phaseOf is the phase that a task is done in; empty where several share one.
func phaseOf(task string) rollout.Phase {
	switch task {
	case taskBuild:
		return rollout.Building
	case taskDeploy:
		return rollout.Deploying
	case taskCheck:
		return rollout.Checking
	case taskApproval:
		return rollout.AwaitingApproval
	case taskPromote:
		return rollout.Promoting
	case taskWatch:
		return rollout.Watching
	}
	return ""
}
