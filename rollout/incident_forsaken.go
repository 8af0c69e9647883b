package rollout

import "time"

// UnknownFor is how long nothing may be known of an incident's alarms before it is over.
const UnknownFor = time.Hour

// Forsaken is the incident, over if none of its alarms is red and nothing was known of those
// that are not well for UnknownFor: nobody would ever say so. Its alarms stay unknown.
func (i Incident) Forsaken(at time.Time) Incident {
	name := ""
	for _, a := range i.Alarms {
		switch {
		case a.State == AlarmOK:
		case a.State == AlarmRed, at.Sub(a.Heard) < UnknownFor:
			return i
		default:
			name = a.Name
		}
	}
	if !i.Open() || name == "" {
		return i
	}
	i.Closed = at
	return i.turned(HappensOver, name, at)
}

// Unknown is an alarm of the incident of which nothing is known; false when there is none.
func (i Incident) Unknown() (Alarm, bool) {
	for _, a := range i.Alarms {
		if a.State == AlarmUnknown {
			return a, true
		}
	}
	return Alarm{}, false
}
