package rollout

import "time"

// Recovery is when an incident came how far, each zero while it has not, or where nobody
// knows.
type Recovery struct {
	FirstBad time.Time `json:"firstBad,omitzero"` // beginning of the first bad minute, by the metrics
	Red      time.Time `json:"red,omitzero"`      // the alarm turned red, by the monitoring's clock
	Heard    time.Time `json:"heard,omitzero"`    // we heard of it
	Back     time.Time `json:"back,omitzero"`     // the way back began
	Restored time.Time `json:"restored,omitzero"` // the alias was seen back
	Closed   time.Time `json:"closed,omitzero"`   // all alarms were well
}

// Recovery is how far the incident came when.
func (i Incident) Recovery() Recovery {
	return Recovery{FirstBad: i.FirstBad, Red: i.Opened, Heard: i.Heard, Back: i.Gone, Restored: i.Restored, Closed: i.Closed}
}

// Weighed is the incident with new evidence against its suspect. Evidence is about the
// latest minutes; since when it was bad is kept from the first one that knew.
func (i Incident) Weighed(e Evidence) Incident {
	i.Evidence = &e
	if i.FirstBad.IsZero() || !e.FirstBad.IsZero() && e.FirstBad.Before(i.FirstBad) {
		i.FirstBad = e.FirstBad
	}
	return i
}

// Detect is how long it was bad before the alarm turned red; 0 if that is not known.
func (r Recovery) Detect() time.Duration { return span(r.FirstBad, r.Red) }

// Restore is how long it took until live was back; 0 if it was not, or not yet.
func (r Recovery) Restore() time.Duration { return span(r.began(), r.Restored) }

// Recover is how long it took until all alarms were well; 0 while they are not.
func (r Recovery) Recover() time.Duration { return span(r.began(), r.Closed) }

// began is the beginning as far as it is known: the first bad minute, if the alarm was
// not red before.
func (r Recovery) began() time.Time {
	if r.FirstBad.IsZero() {
		return r.Red
	}
	return earlier(r.FirstBad, r.Red)
}

// span is the time from one moment to a later one; 0 if one of them is not known.
func span(from, to time.Time) time.Duration {
	if from.IsZero() || to.Before(from) {
		return 0
	}
	return to.Sub(from)
}
