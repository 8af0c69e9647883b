package rollout

import (
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// back begins to take the traffic back; lock says whether the target is locked
// afterwards, which an abort is not, and never a drill: nothing has to be sorted out
// after that. It works whatever the rollout was doing.
func (t *turn) back(c Cause, lock bool) Intent {
	t.Cause, t.Pause, t.Manual, t.LockAfter = c, nil, 0, lock && t.Drill == nil
	t.Moves++
	t.enter(RollingBack, routeLimit)
	if t.o.Aliases == nil {
		return Intent{}
	}
	return t.restore()
}

// restore brings live back to the recorded stable version, and then asks that
// for its health. It never gives up: a deadline that passes is only extended.
//
// It always writes, even when live is stable already: that gives the alias a new
// RevisionId, so that whatever an earlier turn ordered and somebody still carries
// cannot arrive afterwards.
func (t *turn) restore() Intent {
	if !t.at.Before(t.Deadline) {
		t.Deadline = t.at.Add(routeLimit)
	}
	live := t.o.Aliases[Live]
	want := All(t.Stable)
	switch {
	case live.Routing == want && t.stamped(live):
		return t.restored(want)
	case live.Routing != want && live.Routing.Share(t.Candidate) == 0: // somebody else's by now, or gone
		return t.end(RolledBack, t.foreign(live))
	}
	if t.Move == nil || t.Move.To != want || !t.Move.Seen.IsZero() {
		t.Move = &Move{From: live.Routing, To: want}
	}
	t.Wake = t.at
	return t.point(Live, want, live)
}

// stamped says that the alias is as the latest move has left it.
func (t *turn) stamped(live AliasNow) bool {
	s, _ := ParseStamp(live.Description)
	return t.owns(live) && s.Move == t.Moves
}

// RestoredAt is when live was seen wholly on the stable version after the way back
// began; zero if it was not, or not yet.
func (r Rollout) RestoredAt() time.Time {
	switch {
	case r.Phase == RolledBack && r.Cause.Code == CauseRescued:
		return r.Ended // it was found there
	case r.Move == nil, r.Move.To != All(r.Stable):
		return time.Time{}
	}
	return r.Move.Seen
}

// restored checks the version that has the traffic again. Bad health cannot keep
// it from being live; people are told.
func (t *turn) restored(want Routing) Intent {
	if t.Move == nil || t.Move.To != want || t.Move.Seen.IsZero() {
		t.Move = &Move{From: want, To: want, Seen: t.at} // its health is asked for from now on
		t.Wake = t.at
		return Intent{}
	}
	if !t.checked() {
		return Intent{}
	}
	return t.end(RolledBack, Cause{})
}

// verdictCause is a failing verdict as a cause.
func (t *turn) verdictCause() Cause {
	v := t.Judging.Verdict
	what := map[judge.Reason]string{
		judge.ReasonRelative: "is worse than " + t.Stable.String(),
		judge.ReasonAbsolute: "is worse than its limit",
		judge.ReasonTripwire: "had a burst of errors in one minute",
		judge.ReasonLiteral:  "had too many errors in one minute",
	}[v.Reason]
	return Cause{Code: CauseVerdict, Text: fmt.Sprintf("%s %s: %s", t.Candidate, what, v.Sentence(t.Candidate.String(), t.Stable.String()))}
}
