package rollout

import (
	"slices"
	"strings"
	"time"
)

// AlarmState is how an alarm is, in the words of the monitoring.
type AlarmState string

// The states of an alarm.
const (
	AlarmOK      AlarmState = "OK"
	AlarmRed     AlarmState = "ALARM"
	AlarmUnknown AlarmState = "INSUFFICIENT_DATA" // which is never health
)

// Signal is news of an alarm: it came into a state. It can come twice, late and out of
// order; At says in which order it happened. All words in it are untrusted.
type Signal struct {
	ID          string     `json:"id"` // of the alarm, unlike any other's: its ARN
	Name        string     `json:"name"`
	Account     string     `json:"account"`
	Region      string     `json:"region"` // "eu-central-1"
	State       AlarmState `json:"state"`
	At          time.Time  `json:"at"` // when it came into the state, by the monitoring's clock
	Reason      string     `json:"reason,omitempty"`
	Description string     `json:"description,omitempty"`
	Gauges      []Gauge    `json:"gauges,omitempty"`     // what it looks at; none for an alarm on other alarms
	Comparison  string     `json:"comparison,omitempty"` // "GreaterThanThreshold"; empty if it is not known
	Threshold   *float64   `json:"threshold,omitempty"`  // nil where there is no fixed one
	Children    []string   `json:"children,omitempty"`   // names of the alarms that an alarm is made of
}

// Gauge is a metric that an alarm looks at.
type Gauge struct {
	Namespace  string            `json:"namespace"`
	Metric     string            `json:"metric"`
	Dimensions map[string]string `json:"dimensions,omitempty"`
	Statistic  string            `json:"statistic,omitempty"` // "Sum", "p99"
	Period     time.Duration     `json:"period,omitempty"`
}

// Alarm is an alarm of a target, as the newest signal of it says.
type Alarm struct {
	Signal
	Heard time.Time `json:"heard"`          // when that came to us
	Since time.Time `json:"since,omitzero"` // when it turned red: if it is, or was when something was known of it last
	Reds  int       `json:"reds,omitempty"` // how often it turned red in its incident; counted only there
}

// Alarms are all alarms of a target that were ever heard of. There is one record per
// target, so that two signals of one target never open two incidents.
type Alarms struct {
	Target   Target  `json:"target"`
	Revision int64   `json:"revision"`
	All      []Alarm `json:"all"`                // by id
	Incident string  `json:"incident,omitempty"` // the open incident's id, or else the latest one's
}

// mostAlarms is how many alarms of one target are remembered, and how many of them belong
// to one incident.
const mostAlarms = 50

// Newer says whether a signal takes the place of what is known of its alarm. Of two of
// the same moment the worse one counts, in whatever order they come.
func (s Signal) Newer(than Signal) bool {
	if !s.At.Equal(than.At) {
		return s.At.After(than.At)
	}
	return s.State.gravity() > than.State.gravity()
}

func (s AlarmState) gravity() int {
	switch s {
	case AlarmRed:
		return 2
	case AlarmUnknown:
		return 1
	case AlarmOK:
	}
	return 0
}

// Hear takes note of a signal. News is false for one that is not newer than what is known
// of the alarm: then nothing has changed. One that is newer and says the same is news as
// well, or what happened between the two would undo it when it comes late.
func (a Alarms) Hear(s Signal, heard time.Time) (after Alarms, news bool) {
	i := slices.IndexFunc(a.All, func(known Alarm) bool { return known.ID == s.ID })
	if i >= 0 && !s.Newer(a.All[i].Signal) {
		return a, false
	}
	a.All = slices.Clone(a.All)
	if i >= 0 {
		a.All[i] = Alarm{Signal: s, Heard: heard, Since: s.since(a.All[i])}
		return a, true
	}
	if len(a.All) >= mostAlarms {
		a.All = slices.Delete(a.All, a.spare(), a.spare()+1)
	}
	a.All = append(a.All, Alarm{Signal: s, Heard: heard, Since: s.since(Alarm{})})
	slices.SortFunc(a.All, func(x, y Alarm) int { return strings.Compare(x.ID, y.ID) })
	return a, true
}

// since is when an alarm turned red of which something was known before. That nothing is
// known of it for a while does not make it well.
func (s Signal) since(before Alarm) time.Time {
	switch {
	case s.State == AlarmOK:
	case s.State == AlarmUnknown, before.State == AlarmUnknown && !before.Since.IsZero():
		return before.Since
	case s.State == AlarmRed:
		return s.At
	}
	return time.Time{}
}

// RedBefore says that the alarm is red, and was before that time already, without having
// been well since.
func (a Alarm) RedBefore(at time.Time) bool {
	return a.State == AlarmRed && !a.Since.IsZero() && !a.Since.After(at)
}

// spare is the alarm that gives way to another one: that of which nothing was heard for
// longest, and one that is not red if there is any.
func (a Alarms) spare() int {
	spare := 0
	for i, alarm := range a.All {
		red, was := alarm.State == AlarmRed, a.All[spare].State == AlarmRed
		if was && !red || red == was && alarm.Heard.Before(a.All[spare].Heard) {
			spare = i
		}
	}
	return spare
}

// Red are the alarms that are red, by id.
func (a Alarms) Red() []Alarm {
	var red []Alarm
	for _, alarm := range a.All {
		if alarm.State == AlarmRed {
			red = append(red, alarm)
		}
	}
	return red
}

// Key is where the record is stored.
func (a Alarms) Key() Key { return AlarmsKey(a.Target) }

// AlarmsKey is where the alarms of a target are stored.
func AlarmsKey(t Target) Key { return Key{Kind: "alarms", ID: t.String()} }

// Rev lets one of two signals go first.
func (a Alarms) Rev() (int64, Guard) { return a.Revision, Next }

// Indexes says that the record is in no list.
func (a Alarms) Indexes() []string { return nil }
