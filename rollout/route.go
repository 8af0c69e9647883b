package rollout

import (
	"slices"
	"time"
)

// look notes the share of the traffic that the candidate is seen to have. It is
// what minutes are judged by, whoever has set it.
func (t *turn) look() {
	live, ok := t.o.Aliases[Live]
	if !ok {
		return
	}
	var last float64
	if n := len(t.Shares); n > 0 {
		last = t.Shares[n-1].Weight
	}
	if now := live.Routing.Share(t.Candidate); now != last {
		if ours := t.Move != nil && t.Move.To == live.Routing && t.Move.Seen.IsZero(); !ours {
			t.Moves++
		}
		since := t.Looked
		if since.IsZero() {
			since = t.at
		}
		t.Shares = append(slices.Clip(t.Shares), Share{Since: since, From: t.at, Weight: now, Move: t.Moves})
		t.beginDrill()
	}
	t.Looked = t.at
}

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
		if t.waits(live.Routing, want) {
			return Intent{}, false
		}
		t.Move = &Move{From: live.Routing, To: want}
		t.Moves++
		t.stopProbing()
	}
	switch {
	case live.Routing == want:
		t.arrived()
		return Intent{}, true
	case live.Routing != t.Move.From, !t.Move.Seen.IsZero(): // never ours, or it went back without us
		return t.stopFighting(live)
	case t.waits(live.Routing, want):
		return Intent{}, false
	}
	t.Wake = t.at
	return t.point(Live, want, live), false
}

// waits says that a pause is in the way: while a rollout is paused the candidate
// never gets more traffic, unless that is what a person set and paused it for.
func (t *turn) waits(now, want Routing) bool {
	if t.Pause == nil || t.Pause.Code == PauseManual || want.Share(t.Candidate) <= now.Share(t.Candidate) {
		return false
	}
	t.Wake = t.at.Add(time.Minute)
	return true
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
	if !t.Move.Seen.IsZero() {
		return
	}
	move := *t.Move
	move.Seen = t.at
	t.Move = &move
	if t.Phase == Shifting && t.Pause == nil {
		t.Deadline = t.at.Add(t.stay())
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
