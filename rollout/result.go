package rollout

import (
	"cmp"
	"time"
)

// Result is what came of a rollout, in the few words that summaries and reports are
// made of. It is written once the rollout has ended, and again when that is not all:
// when its commits are known, or when what it brought was taken back after all.
type Result struct {
	Rollout  ID          `json:"rollout"`
	Revision int64       `json:"revision"`
	Target   Target      `json:"target"`
	Release  Release     `json:"release"` // that it shipped, or that a rollback has brought back; its words are untrusted
	By       string      `json:"by"`      // Slack user id
	Kind     ResultKind  `json:"kind"`
	Phase    Phase       `json:"phase"`           // in which it ended
	Cause    string      `json:"cause,omitempty"` // code of a Cause, if it did not succeed
	Began    time.Time   `json:"began"`
	Moved    time.Time   `json:"moved,omitzero"` // when its version got its first traffic; zero: none
	Full     time.Time   `json:"full,omitzero"`  // when its version had all of the traffic; zero: never
	Ended    time.Time   `json:"ended"`
	Fault    *Fault      `json:"fault,omitempty"`   // it had traffic and was taken back, under way or afterwards; nil: it was not
	Commits  []time.Time `json:"commits,omitempty"` // when those that it ships were committed, newest first; at most 250
	Total    int         `json:"total,omitempty"`   // how many commits it ships; 0 while that is not known
}

// ResultKind says what a rollout was for.
type ResultKind string

// The kinds of results.
const (
	Deployed     ResultKind = "deploy"
	WentBack     ResultKind = "rollback" // of a finished deploy
	DrillResult  ResultKind = "drill"
	RepeatResult ResultKind = "repeat" // the same commit as a deploy before, which is no news
)

// Fault is why a version that had traffic was taken back, and when.
type Fault struct {
	FirstBad time.Time `json:"firstBad,omitzero"` // beginning of the first bad minute; zero when nobody knows
	Gone     time.Time `json:"gone"`              // the way back began
	Restored time.Time `json:"restored,omitzero"` // the alias was seen back; zero while it was not
	By       string    `json:"by"`                // Slack user id of whoever wanted it, or Slipway
	Rollout  ID        `json:"rollout,omitempty"` // that took it back afterwards; empty when it did so itself
	Incident string    `json:"incident,omitempty"`
}

// Recalling is the result with what it was known before and is not any more: what led to
// it may have been forgotten since.
func (r Result) Recalling(was Result) Result {
	if was.Kind == RepeatResult && r.Kind == Deployed {
		r.Kind = was.Kind
	}
	if r.Total == 0 {
		r.Total = was.Total
	}
	if len(r.Commits) < len(was.Commits) {
		r.Commits = was.Commits
	}
	switch {
	case was.Fault == nil:
	case r.Fault == nil:
		r.Fault = was.Fault
	case r.Fault.FirstBad.IsZero() && !was.Fault.FirstBad.IsZero():
		known := *r.Fault
		known.FirstBad, known.Incident = was.Fault.FirstBad, cmp.Or(known.Incident, was.Fault.Incident)
		r.Fault = &known
	}
	return r
}

// Key is where it is stored.
func (r Result) Key() Key { return ResultKey(r.Rollout) }

// ResultKey is where it is stored what came of a rollout.
func ResultKey(id ID) Key { return Key{Kind: "result", ID: string(id)} }

// Rev lets one of two changes go first.
func (r Result) Rev() (int64, Guard) { return r.Revision, Next }

// Indexes lists those that ended in one month, and where a commit went all the way, each
// by their rollouts' ids.
func (r Result) Indexes() []string {
	indexes := []string{ResultsIndex(r.Ended)}
	if r.Phase == Succeeded && (r.Kind == Deployed || r.Kind == RepeatResult) {
		indexes = append(indexes, ResultsOfIndex(r.Target, r.Release.SHA))
	}
	return indexes
}

// ResultsOfIndex lists the deploys of a commit that went all the way on a target. The
// first of them brought it there, the others are repeats.
func ResultsOfIndex(t Target, sha string) string { return "results/" + t.String() + "/" + sha }

// ResultsIndex lists what ended in the month of that time, in UTC.
func ResultsIndex(at time.Time) string { return "results/" + at.UTC().Format("2006-01") }
