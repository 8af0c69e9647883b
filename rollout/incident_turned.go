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
// mostAlarms no more are noted.
func (i Incident) joined(a Alarm, at time.Time) Incident {
	if a.State != AlarmRed || len(i.Alarms) >= mostAlarms {
		return i
	}
	a.Reds = 1
	i.Alarms = append(slices.Clip(i.Alarms), a)
	return i.red(a, at)
}

// red notes an alarm that turned red. Whoever was at an incident that was over has to say
// so again.
func (i Incident) red(a Alarm, at time.Time) Incident {
	if i.Opened.IsZero() {
		i.Opened, i.Heard = a.At, at
		return i.Note(Happens{At: at, Kind: HappensRed, What: a.Name}) // its message tells of it
	}
	i.Opened = earlier(i.Opened, a.At)
	if i.Open() {
		return i.turned(HappensRed, a.Name, at)
	}
	i.Closed, i.Acked = time.Time{}, nil
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
		return i.believedOver()
	case HappensRed:
		return at.Sub(later(i.Replied, i.Heard)) >= Quiet
	case HappensGreen, HappensAcked, HappensSnoozed, HappensReminded, HappensBack, HappensRestored, HappensKept:
	}
	return false
}

// believedOver says that the last turn that the thread has heard of was the end.
func (i Incident) believedOver() bool {
	for _, h := range slices.Backward(i.Log) {
		if h.Told && (h.Kind == HappensOver || h.Kind == HappensAgain || h.Kind == HappensRed) {
			return h.Kind == HappensOver
		}
	}
	return false
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
