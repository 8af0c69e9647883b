package rollout

import (
	"cmp"
	"slices"
	"time"
)

// mostCommits is how many commits a result remembers.
const mostCommits = 250

// Traces is what there is, beside a rollout itself, to tell by what came of it. What is
// not known, or not known yet, is zero.
type Traces struct {
	Ships     Comparison  // what it ships
	Judged    []Judgement // its minutes, in order
	Back      *Rollout    // the rollback that took away afterwards what it had brought
	Incidents []Incident  // those that suspect it
	Repeat    bool        // its commit went all the way on this target before
}

// ResultOf is what came of a rollout that has ended.
func ResultOf(r Rollout, t Traces) Result {
	out := Result{
		Rollout: r.ID, Target: r.Target, Release: r.Release, By: r.By, Kind: r.kind(t.Repeat), Phase: r.Phase, Cause: r.Cause.Code,
		Began: r.Created, Moved: r.FirstTraffic(), Full: r.full(), Ended: r.Ended,
	}
	if out.Kind == WentBack {
		out.Release = r.StableRelease
		return out
	}
	out.Fault = r.fault(t)
	out.Total = t.Ships.Ahead
	for _, c := range t.Ships.Commits[:min(mostCommits, len(t.Ships.Commits))] {
		if !c.At.IsZero() {
			out.Commits = append(out.Commits, c.At.UTC())
		}
	}
	return out
}

func (r Rollout) kind(repeat bool) ResultKind {
	switch {
	case r.IsRollback:
		return WentBack
	case r.Drill != nil:
		return DrillResult
	case repeat:
		return RepeatResult
	}
	return Deployed
}

// FirstTraffic is when a rollout's version was first seen with traffic; zero while it has
// had none. A first version gets all of it at once, as one that is gone back to does.
func (r Rollout) FirstTraffic() time.Time {
	if i := slices.IndexFunc(r.Shares, func(s Share) bool { return s.Weight > 0 }); i >= 0 {
		return r.Shares[i].From
	}
	if r.Move != nil && (r.First() || r.IsRollback) {
		return r.Move.Seen
	}
	return time.Time{}
}

// full is when its version was first seen with all of the traffic.
func (r Rollout) full() time.Time {
	if i := slices.IndexFunc(r.Shares, func(s Share) bool { return s.Weight == 1 }); i >= 0 {
		return r.Shares[i].From
	}
	if r.Phase == Succeeded || r.IsRollback {
		return r.FirstTraffic()
	}
	return time.Time{}
}

// fault is why its version was taken back after it had traffic; nil if it was not. That a
// rollback goes back is no fault, and that a drill does is what it is for.
func (r Rollout) fault(t Traces) *Fault {
	var f Fault
	began := r.FirstTraffic()
	switch {
	case r.Drill != nil || began.IsZero():
		return nil
	case r.Phase == RolledBack:
		f = Fault{FirstBad: r.firstBad(t.Judged), Gone: r.wentBack(), Restored: r.RestoredAt(), By: cmp.Or(r.Cause.By, Slipway), Incident: r.Incident}
	case r.Phase == Succeeded && t.Back != nil:
		f = Fault{Gone: t.Back.Created, Restored: t.Back.RestoredAt(), By: cmp.Or(t.Back.Cause.By, t.Back.By, Slipway), Rollout: t.Back.ID, Incident: t.Back.Incident}
	default:
		return nil
	}
	for _, i := range t.Incidents {
		f.Incident = cmp.Or(f.Incident, i.ID)
		if bad := i.FirstBad; !bad.Before(began.Truncate(time.Minute)) && bad.Before(f.Gone) && (f.FirstBad.IsZero() || bad.Before(f.FirstBad)) {
			f.FirstBad = bad
		}
	}
	return &f
}

// firstBad is the beginning of the bad minutes by which the judge took it back; zero where
// it was for another reason. The evidence as a whole begins earlier, with the step, which
// would make every recovery look slower than it was.
func (r Rollout) firstBad(judged []Judgement) time.Time {
	e, ok := r.OwnEvidence()
	if !ok || len(judged) == 0 {
		return e.From
	}
	s := scales{params: r.Strategy.Judge, to: e.To, first: judged[0].Minute.At}
	for _, j := range judged {
		s.minutes = append(s.minutes, j.Minute)
	}
	return cmp.Or(s.firstBad(true, e.Stable), e.From)
}
