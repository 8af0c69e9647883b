package rollout

import (
	"fmt"
	"slices"
	"time"
)

// Begin is the change that starts a rollout: the target's lock with a fence of
// its own, the rollout, an audit entry and the first state of its message.
func Begin(r Rollout, l Lock, at time.Time) (Rollout, Change) {
	l = l.Take(r.ID, at)
	r.Fence = l.Fence
	r.Revision = 1
	r.Created, r.Since, r.Wake = at, at, at
	if r.Phase == "" {
		r.Phase = Pending
	}
	r.Deadline = at.Add(deployLimit)
	r.staged(r.Phase, at)
	action := "deploy"
	if r.IsRollback {
		action = "rollback"
	}
	l, e := l.Log(at, r.By, action, r.ID, r.Release.SHA+r.begins())
	put := []Record{r, l.next(), e, r.notice(at)}
	return r, Change{Put: append(put, aside("", r, Intent{}, at)...)}
}

// begins is what the audit tells of a beginning that is not like the others.
func (r Rollout) begins() string {
	switch {
	case r.First():
		return ", the first version here"
	case r.Adopted != nil:
		return fmt.Sprintf(", takes over live as it was split: %s", r.Adopted.From)
	default:
		return ""
	}
}

// Turn is the change that saves what Advance made of a rollout, before its
// intent is carried out: the rollout, the lock with a new lease (or released,
// or held after a rollback), what was judged, an audit entry when something
// happened, and the message when it looks different now.
func Turn(before, after Rollout, intent Intent, l Lock, at time.Time) Change {
	l = l.leased(after, at)
	var put []Record
	if action := happened(before, after, intent); action != "" {
		var e Entry
		l, e = l.Log(at, Slipway, action, after.ID, detail(after, intent))
		put = append(put, e)
	}
	put = append(put, after, l.next())
	for _, j := range after.Fresh {
		put = append(put, j)
	}
	if looksDifferent(before, after) {
		put = append(put, after.notice(at))
	}
	return Change{Put: append(put, aside(before.Deployed(), after, intent, at)...)}
}

// Wish is the change that saves what a person made of a rollout.
func Wish(after Rollout, l Lock, who, action string, at time.Time) Change {
	l = l.leased(after, at)
	detail := ""
	switch {
	case after.Pause != nil && after.Pause.Code == PauseManual:
		detail = fmt.Sprintf("%.4g %%", 100*after.Manual)
	case after.Pause != nil:
		detail = after.Pause.Reason
	case after.Cause.Code != "":
		detail = after.Cause.Text
	}
	l, e := l.Log(at, who, action, after.ID, detail)
	put := []Record{after, l.next(), e, after.notice(at)}
	return Change{Put: append(put, aside(DeploymentGoing, after, Intent{}, at)...)}
}

// Held is the change that keeps deploys out of a target, or lets them in again.
func Held(l Lock, n Notice, action string, at time.Time) Change {
	reason := ""
	if l.Held != nil {
		reason = l.Held.Reason
	}
	l, e := l.Log(at, n.By, action, "", reason)
	n.Lock, n.At, n.Version = &l, at, 1
	return Change{Put: []Record{l.next(), e, n}}
}

// Refused is the change that only says in the audit what somebody was not allowed
// to do, or could not.
func Refused(l Lock, who, what string, at time.Time) Change {
	return Noted(l, who, "refused", "", what, at)
}

// Noted is the change that only adds to the audit.
func Noted(l Lock, who, action string, id ID, detail string, at time.Time) Change {
	l, e := l.Log(at, who, action, id, detail)
	return Change{Put: []Record{l.next(), e}}
}

// leased is the lock with a lease that outlives the rollout's next wake, or given
// up once it has ended.
func (l Lock) leased(r Rollout, at time.Time) Lock {
	if l.Owner != r.ID {
		return l
	}
	if !r.Phase.Ended() {
		l.Lease = r.Wake.Add(leaseMargin)
		return l
	}
	l.Owner, l.Lease = "", time.Time{}
	if r.Phase == RolledBack && r.LockAfter && l.HeldAt(at) == nil {
		l = l.Hold(Hold{By: r.Cause.By, Reason: r.whyLocked(), Since: at})
	}
	return l
}

// whyLocked is the reason of the lock that a rollback leaves behind.
func (r Rollout) whyLocked() string {
	what := r.Release.Short()
	if what == "" { // a version that is not one of ours
		what = r.Candidate.String()
	}
	if r.Cause.Text == "" {
		return what + " was rolled back"
	}
	return fmt.Sprintf("%s was rolled back: %s", what, r.Cause.Text)
}

func (r Rollout) notice(at time.Time) Notice {
	return Notice{ID: string(r.ID), Version: r.Revision, Kind: Progress, Channel: r.Channel, Rollout: r.ID, At: at}
}

// happened names what the audit should tell of, or nothing.
func happened(before, after Rollout, i Intent) string {
	switch {
	case i.Kind == Point:
		return "point " + string(i.Alias)
	case i.Kind == Publish, i.Kind == DoBuild && before.Build != nil:
		return "" // asked for again and again until it is there
	case i.Kind != Nothing:
		return string(i.Kind)
	case before.Phase != after.Phase:
		return string(after.Phase)
	case before.Pause == nil && after.Pause != nil:
		return "pause"
	case before.Probing.IsZero() && !after.Probing.IsZero():
		return "probe"
	}
	return ""
}

func detail(r Rollout, i Intent) string {
	switch {
	case i.Kind == Point && r.Phase == Deploying && i.Alias == Live && r.Adopted != nil:
		return fmt.Sprintf("%s, taken over from %s", i.Routing, r.Adopted.From)
	case i.Kind == Point:
		return i.Routing.String()
	case r.Cause.Code != "":
		return r.Cause.Code + ": " + r.Cause.Text
	case r.Pause != nil:
		return r.Pause.Code + ": " + r.Pause.Reason
	}
	return ""
}

func looksDifferent(a, b Rollout) bool {
	return a.Phase != b.Phase || a.Probing != b.Probing || a.Step != b.Step || len(b.Fresh) > 0 || a.Moves != b.Moves ||
		(a.Pause == nil) != (b.Pause == nil) || a.Candidate != b.Candidate || a.Judging.Problem != b.Judging.Problem ||
		(a.Move != nil && b.Move != nil && a.Move.Seen != b.Move.Seen) ||
		(a.Adopted != nil && a.Adopted.Seen != b.Adopted.Seen) ||
		a.Failures != b.Failures || buildLooksDifferent(a.Build, b.Build)
}

// buildLooksDifferent leaves out when the code host was heard of last.
func buildLooksDifferent(a, b *Build) bool {
	if a == nil || b == nil {
		return a != b
	}
	return a.State != b.State || a.URL != b.URL || a.Attempt != b.Attempt || !slices.Equal(a.Waits, b.Waits)
}
