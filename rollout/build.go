package rollout

import (
	"strconv"
	"time"
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
	State   BuildState `json:"state"`
	Digest  string     `json:"digest,omitempty"`
	Run     int64      `json:"run,omitempty"`     // the code host's number of the run; 0 while it is not known
	Attempt int        `json:"attempt,omitempty"` // of the run, from 1
	URL     string     `json:"url,omitempty"`     // of the run
	Waits   []string   `json:"waits,omitempty"`   // environments of the code host whose approval the run waits for
	Reason  string     `json:"reason,omitempty"`  // why it failed; untrusted text
	Failure *Failure   `json:"failure,omitempty"` // where it failed, when that is known
	Looked  time.Time  `json:"looked,omitzero"`   // when the code host was heard of the run last, or was to be asked
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

// BuildRun is the one build of a release that is under way or was, whoever wants it:
// rollouts of the same commit join it. It is written before the build is asked for,
// so that a lost answer does not start a second one.
type BuildRun struct {
	Service   string    `json:"service"`
	SHA       string    `json:"sha"`
	Revision  int64     `json:"revision"`
	Rollout   ID        `json:"rollout"`   // for which it was asked; what the run is correlated by
	Asked     time.Time `json:"asked"`     // when, by the clock that rollouts live by
	AskedReal time.Time `json:"askedReal"` // when, by the code host's clock
	Looked    time.Time `json:"looked"`    // when the code host was heard of it last, by the rollouts' clock
	Run       Run       `json:"run"`       // RunAsked with the ID 0 while nobody knows which it is
}

// Key is where it is stored: one for each commit of a service.
func (b BuildRun) Key() Key { return BuildRunKey(b.Service, b.SHA) }

// BuildRunKey is where the build of a commit is stored.
func BuildRunKey(service, sha string) Key { return Key{Kind: "build", ID: service + "/" + sha} }

// Rev lets one of two senders win.
func (b BuildRun) Rev() (int64, Guard) { return b.Revision, Next }

// Indexes lists those that have not ended, and each by its run.
func (b BuildRun) Indexes() (in []string) {
	if !b.Run.State.Ended() {
		in = append(in, BuildsIndex)
	}
	if b.Run.ID != 0 {
		in = append(in, RunIndex(b.Run.ID))
	}
	return in
}

// BuildsIndex lists the builds that are under way.
const BuildsIndex = "builds/open"

// RunIndex lists the builds that a run makes: one, but for two repositories of
// different code hosts.
func RunIndex(run int64) string { return "builds/run/" + strconv.FormatInt(run, 10) }

// appears is how long after a run's good end its image may still be missing: the
// registry tells of a push a moment later.
const appears = 2 * time.Minute

// Build is what the run means for the image that was not found at that time.
func (b BuildRun) Build(at time.Time) Build {
	out := Build{State: BuildRunning, Run: b.Run.ID, Attempt: b.Run.Attempt, URL: b.Run.URL, Waits: b.Run.Waits, Looked: b.Looked}
	switch b.Run.State {
	case RunFailed, RunCancelled:
		out.State, out.Reason, out.Failure = BuildFailed, b.Run.Reason, b.Run.Failure
	case RunSucceeded:
		if at.Sub(b.Looked) >= appears {
			out.State, out.Reason = BuildFailed, "the run succeeded, but it pushed no image tagged with the commit's full SHA"
		}
	case RunAsked, RunQueued, RunWaiting, RunGoing:
	}
	return out
}

// For is the build as a rollout that wants it sees it. What had failed before it began,
// or was cancelled for an earlier one, is absent: it is asked for anew. What fails while
// it waits has failed for it too, whoever asked first.
func (b BuildRun) For(r Rollout, at time.Time) Build {
	out := b.Build(at)
	over := b.Run.State == RunCancelled || !b.Looked.After(r.Created)
	if out.State == BuildFailed && b.Rollout < r.ID && over {
		return Build{State: BuildAbsent}
	}
	return out
}

// Order is what was asked for.
func (b BuildRun) Order() Order {
	return Order{Service: b.Service, SHA: b.SHA, Correlation: string(b.Rollout), Since: b.AskedReal.Add(-apart)}
}

// apart is by how much a code host's clock may be behind ours.
const apart = time.Minute

// Order asks for the build of a commit.
type Order struct {
	Service     string
	SHA         string
	Correlation string    // a rollout's id; of no more than letters and digits
	Since       time.Time // before which nobody had asked, by the code host's clock
}
