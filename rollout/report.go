package rollout

import "time"

// DeploymentState is how a deployment stands, in the code host's words.
type DeploymentState string

// The states of a deployment that a rollout goes through.
const (
	DeploymentQueued   DeploymentState = "queued"
	DeploymentGoing    DeploymentState = "in_progress"
	DeploymentDone     DeploymentState = "success"
	DeploymentFailed   DeploymentState = "failure"
	DeploymentError    DeploymentState = "error"    // stopped by somebody, or gone wrong on our side
	DeploymentInactive DeploymentState = "inactive" // replaced by another
)

// Deployment is what a code host is told of a rollout.
type Deployment struct {
	Service     string
	Environment string
	SHA         string
	Rollout     ID     // by which it is found again
	Description string // at most 140 characters; our own words
	State       DeploymentState
	LogURL      string // where to read more: the run that built it, or else a link to the rollout; empty when there is none
}

// Reported is what a code host was told last of a rollout.
type Reported struct {
	Rollout    ID              `json:"rollout"`
	Revision   int64           `json:"revision"`
	Deployment int64           `json:"deployment"` // the code host's number of it; 0 while it is being made
	State      DeploymentState `json:"state,omitempty"`
	At         time.Time       `json:"at"` // when that was, or when making the deployment began; in real time
}

// Key is where it is stored.
func (r Reported) Key() Key { return ReportedKey(r.Rollout) }

// ReportedKey is where it is stored what a code host knows of a rollout.
func ReportedKey(id ID) Key { return Key{Kind: "reported", ID: string(id)} }

// Rev lets one of two senders win.
func (r Reported) Rev() (int64, Guard) { return r.Revision, Next }

// Indexes says that it is in no list.
func (r Reported) Indexes() []string { return nil }

// Head is the newest commit of a service's main branch that a code host told of.
type Head struct {
	Service string     `json:"service"`
	Commit  Commit     `json:"commit"`
	Before  string     `json:"before,omitempty"` // full SHA of what the branch was before that push
	Checks  CheckState `json:"checks,omitempty"` // as its suite of checks stands that changed last; empty while nobody told
	Checked time.Time  `json:"checked,omitzero"` // when that changed, as the code host says
	At      time.Time  `json:"at"`               // when it was pushed
}

// Key is where it is stored.
func (h Head) Key() Key { return HeadKey(h.Service) }

// HeadKey is where the newest commit of a service is stored.
func HeadKey(service string) Key { return Key{Kind: "head", ID: service} }

// Rev lets a later push take the place of an earlier one. What is told of the checks
// of the same push comes a millisecond later each time.
func (h Head) Rev() (int64, Guard) { return h.At.UnixMilli(), Newer }

// Indexes says that it is in no list.
func (h Head) Indexes() []string { return nil }

// Shipping is what a rollout ships: the commits between what was live and its
// release, as they were when it began. It is told in the thread of its message.
type Shipping struct {
	Rollout    ID         `json:"rollout"`
	Comparison Comparison `json:"comparison"`
	Flagged    []string   `json:"flagged,omitempty"` // files below watched paths, such as migrations
}

// Key is where it is stored.
func (s Shipping) Key() Key { return ShippingKey(s.Rollout) }

// ShippingKey is where it is stored what a rollout ships.
func ShippingKey(id ID) Key { return Key{Kind: "shipping", ID: string(id)} }

// Rev is always the first: it does not change.
func (s Shipping) Rev() (int64, Guard) { return 1, Next }

// Indexes says that it is in no list.
func (s Shipping) Indexes() []string { return nil }
