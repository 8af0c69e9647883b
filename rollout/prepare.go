package rollout

import (
	"fmt"
	"time"
)

// deploy makes live its own, has a version published that can take traffic, and
// points green at it.
func (t *turn) deploy() Intent {
	if intent, claimed := t.claim(); !claimed {
		return intent
	}
	c := t.o.Candidate
	if c == nil {
		return Intent{Kind: Publish}
	}
	if wrong := t.unfit(*c); wrong != "" {
		return t.end(Failed, Cause{Code: CauseVersion, Text: wrong})
	}
	if !c.Ready {
		return Intent{Kind: Publish}
	}
	t.Candidate = c.Version
	if green := t.o.Aliases[Green]; green.Routing != All(t.Candidate) {
		t.Wake = t.at
		return t.point(Green, All(t.Candidate), green)
	}
	return t.enter(Checking, checkLimit)
}

// check lets the candidate on only when it has answered for its health.
func (t *turn) check() Intent {
	if !t.checked() {
		return Intent{}
	}
	if !t.Health.OK {
		return t.end(Failed, Cause{Code: CauseHealth, Text: fmt.Sprintf("%s did not pass its health check: %s", t.Candidate, t.Health.Detail)})
	}
	if blue := t.o.Aliases[Blue]; !t.First() && blue.Routing != All(t.Stable) {
		t.Wake = t.at
		return t.point(Blue, All(t.Stable), blue)
	}
	if t.Pause != nil { // whoever resumes it wakes it, so that hours of waiting take no tick
		t.Wake = t.Deadline
		return Intent{}
	}
	if t.First() || len(t.Strategy.Steps) == 0 {
		return t.enter(Promoting, routeLimit)
	}
	return t.enter(Shifting, routeLimit)
}

// checked notes what the health check said, and says whether that is the last
// word: bad health is asked for again a few times.
func (t *turn) checked() bool {
	h := t.o.Health
	if h == nil {
		return false
	}
	t.Health = h
	if !h.OK {
		t.Failures++
	}
	return h.OK || t.Failures >= healthTries
}

// point says how an alias should route, with our stamp on it. Nobody stamps live
// again once it is there, so its deadline is one that holds until then.
func (t *turn) point(a Alias, want Routing, now AliasNow) Intent {
	s := t.Stamp()
	if a == Live && t.Pause == nil {
		s.Deadline = s.Deadline.Add(t.stay())
	}
	return Intent{Kind: Point, Alias: a, Routing: want, Stamp: s.String(), Revision: now.Revision}
}

// stay is how long live may stay as it was ordered, once it is seen there.
func (t *turn) stay() time.Duration {
	switch t.Phase {
	case Shifting:
		return t.Strategy.longest() + grace
	case Promoting:
		return t.Strategy.Watch + grace
	case Pending, Building, Deploying, Checking, AwaitingApproval, Watching, Succeeded, RollingBack, RolledBack, Failed, Cancelled:
	}
	return 0
}

// foreign is the cause of stopping because somebody else changed the alias: we
// stop, do not fight, and tell people the difference.
func (t *turn) foreign(live AliasNow) Cause {
	expected := All(t.Stable)
	if t.Move != nil && !t.First() {
		expected = t.Move.To
	}
	return Cause{Code: CauseForeign, Text: fmt.Sprintf("somebody else changed the alias live: expected %s, found %s", expected, live.Routing)}
}
