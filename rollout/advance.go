package rollout

import (
	"hash/fnv"
	"time"
)

// How long a phase may take before a rollout gives up on it. Steps, watches and
// pauses bring limits of their own.
const (
	buildLimit   = 30 * time.Minute
	deployLimit  = 10 * time.Minute
	checkLimit   = 5 * time.Minute
	routeLimit   = 5 * time.Minute  // until an alias is seen as it was ordered
	grace        = 10 * time.Minute // on top of a step's or a watch's own length
	pollInterval = 2 * time.Second
	healthTries  = 3
)

// Advance is one turn of a rollout: what it becomes, seeing that, and the one
// thing to do about it. It is pure, and the same arguments give the same answer.
func Advance(r Rollout, o Observation, at time.Time) (Rollout, Intent) {
	t := turn{Rollout: r, o: o, at: at}
	t.Fresh = nil
	intent := t.advance()
	if t.behind && !t.Phase.Ended() {
		t.Wake = at
	}
	t.minds()
	t.Revision++
	return t.Rollout, intent
}

// turn is a copy of the rollout while it is being advanced. What its pointers
// and slices point to is replaced, never changed.
type turn struct {
	Rollout
	o      Observation
	at     time.Time
	behind bool // more minutes have settled than one turn judges
}

func (t *turn) advance() Intent {
	t.Wake = t.at.Add(pollInterval)
	if t.Phase.Ended() {
		t.Wake = time.Time{}
		return Intent{}
	}
	if t.rescued() {
		return t.closeRescued()
	}
	if t.drillOver() {
		return t.lateDrill()
	}
	if !t.at.Before(t.Deadline) && t.mayExpire() {
		return t.overdue()
	}
	switch t.Phase {
	case Pending:
		return t.enter(Building, buildLimit)
	case Building:
		return t.build()
	case Deploying:
		return t.deploy()
	case Checking, AwaitingApproval:
		return t.check()
	case Shifting:
		return t.shift()
	case Promoting:
		return t.promote()
	case Watching:
		return t.watch()
	case RollingBack:
		return t.restore()
	case Succeeded, RolledBack, Failed, Cancelled:
	}
	return Intent{}
}

// mayExpire says whether a deadline ends the phase. Going back is never given up,
// a watch that nobody paused ends well, however late it is looked at, and a first
// alias that was ordered may be there by now.
func (t *turn) mayExpire() bool {
	switch {
	case t.Phase == RollingBack, t.First() && t.Phase == Promoting:
		return false
	default:
		return t.Phase != Watching || t.Pause != nil
	}
}

// enter begins a phase; its first look is at the next tick, at once. A pause that
// began before traffic moved outlasts the phases that it lets through.
func (t *turn) enter(p Phase, limit time.Duration) Intent {
	t.Phase, t.Since, t.Deadline, t.Failures = p, t.at, t.at.Add(limit), 0
	t.Problem = ""
	t.staged(p, t.at)
	t.stopProbing()
	if t.lingers() && t.Deadline.Before(t.Pause.Until) {
		t.Deadline = t.Pause.Until
	}
	t.Wake = t.at
	return Intent{}
}

// lingers says that the phase lasts for as long as somebody has paused the rollout. One
// that is held for its workflow is built and published meanwhile as any other is.
func (t *turn) lingers() bool {
	return t.Pause != nil && (t.Pause.Code != PauseHeld || t.Phase != Building && t.Phase != Deploying)
}

// end closes the rollout.
func (t *turn) end(p Phase, c Cause) Intent {
	t.Held = t.Pause != nil && t.Pause.Code == PauseHeld
	t.Phase, t.Since, t.Ended, t.Pause = p, t.at, t.at, nil
	if c.Code != "" {
		t.Cause = c
	}
	t.Wake, t.Deadline = time.Time{}, time.Time{}
	t.stopProbing()
	return Intent{}
}

// overdue ends what nobody brought to an end in time: without traffic it has
// failed, with traffic it goes back.
func (t *turn) overdue() Intent {
	c := Cause{Code: CauseDeadline, Text: "it was not over in time"}
	switch {
	case t.lingers():
		c.Text = "it was paused, and nobody went on with it in time"
	case t.Problem != "":
		c.Text += ": " + t.Problem
	case t.Phase == Building && t.Build != nil:
		c.Text += ": " + t.Build.stands()
	}
	if !t.Moved() {
		return t.end(Failed, c)
	}
	return t.back(c, false)
}

// pauseFor holds the rollout until a person decides. A pause that is there stays.
func (t *turn) pauseFor(code, reason string) {
	if t.Pause != nil {
		return
	}
	until := t.at.Add(t.Strategy.PauseLimit)
	t.Probing, t.ProbeProblem, t.Accepted = time.Time{}, "", false
	t.Pause = &Pause{Code: code, Reason: reason, Since: t.at, Until: until}
	t.Deadline = until
}

// nextMinute is when the next minute has settled, a few seconds later for each
// rollout than for the one before, so that a thousand of them do not ask at once.
func (t *turn) nextMinute() time.Time {
	if len(t.Shares) == 0 {
		return t.at.Add(time.Minute)
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(t.ID)) // never fails
	spread := time.Duration(h.Sum32()%30_000) * time.Millisecond
	return t.settled(t.at).Add(time.Minute + t.Strategy.Settle + spread)
}

// keepDistance lets a rollout that was late be so again, by half: it was late since
// many wanted to be looked at in the same part of the minute, and the rest of the
// minute is free.
func (t *turn) keepDistance() {
	if late := t.at.Add(time.Minute).Sub(t.Wake); late > 0 {
		t.Wake = t.Wake.Add(late / 2)
	}
}
