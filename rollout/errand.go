package rollout

import "time"

// aside is what is written with a rollout's change besides the rollout, its lock and
// its message: errands, what is told in the thread, and what later rollouts go by. A
// code host was told that the rollout stands as told says; "" for nothing.
func aside(told DeploymentState, after Rollout, i Intent, at time.Time) []Record {
	var out []Record
	if i.Kind == DoBuild || after.abandonsBuild() {
		out = append(out, after.buildErrand(at))
	}
	if after.Reports && told != after.Deployed() {
		out = append(out, after.reportErrand(at))
	}
	if after.broke() {
		n := after.notice(at)
		n.ID, n.Kind = n.ID+"/broke", Broke
		out = append(out, n)
	}
	if back := after.Phase == RolledBack; (back || after.ships()) && after.Release.Digest != "" {
		out = append(out, Shipped{Target: after.Target, Release: after.Release, Version: after.Candidate, Rollout: after.ID, At: at, TakenBack: back})
	}
	d, drilled := after.Drilled()
	if drilled {
		out = append(out, d)
	}
	if after.Announces && (after.Phase == RolledBack || drilled) && !d.Passed {
		out = append(out, after.announceErrand(at))
	}
	if after.Replaces() {
		out = append(out, after.replaceErrand(at))
	}
	if after.Phase.Ended() {
		out = append(out, after.resultErrand(at))
	}
	if after.Incident != "" && (after.Phase.Ended() || after.RestoredAt().Equal(at)) {
		out = append(out, after.lookErrand(at))
	}
	return out
}

// ships says that the release has gone all the way, and stays.
func (r Rollout) ships() bool { return r.Phase == Succeeded && !r.IsRollback && r.Drill == nil }

// announceErrand has the topic told what became of the rollout.
func (r Rollout) announceErrand(at time.Time) Notice {
	return Notice{ID: "announce/" + string(r.ID), Version: r.Revision, Kind: AnnounceErrand, Rollout: r.ID, At: at}
}

// replaceErrand has the rollouts before know what has become of what they brought.
func (r Rollout) replaceErrand(at time.Time) Notice {
	return Notice{ID: "replace/" + string(r.ID), Version: r.Revision, Kind: ReplaceErrand, Rollout: r.ID, At: at}
}

// resultErrand has it written down what came of the rollout.
func (r Rollout) resultErrand(at time.Time) Notice {
	return Notice{ID: "result/" + string(r.ID), Version: r.Revision, Kind: ResultErrand, Rollout: r.ID, At: at}
}

// lookErrand has the rollout's incident looked at. It is a row of its own, so that no
// errand that somebody else writes for the incident can be in the way of the rollout.
func (r Rollout) lookErrand(at time.Time) Notice {
	n := LookNotice(r.Incident, at)
	n.ID, n.Version, n.Rollout = n.ID+"/"+string(r.ID), r.Revision, r.ID
	return n
}

// LookNotice is the errand that brings an incident up to date.
func LookNotice(incident string, at time.Time) Notice {
	return Notice{ID: "look/" + incident, Version: at.UnixMilli(), Kind: LookErrand, Incident: incident, At: at}
}

// abandonsBuild says that the rollout is over and leaves behind a build that it has
// asked for and that, as far as it knows, has not ended.
func (r Rollout) abandonsBuild() bool {
	return r.Builds && r.Phase.Ended() && r.Build != nil && (r.Build.State == BuildAbsent || r.Build.State == BuildRunning)
}

// broke says that the rollout is over because its build has failed, and that it is
// known where.
func (r Rollout) broke() bool {
	return r.Phase == Failed && r.Cause.Code == CauseBuild && r.Build != nil && r.Build.Failure != nil
}

// buildErrand has the build of the release looked after, whoever wants it.
func (r Rollout) buildErrand(at time.Time) Notice {
	return BuildNotice(r.Target.Service, r.Release, at)
}

// BuildNotice is the errand that looks after the build of a release: it sees to it
// that the build is under way if somebody wants it, and ends if nobody does.
func BuildNotice(service string, release Release, at time.Time) Notice {
	return Notice{ID: "build/" + service + "/" + release.SHA, Version: at.UnixMilli(), Kind: BuildErrand, Service: service, Release: &release, At: at}
}

// reportErrand has the code host told how the rollout stands.
func (r Rollout) reportErrand(at time.Time) Notice {
	return Notice{ID: "deployment/" + string(r.ID), Version: r.Revision, Kind: ReportErrand, Rollout: r.ID, At: at}
}

// Deployed is how the rollout stands, as a code host is told. Whether a later one has
// taken its place is not asked here.
func (r Rollout) Deployed() DeploymentState {
	switch r.Phase {
	case Pending, Building:
		return DeploymentQueued
	case Deploying, Checking, AwaitingApproval, Shifting, Promoting, Watching, RollingBack:
		return DeploymentGoing
	case Succeeded:
		return DeploymentDone
	case Failed:
		return DeploymentFailed
	case Cancelled:
		return DeploymentError
	case RolledBack:
		return r.takenBack()
	}
	return DeploymentError
}

// takenBack tells a version that was found wanting from one that was stopped for
// another reason, and both from a rollback that went as it was meant to.
func (r Rollout) takenBack() DeploymentState {
	switch r.Cause.Code {
	case CauseVerdict, CauseHealth, CauseInconclusive, CauseDrill:
		return DeploymentFailed
	case CauseRollback, CauseAlarm:
		if r.IsRollback {
			return DeploymentDone
		}
		if r.Cause.Code == CauseAlarm {
			return DeploymentFailed
		}
	}
	return DeploymentError
}

// Nudged is the rollout, due at once: something that it waits for has changed.
func (r Rollout) Nudged(at time.Time) Rollout { return r.wished(at) }

// Wants says whether the rollout waits, or is about to wait, for a build of the commit.
func (r Rollout) Wants(service, sha string) bool {
	waits := r.Phase == Pending || r.Phase == Building
	return waits && r.Builds && r.Target.Service == service && r.Release.SHA == sha
}

// Lacks says whether the rollout has seen that the commit it waits for has no image, and
// that nobody makes one. One that has not looked yet may find it there.
func (r Rollout) Lacks() bool {
	return r.Phase == Building && r.Build != nil && r.Build.State == BuildAbsent
}
