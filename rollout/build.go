package rollout

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// BuildState is how far an image is.
type BuildState string

// The states of a build.
const (
	BuildAbsent  BuildState = "absent"  // nobody has asked for it yet
	BuildRunning BuildState = "running" // asked for, queued or under way
	BuildReady   BuildState = "ready"
	BuildFailed  BuildState = "failed"
)

// Build is the image of a release, or the run that makes it.
type Build struct {
	State   BuildState    `json:"state"`
	Digest  string        `json:"digest,omitempty"`
	Run     int64         `json:"run,omitempty"`     // the code host's number of the run; 0 while it is not known
	Attempt int           `json:"attempt,omitempty"` // of the run, from 1
	URL     string        `json:"url,omitempty"`     // of the run
	Waits   []string      `json:"waits,omitempty"`   // environments of the code host whose approval the run waits for
	Reason  string        `json:"reason,omitempty"`  // why it failed; untrusted text
	Failure *Failure      `json:"failure,omitempty"` // where it failed, when that is known
	Looked  time.Time     `json:"looked,omitzero"`   // when the code host was asked about the run last, or told, or was to be asked
	Rest    time.Duration `json:"rest,omitempty"`    // how long after that it need not be asked again, as it tells by itself
}

// Failure is where a run failed. All of it is untrusted.
type Failure struct {
	Job  string   `json:"job"`
	Step string   `json:"step,omitempty"`
	URL  string   `json:"url,omitempty"` // of the job
	Log  []string `json:"log,omitempty"` // its last lines
}

// RunState is how far a run of a workflow is.
type RunState string

// The states of a run, in the order in which it goes through them.
const (
	RunAsked     RunState = "asked"   // its start was, or is being, asked for; nobody knows the run yet
	RunQueued    RunState = "queued"  // it waits for a machine
	RunWaiting   RunState = "waiting" // it waits for people on the code host
	RunGoing     RunState = "running"
	RunSucceeded RunState = "succeeded"
	RunFailed    RunState = "failed"
	RunCancelled RunState = "cancelled"
)

// Ended says that nothing more will happen in this attempt.
func (s RunState) Ended() bool { return s == RunSucceeded || s == RunFailed || s == RunCancelled }

// Run is a run of a workflow as the code host tells of it.
type Run struct {
	ID      int64     `json:"id"`
	Attempt int       `json:"attempt,omitempty"` // from 1; rises when it is run again
	State   RunState  `json:"state"`
	URL     string    `json:"url,omitempty"`
	Waits   []string  `json:"waits,omitempty"`   // names of environments whose approval it waits for
	Reason  string    `json:"reason,omitempty"`  // in words, once it failed or was cancelled; untrusted
	Failure *Failure  `json:"failure,omitempty"` // once it failed
	Updated time.Time `json:"updated,omitzero"`  // when the code host says that it changed last
}

// Newer says whether news of a run tells of a later state than what is known: of a
// later attempt, or a later state of the same one. Messages come out of order, and
// what has ended does not begin again without a new attempt.
func (r Run) Newer(than Run) bool {
	if r.Attempt != than.Attempt {
		return r.Attempt > than.Attempt
	}
	if than.State.Ended() || r.State == than.State {
		return false
	}
	return r.State.Ended() || !r.Updated.Before(than.Updated)
}

// Order asks for the build of a commit.
type Order struct {
	Service     string
	SHA         string
	Correlation string    // a rollout's id; of no more than letters and digits
	Since       time.Time // before which nobody had asked, by the code host's clock
}

// Correlates says whether a run's title holds the correlation of an order, as a word of
// its own. The title is untrusted, and so is what else is in it.
func Correlates(title, correlation string) bool {
	between := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	return slices.Contains(strings.FieldsFunc(title, between), correlation)
}
