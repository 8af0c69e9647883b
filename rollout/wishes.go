package rollout

import (
	"fmt"
	"time"
)

// UndoFor is how long a finished deploy offers its way back.
const UndoFor = 24 * time.Hour

// What people may ask of a rollout that is under way. Each gives the rollout as
// it should be saved, due at once, or a refusal that says what to do instead.

// PauseBy holds the rollout where it is until somebody resumes it, or until the
// strategy's limit, when the traffic goes back.
func (r Rollout) PauseBy(who, reason string, at time.Time) (Rollout, error) {
	switch {
	case r.Phase.Ended():
		return r, r.over()
	case r.Phase == RollingBack:
		return r, Refuse("rolling_back", "The traffic is going back already.", "There is nothing to pause.")
	case r.Phase == Watching || r.Phase == Promoting:
		return r, Refuse("nothing_to_pause", fmt.Sprintf("All of the traffic is on %s already.", r.Candidate), "To take it back: `/rollback "+r.words()+"`")
	case r.Pause != nil && r.Pause.Code == PauseAsked:
		return r, Refuse("paused", "It is paused already.", "To go on: `/deploy resume "+r.words()+"`")
	}
	t := turn{Rollout: r, at: at}
	t.Pause = nil // what a person wants takes the place of any other pause
	t.pauseFor(PauseAsked, reason)
	t.Pause.By = who
	return t.wished(at), nil
}

// Resume goes on with a paused rollout. An undecided step is taken as good.
func (r Rollout) Resume(at time.Time) (Rollout, error) {
	if r.Phase.Ended() {
		return r, r.over()
	}
	if r.Pause == nil {
		return r, Refuse("not_paused", "It is not paused.", "To see how it is: `/deploy status "+r.words()+"`")
	}
	t := turn{Rollout: r, at: at}
	t.Pause = nil
	t.Deadline = at.Add(buildLimit)
	if r.Phase == Shifting || r.Phase == Watching {
		t.Deadline = at.Add(r.Strategy.longest() + r.Strategy.Watch + grace)
	}
	switch r.Pause.Code {
	case PauseInconclusive, PauseManual:
		t.next()
	case PauseForeign:
		t.Move = nil // take the alias over as it is
	case PauseMetrics:
		t.Accepted = r.Phase == Watching
		t.Judging.Errors = 0
	case PauseMisrouted:
		t.Rerouted = r.Moves
	}
	return t.wished(at), nil
}

// Promote moves all of the traffic now, whatever the judge has seen so far.
func (r Rollout) Promote(at time.Time) (Rollout, error) {
	switch {
	case r.Phase.Ended():
		return r, r.over()
	case r.Phase == RollingBack:
		return r, Refuse("rolling_back", "The traffic is going back already.", "Deploy it again when it is back.")
	case r.Phase == Promoting || r.Phase == Watching:
		return r, Refuse("promoted", fmt.Sprintf("All of the traffic is on %s already.", r.Candidate), "")
	case r.Phase != Shifting:
		return r, Refuse("too_early", "The new version has not passed its health check yet.", "Wait until it has its first traffic, then promote it.")
	}
	t := turn{Rollout: r, at: at}
	t.Pause, t.Manual, t.Step = nil, 0, len(r.Strategy.Steps)
	t.enter(Promoting, routeLimit)
	return t.wished(at), nil
}

// SetWeight puts the share w of the traffic (0 < w < 1) on the candidate by hand
// and holds it there; resuming goes on with the next larger step.
func (r Rollout) SetWeight(w float64, who string, at time.Time) (Rollout, error) {
	switch {
	case r.Phase.Ended():
		return r, r.over()
	case r.Phase != Shifting:
		return r, Refuse("not_shifting", "Its traffic is not being shifted right now.", "To see how it is: `/deploy status "+r.words()+"`")
	case !(w > 0 && w < 1):
		return r, Refuse("weight", "A weight by hand has to be between 1 and 99 percent.", "For all of the traffic: `/deploy promote "+r.words()+"`, for none: `/deploy abort "+r.words()+"`")
	}
	t := turn{Rollout: r, at: at}
	t.Manual = w
	t.Pause = nil
	t.pauseFor(PauseManual, "")
	t.Pause.By = who
	return t.wished(at), nil
}

// Abort stops the rollout. Without traffic it is cancelled; with, the traffic
// goes back. The target is not locked.
func (r Rollout) Abort(who, reason string, at time.Time) (Rollout, error) {
	return r.stop(Cause{Code: CauseAbort, Text: reason, By: who, Wanted: true}, false, at)
}

// RollBack stops the rollout and locks its target. It works in every phase,
// whatever it waits for. Whoever does so for an incident sets that first.
func (r Rollout) RollBack(who, reason string, at time.Time) (Rollout, error) {
	return r.stop(Cause{Code: CauseRollback, Text: reason, By: who, Wanted: true}, true, at)
}

// TakeBack stops the rollout since an alarm of the incident is red and the evidence is
// against it: as RollBack does, and by nobody's wish. The text says what the evidence is.
func (r Rollout) TakeBack(incident, text string, at time.Time) (Rollout, error) {
	after, err := r.stop(Cause{Code: CauseAlarm, Text: text}, true, at)
	if err != nil {
		return r, err
	}
	after.Incident = incident
	return after, nil
}

func (r Rollout) stop(c Cause, lock bool, at time.Time) (Rollout, error) {
	switch {
	case r.Phase.Ended():
		return r, r.over()
	case r.Phase == RollingBack:
		return r, Refuse("rolling_back", "The traffic is going back already.", "")
	case r.First() && r.MustSee():
		return r, Refuse("no_way_back", fmt.Sprintf("%s is the first version of %s in %s, and is going live; there is nothing to go back to.", r.Candidate, r.Target.Service, r.Target.Environment),
			"To replace it: `/deploy "+r.words()+" <commit>`")
	}
	t := turn{Rollout: r, at: at}
	if !t.Moved() {
		t.end(Cancelled, c)
		t.Revision++
		return t.Rollout, nil
	}
	t.back(c, lock)
	return t.wished(at), nil
}

func (r Rollout) over() error {
	return Refuse("ended", fmt.Sprintf("That rollout is over: it %s.", r.Phase.Past()), "What is live now: `/deploy status "+r.words()+"`")
}

// words are environment and service as a command takes them.
func (r Rollout) words() string { return r.Target.Environment + " " + r.Target.Service }

// wished is the rollout as it is saved for a person: one revision on, due at once.
func (r Rollout) wished(at time.Time) Rollout {
	r.Revision++
	r.Wake = at
	r.Fresh = nil
	return r
}

// Lose ends a rollout whose target belongs to another one now. It changes
// nothing: whatever is to be done is the new owner's.
func (r Rollout) Lose(to ID, at time.Time) Rollout {
	t := turn{Rollout: r, at: at}
	text := fmt.Sprintf("another rollout owns %s now: %s", r.Target, to)
	if to == "" {
		text = fmt.Sprintf("%s was taken away from it", r.Target)
	}
	t.end(Cancelled, Cause{Code: CauseLost, Text: text})
	return t.wished(time.Time{})
}
