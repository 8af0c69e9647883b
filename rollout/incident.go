package rollout

import (
	"time"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// Incident is a time in which alarms of a target were red, and what was done about it.
// It has one message in Slack and one thread.
type Incident struct {
	ID       string    `json:"id"` // a ULID, the id of its notice too
	Revision int64     `json:"revision"`
	Target   Target    `json:"target"`
	Channel  string    `json:"channel"`
	Alarms   []Alarm   `json:"alarms"`              // those that were red in it, the first one first
	Opened   time.Time `json:"opened"`              // when the first of them turned red, by the monitoring's clock
	Heard    time.Time `json:"heard"`               // when we heard of that, by ours
	Closed   time.Time `json:"closed,omitzero"`     // when the last of them was green again; zero while it is open
	Reopened int       `json:"reopened,omitempty"`  // how often it was over and began again
	Replied  time.Time `json:"replied,omitzero"`    // when its thread last heard of an alarm turning
	Looked   time.Time `json:"looked,omitzero"`     // when it was last looked at
	Asked    time.Time `json:"asked,omitzero"`      // when the monitoring was last asked how its alarms are
	Acked    *Heeded   `json:"acked,omitempty"`     // somebody is at it
	Snoozed  *Heeded   `json:"snoozed,omitempty"`   // somebody wants to hear no more of it for a while
	Reminded time.Time `json:"reminded,omitzero"`   // when its thread was last reminded
	Suspect  *Suspect  `json:"suspect,omitempty"`   // what changed last; nil when nothing did
	Evidence *Evidence `json:"evidence,omitempty"`  // against the suspect; nil while there is none
	FirstBad time.Time `json:"firstBad,omitzero"`   // the earliest first bad minute that any evidence has spoken of
	Errors   []Failing `json:"errors,omitempty"`    // what the logs of the suspect's version say most
	Plot     *Plot     `json:"plot,omitempty"`      // what the first alarm looks at, around its turning red
	Kept     string    `json:"kept,omitempty"`      // why it was not taken back by itself; empty where the policy wants none of that
	Away     bool      `json:"away,omitempty"`      // the suspect is not what is live any more, or another rollout is under way: there is nothing to take back now
	Back     ID        `json:"back,omitempty"`      // the rollout that takes the suspect back, or has
	Gone     time.Time `json:"gone,omitzero"`       // when the way back began
	Restored time.Time `json:"restored,omitzero"`   // when the alias was seen back
	Health   *Health   `json:"health,omitempty"`    // of the version that is live again
	Sent     []string  `json:"sent,omitempty"`      // the events that the service's repository was sent
	Log      []Happens `json:"log,omitempty"`       // what happened, in order
	Forgot   int       `json:"forgotten,omitempty"` // how much of that was left out of Log
}

// Heeded is somebody's word on an incident.
type Heeded struct {
	By    string    `json:"by"` // Slack user id
	At    time.Time `json:"at"`
	Until time.Time `json:"until,omitzero"` // for a snooze
}

// Suspect is what changed last on a target before its alarm turned red.
type Suspect struct {
	Rollout       ID        `json:"rollout"`
	Candidate     Version   `json:"candidate"`
	Stable        Version   `json:"stable,omitempty"` // what a rollback goes to; empty when there is none
	Release       Release   `json:"release"`
	StableRelease Release   `json:"stableRelease,omitzero"`
	By            string    `json:"by"`
	Under         bool      `json:"under,omitempty"` // it was still under way
	IsRollback    bool      `json:"isRollback,omitempty"`
	Shadow        bool      `json:"shadow,omitempty"`    // its judge only looks on
	Drill         bool      `json:"drill,omitempty"`     // it is known to be bad, and meant to be taken back
	Weight        float64   `json:"weight"`              // its share of the traffic, 0 to 1, when the alarm was heard of
	At            time.Time `json:"at"`                  // when it got its first traffic
	Commits       []Commit  `json:"commits,omitempty"`   // the newest few that it ships
	Total         int       `json:"total,omitempty"`     // of them all
	RedBefore     bool      `json:"redBefore,omitempty"` // the alarm was red before it got any traffic
}

// Finding is what the evidence amounts to, for people.
type Finding string

// The findings.
const (
	FoundWorse   Finding = "worse"   // the judge would take it back: see the verdict
	FoundAlike   Finding = "alike"   // both versions are about as bad: probably not this deploy
	FoundWell    Finding = "well"    // the new version has hardly any errors or slow calls
	FoundUnclear Finding = "unclear" // too few calls, or too early
	FoundBefore  Finding = "before"  // it was as bad before the new version had any traffic
)

// Evidence is how the versions of a suspect do, by the judge.
type Evidence struct {
	Finding   Finding       `json:"finding"`
	Verdict   judge.Verdict `json:"verdict"`
	From      time.Time     `json:"from"` // the minutes that were looked at: From ≤ t < To
	To        time.Time     `json:"to"`
	Candidate judge.Counts  `json:"candidate"`         // of the suspect's version in them
	Stable    judge.Counts  `json:"stable"`            // of the version before, in them or else before the suspect
	Earlier   bool          `json:"earlier,omitempty"` // Stable is from before the suspect got its traffic
	Times     float64       `json:"times,omitempty"`   // how many times worse the suspect is; 0 if that cannot be said
	FirstBad  time.Time     `json:"firstBad,omitzero"` // the first of the bad minutes that lead to now
	Unread    string        `json:"unread,omitempty"`  // why the metrics could not be read
}

// Failing is what lines of a log say in common.
type Failing struct {
	Text  string    `json:"text"` // untrusted
	Count int       `json:"count"`
	Last  time.Time `json:"last"`
}

// Plot is a metric around the time at which its alarm turned red.
type Plot struct {
	Title     string    `json:"title"` // "Errors (Sum)"
	Points    []Reading `json:"points"`
	Threshold *float64  `json:"threshold,omitempty"`
	Marks     []Share   `json:"marks,omitempty"` // when the suspect's share of the traffic changed
}

// Reading is a metric's value in the period that begins at At.
type Reading struct {
	At    time.Time `json:"at"`
	Value float64   `json:"value"`
}

// SeriesQuery asks for a metric of From ≤ t < To.
type SeriesQuery struct {
	Gauge    Gauge
	Account  string // that the metric is in; empty: our own
	From, To time.Time
}

// Happens is one thing that happened in an incident. What was worth a reply in its
// thread is told there, by a notice.
type Happens struct {
	Entry int         `json:"entry"` // its number in the incident, from 1
	At    time.Time   `json:"at"`
	Kind  HappensKind `json:"kind"`
	By    string      `json:"by,omitempty"`   // Slack user id; empty when nobody did it
	From  string      `json:"from,omitempty"` // Slack user id of whoever was at it before
	What  string      `json:"what,omitempty"` // untrusted
	Told  bool        `json:"told,omitempty"` // in the thread
	Until time.Time   `json:"until,omitzero"` // of a snooze
}

// HappensKind says what happened.
type HappensKind string

// What happens in an incident.
const (
	HappensRed      HappensKind = "red"   // an alarm turned red
	HappensGreen    HappensKind = "green" // an alarm is well again
	HappensOver     HappensKind = "over"  // the last one is
	HappensAgain    HappensKind = "again" // it was over, and is not
	HappensAcked    HappensKind = "acked"
	HappensSnoozed  HappensKind = "snoozed"
	HappensReminded HappensKind = "reminded" // nobody said anything, or the snooze is over
	HappensBack     HappensKind = "back"     // the suspect is being taken back; by nobody: by itself
	HappensRestored HappensKind = "restored" // live is what it was before
	HappensKept     HappensKind = "kept"     // it was not taken back by itself, and why
)

const (
	// FlapsFor is how long after its end an alarm that turns red again belongs to the same
	// incident.
	FlapsFor = 30 * time.Minute
	// Quiet is how long the thread hears nothing more of alarms that turn, after it did.
	Quiet = 10 * time.Minute
)

// Open says whether it is still going on.
func (i Incident) Open() bool { return i.Closed.IsZero() }

// Key is where it is stored.
func (i Incident) Key() Key { return IncidentKey(i.ID) }

// IncidentKey is where an incident is stored.
func IncidentKey(id string) Key { return Key{Kind: "incident", ID: id} }

// Rev lets one of two changes go first.
func (i Incident) Rev() (int64, Guard) { return i.Revision, Next }

// Indexes lists the open ones, and all of a target's.
func (i Incident) Indexes() []string {
	indexes := []string{AllIncidentsIndex, IncidentsIndex(i.Target)}
	if i.Open() {
		indexes = append(indexes, OpenIncidentsIndex)
	}
	if i.Open() || i.OwesEnd() {
		indexes = append(indexes, TendedIncidentsIndex)
	}
	return indexes
}

// Indexes of incidents.
const (
	OpenIncidentsIndex   = "incidents/open"   // those that are still going on
	TendedIncidentsIndex = "incidents/tended" // those, and the ones that are over and whose thread has still to hear of that
	AllIncidentsIndex    = "incidents/all"
)

// IncidentsIndex lists a target's incidents.
func IncidentsIndex(t Target) string { return "incidents/" + t.String() }
