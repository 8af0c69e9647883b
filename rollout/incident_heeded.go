package rollout

import "time"

const (
	// SnoozesFor is how long a snooze lasts.
	SnoozesFor = time.Hour
	// unheeded is how long an incident may be open with nobody at it before its thread is
	// reminded.
	unheeded = 15 * time.Minute
	// remindEvery is how long after a reminder there may be another one.
	remindEvery = 30 * time.Minute
)

// Ack is the incident with somebody at it, in the place of whoever was. That ends a snooze.
func (i Incident) Ack(by string, at time.Time) Incident {
	h := Happens{At: at, Kind: HappensAcked, By: by, Told: true}
	if i.Acked != nil {
		h.From = i.Acked.By
	}
	i.Acked, i.Snoozed = &Heeded{By: by, At: at}, nil
	return i.Note(h)
}

// Snooze is the incident of which somebody wants to hear no more for SnoozesFor.
func (i Incident) Snooze(by string, at time.Time) Incident {
	until := at.Add(SnoozesFor)
	i.Snoozed = &Heeded{By: by, At: at, Until: until}
	return i.Note(Happens{At: at, Kind: HappensSnoozed, By: by, Until: until, Told: true})
}

// DueReminder says whether the thread should be reminded: an alarm is red, and nobody is
// at it a quarter of an hour after it was heard of, or a snooze is over, whoever is at
// it. There is one each half hour at most, and none while the suspect was taken back less
// than a quarter of an hour ago: alarms take their time.
func (i Incident) DueReminder(at time.Time) bool {
	switch {
	case !i.Open(), !i.isRed(), at.Sub(i.Reminded) < remindEvery, at.Sub(later(i.Gone, i.Restored)) < unheeded:
		return false
	case i.Snoozed == nil:
	case at.Before(i.Snoozed.Until):
		return false
	case i.Reminded.Before(i.Snoozed.Until):
		return true
	}
	return i.Acked == nil && at.Sub(i.began()) >= unheeded
}

// Remind is the incident with its thread reminded.
func (i Incident) Remind(at time.Time) Incident {
	i.Reminded = at
	return i.Note(Happens{At: at, Kind: HappensReminded, Told: true})
}

func (i Incident) isRed() bool {
	for _, a := range i.Alarms {
		if a.State == AlarmRed {
			return true
		}
	}
	return false
}

// began is when we heard that it began, or began again.
func (i Incident) began() time.Time {
	began := i.Heard
	for _, h := range i.Log {
		if h.Kind == HappensAgain {
			began = h.At
		}
	}
	return began
}
