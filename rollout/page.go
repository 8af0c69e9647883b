package rollout

import "time"

// PageState is what whoever is on call is told of an incident.
type PageState string

// The states of a page.
const (
	PageTrigger     PageState = "trigger"
	PageAcknowledge PageState = "acknowledge"
	PageResolve     PageState = "resolve"
)

// Page is what a paging service is told of an incident. Saying it twice is harmless: it
// knows the incident by its key.
type Page struct {
	Key     string // of the incident: its id
	Target  Target
	State   PageState
	Summary string            // one line; may hold untrusted text
	Since   time.Time         // when it began
	Details map[string]string // the suspect, the evidence, what was done; untrusted
	Link    string            // the message in Slack; empty when it is not known
}

// Paged is what the paging service knows of an incident.
type Paged struct {
	Incident string    `json:"incident"`
	Revision int64     `json:"revision"`
	State    PageState `json:"state"`
	Suspect  ID        `json:"suspect,omitempty"` // that it was told of
	At       time.Time `json:"at"`
}

// Key is where it is stored.
func (p Paged) Key() Key { return PagedKey(p.Incident) }

// PagedKey is where it is stored what the paging service knows of an incident.
func PagedKey(incident string) Key { return Key{Kind: "paged", ID: incident} }

// Rev lets one of two senders go first.
func (p Paged) Rev() (int64, Guard) { return p.Revision, Next }

// Indexes says that it is in no list.
func (p Paged) Indexes() []string { return nil }
