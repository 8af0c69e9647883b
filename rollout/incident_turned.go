package rollout

import (
	"slices"
	"time"
)

// Takes says whether news of an alarm belongs to this incident: it is open, or the alarm
// turned red within FlapsFor of its end.
func (i Incident) Takes(a Alarm) bool {
	return i.Open() || a.State == AlarmRed && a.At.Before(i.Closed.Add(FlapsFor))
}

// Turned is the incident after news of an alarm, heard at that time. The first red one
// opens it, one after its end opens it again, and it is over when all that were red in it
// are well. An alarm of which nothing is known is as it was last: one that was red keeps
// the incident open. News that are not newer than what is known change nothing.
func (i Incident) Turned(a Alarm, at time.Time) Incident {
	k := slices.IndexFunc(i.Alarms, func(known Alarm) bool { return known.ID == a.ID })
	if k < 0 {
		return i.joined(a, at)
	}
	known := i.Alarms[k]
	if !a.Newer(known.Signal) || a.State == AlarmUnknown && known.State == AlarmOK {
		return i
	}
	a.Reds = known.Reds
	if a.State == AlarmRed && known.State != AlarmRed {
		a.Reds++
	}
	i.Alarms = slices.Clone(i.Alarms)
	i.Alarms[k] = a
	if a.State == known.State {
		return i
	}
	switch a.State {
	case AlarmRed:
		return i.red(a, at)
	case AlarmOK:
		return i.green(a, at)
	case AlarmUnknown:
	}
	return i
}

// joined is the incident with an alarm that was not red in it before. Of more than
// mostAlarms one that is well gives way, not the first; when there is none, no more are
// noted.
func (i Incident) joined(a Alarm, at time.Time) Incident {
	if a.State != AlarmRed {
		return i
	}
	i.Alarms = slices.Clone(i.Alarms)
	if len(i.Alarms) >= mostAlarms {
		well := slices.IndexFunc(i.Alarms[1:], func(known Alarm) bool { return known.State == AlarmOK })
		if well < 0 {
			return i
		}
		i.Alarms = slices.Delete(i.Alarms, well+1, well+2)
	}
	a.Reds = 1
	i.Alarms = append(i.Alarms, a)
	return i.red(a, at)
}

// red notes an alarm that turned red. Whoever was at an incident that was over, or wanted to
// hear no more of it, has to say so again.
func (i Incident) red(a Alarm, at time.Time) Incident {
	if i.Opened.IsZero() {
		i.Opened, i.Heard = a.At, at
		return i.Note(Happens{At: at, Kind: HappensRed, What: a.Name}) // its message tells of it
	}
	i.Opened = earlier(i.Opened, a.At)
	if i.Open() {
		return i.turned(HappensRed, a.Name, at)
	}
	i.Closed, i.Acked, i.Snoozed = time.Time{}, nil, nil
	i.Reopened++
	return i.turned(HappensAgain, a.Name, at)
}

// green notes an alarm that is well again. The last one ends the incident, at the time at
// which the latest of them turned.
func (i Incident) green(a Alarm, at time.Time) Incident {
	var last time.Time
	for _, each := range i.Alarms {
		if each.State != AlarmOK {
			return i.turned(HappensGreen, a.Name, at)
		}
		last = later(last, each.At)
	}
	i.Closed = last
	return i.turned(HappensOver, a.Name, at)
}

// turned notes it, and has the thread hear of it or not.
func (i Incident) turned(kind HappensKind, name string, at time.Time) Incident {
	told := i.tells(kind, at)
	if told {
		i.Replied = at
	}
	return i.Note(Happens{At: at, Kind: kind, What: name, Told: told})
}

// tells says whether the thread hears of a turn: that it is over, or that another alarm
// is red, once it was quiet for a while; that it is not over after all, if it believes
// so. The message says at any time how it is.
func (i Incident) tells(kind HappensKind, at time.Time) bool {
	switch kind {
	case HappensOver:
		return at.Sub(i.Replied) >= Quiet
	case HappensAgain:
		return i.lastHeard() == HappensOver
	case HappensRed:
		return at.Sub(later(i.Replied, i.Heard)) >= Quiet
	case HappensGreen, HappensAcked, HappensSnoozed, HappensReminded, HappensBack, HappensRestored, HappensKept:
	}
	return false
}

// OwesEnd says that it is over and its thread believes that it is not: it was told last of
// an alarm that was red, too short a time before the end to hear of that, too.
func (i Incident) OwesEnd() bool {
	return !i.Open() && !i.Opened.IsZero() && i.lastHeard() != HappensOver
}

// CatchUp is the incident with its thread told of the end that it has not heard of, once it
// was quiet for long enough. Else nothing changes.
func (i Incident) CatchUp(at time.Time) Incident {
	if !i.OwesEnd() || !i.tells(HappensOver, at) {
		return i
	}
	return i.turned(HappensOver, i.lastWell(), at)
}

// lastWell is the name of the alarm that ended it.
func (i Incident) lastWell() string {
	for _, h := range slices.Backward(i.Log) {
		if h.Kind == HappensOver {
			return h.What
		}
	}
	return ""
}

// lastHeard is the last turn that its thread has heard of, but for alarms that are well
// while others are not; the red one that its message began with when it has heard of none.
func (i Incident) lastHeard() HappensKind {
	for _, h := range slices.Backward(i.Log) {
		if h.Told && (h.Kind == HappensOver || h.Kind == HappensAgain || h.Kind == HappensRed) {
			return h.Kind
		}
	}
	return HappensRed
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
