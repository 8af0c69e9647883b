package rollout

import "time"

// Commit is one commit, as a code host tells of it. Its words are untrusted.
type Commit struct {
	SHA     string    `json:"sha"` // 40 hexadecimal digits
	Subject string    `json:"subject,omitempty"`
	Author  string    `json:"author,omitempty"`
	URL     string    `json:"url,omitempty"`
	Pull    int       `json:"pull,omitempty"` // number of the pull request that brought it; 0 when that is not known
	At      time.Time `json:"at,omitzero"`    // when it was committed
}

// Comparison is what lies between what is live and what is to be shipped.
type Comparison struct {
	From    string   `json:"from"`             // full SHA of what is live
	To      string   `json:"to"`               // full SHA of what is to be shipped
	Commits []Commit `json:"commits"`          // those that To has and From has not, newest first; not all of them when there are many
	Ahead   int      `json:"ahead"`            // how many those are
	Behind  int      `json:"behind,omitempty"` // how many From has and To has not: shipping takes them out again
	Files   []string `json:"files,omitempty"`  // paths that differ; not all of them when there are many
	Partial bool     `json:"partial,omitempty"`
	URL     string   `json:"url,omitempty"`
}

// Demands are what an environment asks of a commit before it may be shipped there.
// The zero Demands ask for nothing.
type Demands struct {
	Checks    []string `json:"checks,omitempty"`    // names of checks and statuses that have to be green on it
	Protected bool     `json:"protected,omitempty"` // and what the code host's own rules for Branches ask for
	Reviews   int      `json:"reviews,omitempty"`   // approving reviews of the pull request that brought it, at least
	Branches  []string `json:"branches,omitempty"`  // it has to be on one of them; empty: anywhere
	Signed    bool     `json:"signed,omitempty"`    // it has to carry a signature that the code host has verified
}

// Any says whether anything is asked for.
func (d Demands) Any() bool {
	return len(d.Checks) > 0 || d.Protected || d.Reviews > 0 || len(d.Branches) > 0 || d.Signed
}

// CheckState is how a check of a commit stands.
type CheckState string

// The states of a check. One that is neutral or skipped counts as passed, as it does
// on the code host itself.
const (
	CheckPassed  CheckState = "passed"
	CheckFailed  CheckState = "failed"
	CheckRunning CheckState = "running"
	CheckMissing CheckState = "missing" // nobody has run it on this commit
)

// Check is one check that is demanded of a commit.
type Check struct {
	Name  string     `json:"name"` // untrusted
	State CheckState `json:"state"`
	URL   string     `json:"url,omitempty"`
}

// Standing is how a commit stands, as far as demands ask.
type Standing struct {
	Checks    []Check // that were demanded, by name or by the code host's rules; each once, in order
	Reviews   int     // that are needed, by demand or by the code host's rules
	Approvals int     // that there are, of this very commit, by others than its author
	Pull      int     // the pull request that they were looked for in; 0 for none
	PullURL   string
	OnBranch  bool   // it is on one of the branches asked for
	Signed    bool   // its signature is verified
	Unsigned  string // why it is not; words of the code host
}
