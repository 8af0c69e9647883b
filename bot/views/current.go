package views

import "github.com/slipway-dev/slipway/rollout"

// current is the id of the task that a rollout is at, or at which it was stopped.
func current(r rollout.Rollout) string {
	switch r.Phase {
	case rollout.Pending, rollout.Building:
		return taskBuild
	case rollout.Deploying:
		return taskDeploy
	case rollout.Checking:
		return taskCheck
	case rollout.AwaitingApproval:
		return taskApproval
	case rollout.Shifting:
		return taskStep(r.Step)
	case rollout.Promoting:
		return taskPromote
	case rollout.Watching:
		return taskWatch
	case rollout.Succeeded:
		return taskEnd
	case rollout.RollingBack, rollout.RolledBack, rollout.Failed, rollout.Cancelled:
	}
	return stoppedAt(r)
}

// stoppedAt is where a rollout was stopped, by what it had got by then. Its
// phase no longer tells.
func stoppedAt(r rollout.Rollout) string {
	n := len(r.Shares)
	switch {
	case r.First() && r.Move != nil:
		return taskPromote
	case r.Move != nil && r.Step < len(r.Strategy.Steps):
		return taskStep(r.Step)
	case r.Move != nil && n > 0 && r.Shares[n-1].Weight == 1 && r.Strategy.Watch > 0:
		return taskWatch
	case r.Move != nil:
		return taskPromote
	case r.Cause.Code == rollout.CauseBuild, r.Cause.Code == rollout.CauseArtifact: // whatever image was wanted
		return taskBuild
	case r.Candidate != "" && r.Cause.Code != rollout.CauseVersion:
		return taskCheck
	case r.Release.Digest != "":
		return taskDeploy
	default:
		return taskBuild
	}
}
