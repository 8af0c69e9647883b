package dora

import "time"

// Period is From ≤ t < To.
type Period struct{ From, To time.Time }

// Has says whether a time is in the period.
func (p Period) Has(at time.Time) bool { return !at.Before(p.From) && at.Before(p.To) }

// Before is the period that ends where this one begins and is as many days long, by a
// zone's calendar: a day is not always 24 hours.
func (p Period) Before(zone *time.Location) Period {
	const day = 24 * time.Hour
	length := p.To.Sub(p.From)
	days := int(length.Round(day) / day)
	if days == 0 {
		return Period{p.From.Add(-length), p.From}
	}
	begins := Midnight(p.From, 0, zone)
	return Period{Midnight(p.From, -days, zone).Add(p.From.Sub(begins)), p.From}
}

// Midnight is the beginning of the day that is some days after that of a time, in a zone:
// its first moment, where the clocks skip midnight or show it twice, too.
func Midnight(at time.Time, days int, zone *time.Location) time.Time {
	year, month, day := at.In(zone).Date()
	noon := time.Date(year, month, day+days, 12, 0, 0, 0, zone)
	first := time.Date(year, month, day+days, 0, 0, 0, 0, zone)
	switch earlier := first.Add(-time.Hour); {
	case first.Day() != noon.Day():
		_, first = first.ZoneBounds()
	case earlier.Day() == noon.Day():
		first = earlier
	}
	return first.In(zone)
}

// Monday is the beginning of a time's ISO week, in a zone.
func Monday(at time.Time, zone *time.Location) time.Time {
	since := (int(at.In(zone).Weekday()) + 6) % 7
	return Midnight(at, -since, zone)
}
