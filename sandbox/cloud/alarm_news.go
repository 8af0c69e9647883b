package cloud

import (
	"maps"
	"slices"
	"time"
)

// Transition is an alarm that has come into another state.
type Transition struct {
	Alarm Alarm  // as it was then
	From  string // its state before
}

// Transitions are those that nobody has taken yet, the oldest first.
func (a *Account) Transitions() ([]Transition, error) {
	return locked(a, func(now time.Time) ([]Transition, error) {
		var all []Transition
		for _, name := range slices.Sorted(maps.Keys(a.alarms)) {
			w, err := a.watch(name, now)
			if err != nil {
				return nil, err
			}
			all = append(all, w.News...)
		}
		slices.SortStableFunc(all, func(x, y Transition) int { return x.Alarm.Since.Compare(y.Alarm.Since) })
		return all, nil
	})
}

// Took says that a transition has been heard of, and need not be told again.
func (a *Account) Took(t Transition) error {
	_, err := locked(a, func(time.Time) (struct{}, error) {
		w, ok := a.alarms[t.Alarm.Name]
		left := slices.DeleteFunc(slices.Clone(w.News), func(n Transition) bool { return n.Alarm.Since.Equal(t.Alarm.Since) })
		if !ok || len(left) == len(w.News) {
			return struct{}{}, nil
		}
		w.News = left
		return struct{}{}, a.keep(w)
	})
	return err
}

// watched is an alarm with what is kept of it.
type watched struct {
	Alarm
	Judged int64        // the last minute that was evaluated, in Unix minutes
	Until  time.Time    // a state that was set stays until then
	News   []Transition `json:",omitempty"` // that nobody has taken, oldest first
}

// mostNews bounds what is kept for somebody who never takes it.
const mostNews = 100

// turn brings it into another state. No two times of an alarm are the same, so that
// its transitions have an order.
func (w watched) turn(state, reason string, at time.Time) watched {
	from := w.State
	if !at.After(w.Since) {
		at = w.Since.Add(time.Millisecond)
	}
	w.State, w.Reason, w.Since = state, reason, at.UTC()
	w.News = append(slices.Clone(w.News), Transition{Alarm: w.Alarm, From: from})
	w.News = w.News[max(0, len(w.News)-mostNews):]
	return w
}

func alarmKey(name string) string { return alarmPrefix + name }

func (a *Account) keep(w watched) error {
	if err := save(a.opts.Disk, alarmKey(w.Name), w); err != nil {
		return err
	}
	a.alarms[w.Name] = w
	return nil
}

// lastArrived is the newest minute whose datapoint can be there, in Unix minutes.
func (a *Account) lastArrived(now time.Time) int64 {
	return minuteOf(now.Add(-time.Minute - a.lag()))
}

func (a *Account) lag() time.Duration { return max(0, a.opts.MetricLag) }
