package rollout

import (
	"fmt"
	"time"
)

// Notice is something that people must hear: an outbox row, written with the
// change it tells of and sent afterwards, so that it neither gets lost nor holds
// a rollout up. A newer one with the same ID takes the older one's place.
type Notice struct {
	ID       string     `json:"id"`      // the message it is about: a rollout's id, or one of its own
	Version  int64      `json:"version"` // rises with each newer state of the same message
	Kind     NoticeKind `json:"kind"`
	Channel  string     `json:"channel"` // Slack channel id
	Rollout  ID         `json:"rollout,omitempty"`
	Incident string     `json:"incident,omitempty"` // for notices and errands about incidents
	Entry    int        `json:"entry,omitempty"`    // for replies about incidents: which entry of its log is told, from 1, those that were forgotten included
	Lock     *Lock      `json:"lock,omitempty"`     // for notices about locks
	Stray    *Stray     `json:"stray,omitempty"`    // for notices about splits
	Release  *Release   `json:"release,omitempty"`  // for errands about builds
	Service  string     `json:"service,omitempty"`  // for errands about builds
	Period   string     `json:"period,omitempty"`   // for summaries: "day" or "week"
	Day      string     `json:"day,omitempty"`      // for summaries: the last day that it is about, "2026-11-22", in the team's time zone
	By       string     `json:"by,omitempty"`
	Late     bool       `json:"late,omitempty"` // it brings an old message up to date: where that was deleted, nothing is posted anew
	At       time.Time  `json:"at"`
}

// NoticeKind says what a notice tells.
type NoticeKind string

// The notices.
const (
	Progress NoticeKind = "progress" // how a rollout stands: one message, edited in place
	Locked   NoticeKind = "locked"
	Unlocked NoticeKind = "unlocked"
	Strayed  NoticeKind = "split"    // live is split, and nobody owns it
	Ships    NoticeKind = "ships"    // what a rollout ships: in the thread of its message
	Broke    NoticeKind = "broke"    // where its build failed: in the thread of its message
	Alarmed  NoticeKind = "incident" // how an incident stands: one message, edited in place
	Reply    NoticeKind = "reply"    // what happened in an incident: in the thread of its message
	Summed   NoticeKind = "summary"  // what a day or a week has brought
)

// The errands: notices for a code host, a pager, a topic or ourselves, and not for a
// channel. An errand says which thing has to be looked after; what there is to do is
// found out when it is run.
const (
	BuildErrand    NoticeKind = "build"      // the build of a release should be under way, or not any more
	ReportErrand   NoticeKind = "deployment" // the code host should know how the rollout stands
	LookErrand     NoticeKind = "look"       // an incident should be up to date
	PageErrand     NoticeKind = "page"       // whoever is on call should know how an incident stands
	EventErrand    NoticeKind = "event"      // a workflow should hear of an incident
	AnnounceErrand NoticeKind = "announce"   // the topic should hear of a rollout that was taken back
	ReplaceErrand  NoticeKind = "replace"    // the rollouts before one should know that what they brought is not live any more
	ResultErrand   NoticeKind = "result"     // what came of a rollout should be written down
)

// Errand says that the notice is not for people.
func (k NoticeKind) Errand() bool {
	switch k {
	case BuildErrand, ReportErrand, LookErrand, PageErrand, EventErrand, AnnounceErrand, ReplaceErrand, ResultErrand:
		return true
	case Progress, Locked, Unlocked, Strayed, Ships, Broke, Alarmed, Reply, Summed:
	}
	return false
}

// InThread says that the notice is told in the thread of another one's message.
func (k NoticeKind) InThread() bool { return k == Ships || k == Broke || k == Reply }

// ReplyID is the id of the reply that tells an entry of an incident's log.
func ReplyID(incident string, entry int) string { return fmt.Sprintf("%s/%d", incident, entry) }

// Root is the notice in whose thread this one is told.
func (n Notice) Root() string {
	if n.Incident != "" {
		return n.Incident
	}
	return string(n.Rollout)
}

// Key is where the notice is stored.
func (n Notice) Key() Key { return Key{Kind: "notice", ID: n.ID} }

// Rev lets a newer state take the place of an older one.
func (n Notice) Rev() (int64, Guard) { return n.Version, Newer }

// Indexes lists what has not been sent yet.
func (n Notice) Indexes() []string { return []string{OutboxIndex} }

// OutboxIndex lists the notices that have not been sent yet.
const OutboxIndex = "notices"

// Posted is a message that was sent, so that it can be edited in place.
type Posted struct {
	ID       string    `json:"id"` // the notice's
	Revision int64     `json:"revision"`
	Channel  string    `json:"channel"`
	TS       string    `json:"ts,omitempty"` // Slack's name of the message; empty while it is being posted
	Version  int64     `json:"version"`      // of the notice that it shows
	At       time.Time `json:"at"`           // when posting it began
}

// Key is where it is stored.
func (p Posted) Key() Key { return PostedKey(p.ID) }

// PostedKey is where the message of a notice is stored.
func PostedKey(id string) Key { return Key{Kind: "posted", ID: id} }

// Rev lets one of two senders win.
func (p Posted) Rev() (int64, Guard) { return p.Revision, Next }

// Indexes says that it is in no list.
func (p Posted) Indexes() []string { return nil }

// Seen is a message that was acted upon, so that its twin is not.
type Seen struct {
	ID string    `json:"id"` // Slack's trigger id, or a hash of the request
	At time.Time `json:"at"` // in real time, as Slack's
}

// Key is where it is stored.
func (s Seen) Key() Key { return Key{Kind: SeenKind, ID: s.ID} }

// SeenKind is the kind of a Seen's key, by which a conflict is known as a repetition.
const SeenKind = "seen"

// Rev is always the first: a second one is refused.
func (s Seen) Rev() (int64, Guard) { return 1, Next }

// Indexes lists them all, for the clean-up.
func (s Seen) Indexes() []string { return []string{SeenIndex} }

// SeenIndex lists what was acted upon.
const SeenIndex = "seen"
