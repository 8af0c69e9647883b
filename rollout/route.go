package rollout

import (
	"slices"
	"time"
)

// route brings live to the routing that is wanted, and says whether it is seen
// there. The alias is the truth: a move counts from when it is seen, and a
// routing that we neither left nor ordered is somebody else's, which we do not
// fight.
func (t *turn) route(want Routing) (Intent, bool) {
	live, ok := t.o.Aliases[Live]
	if !ok {
		t.pauseFor(PauseForeign, "the alias live is gone")
		t.Wake = t.at.Add(time.Minute)
		return Intent{}, false
	}
	if t.Move == nil || t.Move.To != want {
		if !t.expected(live.Routing) {
			return t.stopFighting(live)
		}
		t.Move = &Move{From: live.Routing, To: want}
		t.Moves++
	}
	switch live.Routing {
	case want:
		t.arrived()
		return Intent{}, true
	case t.Move.From:
		if !t.Move.Seen.IsZero() { // it was there, and went back without us
			return t.stopFighting(live)
		}
		t.Wake = t.at
		return t.point(Live, want, live), false
	default:
		return t.stopFighting(live)
	}
}

// expected says that a routing is one that we left or ordered, or that a person
// told us to take over (Resume forgets the move then).
func (t *turn) expected(now Routing) bool {
	if t.Move == nil {
		return now == All(t.Stable) || t.Moves > 0
	}
	return now == t.Move.To || now == t.Move.From && t.Move.Seen.IsZero()
}

// arrived notes when the alias was first seen at what was ordered. A step's time
// counts from here.
func (t *turn) arrived() {
	t.Wake = t.nextMinute()
	if !t.Move.Seen.IsZero() {
		return
	}
	move := *t.Move
	move.Seen = t.at
	t.Move = &move
	t.Shares = append(slices.Clip(t.Shares), Share{From: t.at, Weight: move.To.Share(t.Candidate), Move: t.Moves})
	t.Wake = t.nextMinute()
	if t.Phase == Shifting && t.Pause == nil {
		t.Deadline = t.at.Add(t.Strategy.MaxHold + grace)
	}
}

// stopFighting leaves the alias to whoever changed it. With calls still on the
// candidate it waits for a person, who may take it over again or take it back;
// without, nothing of ours is left to look after.
func (t *turn) stopFighting(live AliasNow) (Intent, bool) {
	cause := t.foreign(live)
	if live.Routing.Share(t.Candidate) == 0 {
		t.LockAfter = true
		return t.end(RolledBack, cause), false
	}
	t.pauseFor(PauseForeign, cause.Text)
	t.Wake = t.at.Add(time.Minute)
	return Intent{}, false
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
