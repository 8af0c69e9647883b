package rollout

import (
	"time"

	"github.com/slipway-dev/slipway/rollout/judge"
)

const (
	// weighedFor is how much of a version's latest traffic evidence is about, where it is
	// not known since when it is bad, and how long ago something may be to be lately.
	weighedFor = 10 * time.Minute
	// beforeFor is how much of the time before its first traffic it is held against.
	beforeFor = 15 * time.Minute
	// longAfter is how much is judged at most of the time since a rollout has succeeded.
	longAfter = time.Hour
)

// ToWeigh says which minutes Weigh wants to see at that time. Ok is false when there is
// nothing to weigh: the candidate has had no traffic, or is being taken back.
//
// What is asked for begins some time before the candidate's first traffic. CloudWatch
// has no series of a single version while that has all of the traffic, so that once
// nothing is left to judge of the time in which live was split, the alias's own series
// stands for whichever version had it all: Whole is From then.
func (r Rollout) ToWeigh(at time.Time) (q MinutesQuery, ok bool) {
	t, ok := r.weighing(at)
	if !ok {
		return MinutesQuery{}, false
	}
	from, _ := t.unjudged(at)
	q = MinutesQuery{
		Target: r.Target, Stable: r.Stable, Candidate: r.Candidate, SlowCall: r.Strategy.SlowCall,
		From: earlier(from, t.untouched().Add(-beforeFor)), To: t.settled(at), Whole: t.whole(),
	}
	q.From = earlier(q.From, q.To.Add(-weighedFor))
	if !q.Whole.IsZero() && !from.Before(q.Whole) {
		q.Whole = q.From
	}
	return q, true
}

// weighing is a copy of the rollout that goes on judging. One that has succeeded is
// judged as if its watch had been longer. Where a judge that only looks on has failed the
// candidate, judging begins anew after that minute: it may do well since.
func (r Rollout) weighing(at time.Time) (t turn, ok bool) {
	switch r.Phase {
	case Shifting, Promoting, Watching, Succeeded:
	case Pending, Building, Deploying, Checking, AwaitingApproval, RollingBack, RolledBack, Failed, Cancelled:
		return turn{}, false
	}
	if len(r.Shares) == 0 {
		return turn{}, false
	}
	t = turn{Rollout: r, at: at}
	t.Fresh, t.Strategy.Shadow = nil, false
	if v := r.Judging.Shadow; v != nil {
		t.Judging.To, t.Judging.State = v.Minute.At.Add(time.Minute), afresh(r.Judging.State)
	}
	if r.Phase == Succeeded {
		t.Judging.To = later(later(t.Judging.To, r.whole()), r.settled(at).Add(-longAfter))
	}
	return t, true
}

// Weigh says how the candidate does against the stable version, by the minutes that
// ToWeigh has asked for. Its verdict is what the rollout's next turns would say, unless
// that was long ago and does not hold any more; all else is for people, and decides
// nothing.
func (r Rollout) Weigh(minutes []judge.Minute, at time.Time) Evidence {
	t, ok := r.weighing(at)
	if !ok {
		return Evidence{Finding: FoundUnclear}
	}
	q, _ := r.ToWeigh(at)
	t.o.Minutes = minutes
	s := r.scales(minutes, q, at)
	return s.evidence(t.Judging, t.judgeOn(s.lately))
}

// judgeOn judges all that has settled, however many turns that would take. Failed is the
// latest minute in which the candidate failed, if there is one. After one that was not
// lately judging begins anew, so that nothing that is over is held against it twice.
func (t *turn) judgeOn(lately time.Time) (failed *Judgement) {
	failed = t.Judging.Shadow
	for {
		to := t.Judging.To
		t.behind = false
		if t.judge() {
			last := t.Fresh[len(t.Fresh)-1]
			if failed = &last; !last.Minute.At.Before(lately) {
				return failed
			}
			t.Judging.State = afresh(t.Judging.State)
		} else if !t.behind || !t.Judging.To.After(to) {
			return failed
		}
	}
}

// afresh is the evidence without what speaks against the candidate so far. What is known
// of the stable version stays.
func afresh(s judge.State) judge.State {
	s = s.NextStep()
	s.Errors = judge.Evidence{Known: s.Errors.Known, Above: s.Errors.Above}
	s.Slow = judge.Evidence{Known: s.Slow.Known, Above: s.Slow.Above}
	return s
}

// whole is the minute from which on the candidate has all of the traffic; zero if it
// has not.
func (r Rollout) whole() time.Time {
	if n := len(r.Shares); n > 0 && r.Shares[n-1].Weight == 1 {
		return r.Shares[n-1].From.Truncate(time.Minute).Add(time.Minute)
	}
	return time.Time{}
}

// untouched is the end of the last minute in which the candidate had no traffic yet.
func (r Rollout) untouched() time.Time { return r.Shares[0].Since.Truncate(time.Minute) }
