package cloud

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"
)

// keptHours is for how many full hours before the current one minutes are kept:
// a day at least.
const keptHours = 24

// forever is an hour after all others.
const forever = math.MaxInt64

// row counts the calls of a minute that are alike.
type row struct {
	Alias     string  `json:"a"`
	Version   string  `json:"v"`
	Calls     int64   `json:"n"`
	Errors    int64   `json:"e,omitempty"`
	LatencyMS float64 `json:"l"`           // median of the behaviour they met
	Weighted  bool    `json:"w,omitempty"` // the alias routed to two versions
}

type minute struct {
	At   int64 `json:"t"` // Unix time in minutes
	Rows []row `json:"r,omitempty"`
}

func minuteOf(t time.Time) int64     { return t.Unix() / 60 }
func (m minute) start() time.Time    { return time.Unix(60*m.At, 0).UTC() }
func (m minute) hour() int64         { return m.At / 60 }
func hourOf(t time.Time) int64       { return minuteOf(t) / 60 }
func hourStart(hour int64) time.Time { return time.Unix(3600*hour, 0).UTC() }

// series is what happened at one function, minute by minute.
type series struct {
	settled time.Time // all that arrived until then is in minutes
	saved   time.Time // and on the disk until then
	minutes []minute  // ascending
}

func newSeries(f *function) *series { return &series{settled: f.Settled, saved: f.Settled} }

// hour is how minutes are stored: one record an hour, written again as it fills.
type hour struct {
	Function string
	Until    time.Time // what came later is not in it
	Minutes  []minute
}

func hourKey(function string, h int64) string {
	return fmt.Sprintf("%s%s/%d", minutesPrefix, function, h)
}

// at is the minute of that time, made if it is not there.
func (s *series) at(t time.Time) *minute {
	key := minuteOf(t)
	i, found := slices.BinarySearchFunc(s.minutes, key, func(m minute, key int64) int { return cmp.Compare(m.At, key) })
	if !found {
		s.minutes = slices.Insert(s.minutes, i, minute{At: key})
	}
	return &s.minutes[i]
}

func (m *minute) add(r row) {
	if r.Calls == 0 {
		return
	}
	for i := range m.Rows {
		same := m.Rows[i]
		same.Calls, same.Errors = r.Calls, r.Errors
		if same == r {
			m.Rows[i].Calls += r.Calls
			m.Rows[i].Errors += r.Errors
			return
		}
	}
	m.Rows = append(m.Rows, r)
}

// save writes the hours that have changed since the last time, oldest first, so
// that what is on the disk has no hole whenever the process dies. What is too
// old goes.
func (s *series) save(d Disk, function string) error {
	first, _ := slices.BinarySearchFunc(s.minutes, hourOf(s.saved), func(m minute, h int64) int { return cmp.Compare(m.hour(), h) })
	for rest := s.minutes[first:]; len(rest) > 0; {
		h := rest[0].hour()
		n := slices.IndexFunc(rest, func(m minute) bool { return m.hour() != h })
		if n < 0 {
			n = len(rest)
		}
		until := hourStart(h + 1)
		if s.settled.Before(until) {
			until = s.settled
		}
		if err := save(d, hourKey(function, h), hour{Function: function, Until: until, Minutes: rest[:n]}); err != nil {
			return err
		}
		rest = rest[n:]
	}
	s.saved = s.settled
	return s.drop(d, function, hourOf(s.settled)-keptHours)
}

// drop forgets the hours before that one.
func (s *series) drop(d Disk, function string, before int64) error {
	for len(s.minutes) > 0 && s.minutes[0].hour() < before {
		h := s.minutes[0].hour()
		if err := d.Delete(hourKey(function, h)); err != nil {
			return fmt.Errorf("drop old minutes of %s: %w", function, err)
		}
		s.minutes = slices.DeleteFunc(s.minutes, func(m minute) bool { return m.hour() == h })
	}
	return nil
}
