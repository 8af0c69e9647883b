package rollout

import (
	"time"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// Observation is what the world looks like to one tick. What was not asked for
// (see Look) is nil or empty.
type Observation struct {
	Build         *Build             // state of the release's image
	Candidate     *Published         // the version made of the release; nil while there is none
	StableVersion *Published         // the stable version, read with the candidate; nil when it is not listed
	Aliases       map[Alias]AliasNow // those that exist
	Health        *Health            // what the health check said just now
	Minutes       []judge.Minute     // settled minutes that were not judged yet, in order
	Unread        string             // why the metrics could not be read; empty if they could
	Probes        *judge.Counts      // what synthetic calls to the candidate gave just now; nil when there were none
	NoProbes      string             // why those that were asked for could not be made; empty if they could
}

// Published is a version of the function, and what it was made of. Role and
// DeadLetter are the execution role and the dead-letter target that it was
// published with: an alias cannot split between versions that differ in them.
type Published struct {
	Version      Version   `json:"version"`
	Release      Release   `json:"release,omitzero"` // SHA and digest only; empty when it is not one of ours
	Created      time.Time `json:"created,omitzero"`
	Ready        bool      `json:"ready,omitempty"`        // it can be invoked
	Failed       string    `json:"failed,omitempty"`       // why it never will be; empty if it may
	Role         string    `json:"role,omitempty"`         // empty when it is not known
	DeadLetter   string    `json:"deadLetter,omitempty"`   // empty when it has none, or Role is not known either
	Architecture string    `json:"architecture,omitempty"` // "arm64" or "x86_64"; empty when it is not known
}

// MinutesQuery asks for the metrics of a rollout's two versions.
type MinutesQuery struct {
	Target            Target
	Stable, Candidate Version
	From, To          time.Time     // From ≤ t < To, whole minutes
	Whole             time.Time     // from here on the candidate has all of the traffic; zero if it has not
	SlowCall          time.Duration // a call that takes longer counts as slow; 0: none does
}

// AliasNow is an alias as it was read.
type AliasNow struct {
	Routing     Routing
	Description string
	Revision    string // the alias's RevisionId, for the next write
}

// Health is what a health check and the smoke tests said.
type Health struct {
	Version Version   `json:"version"`
	OK      bool      `json:"ok"`
	Status  int       `json:"status,omitempty"` // HTTP status of the answer; 0 when there was none
	Detail  string    `json:"detail,omitempty"` // what was wrong; untrusted text
	At      time.Time `json:"at"`
}

// Look is what the next Advance needs to see. Whoever observes asks for no more.
type Look struct {
	Build     bool
	Candidate bool // and the stable version
	Aliases   bool
	Health    Version   // version to check; empty for none
	From, To  time.Time // minutes of metrics to read, From ≤ t < To; none when From is not before To
	Whole     time.Time // from this minute on the candidate has all of the traffic; zero if it has not
	Probes    int       // synthetic calls to send to the candidate's version
}

// Look says what the next Advance at that time needs to see.
func (r Rollout) Look(at time.Time) Look {
	switch r.Phase {
	case Building:
		return Look{Build: true}
	case Deploying:
		return Look{Candidate: true, Aliases: true}
	case Checking:
		return Look{Aliases: true, Health: r.Candidate}
	case Shifting, Watching:
		l := Look{Aliases: true}
		l.From, l.To = r.unjudged(at)
		if settled := r.settled(at); r.probes() && l.To.Equal(settled) && r.Probed.Before(settled) {
			l.Probes = r.Strategy.Probes
		}
		l.Whole = r.whole()
		return l
	case Promoting:
		return Look{Aliases: true}
	case RollingBack:
		l := Look{Aliases: true}
		if r.Move != nil && r.Move.To == All(r.Stable) && !r.Move.Seen.IsZero() {
			l.Health = r.Stable
		}
		return l
	case Pending, AwaitingApproval, Succeeded, RolledBack, Failed, Cancelled:
		return Look{}
	}
	return Look{}
}

// perTurn is how much is judged in one turn at most. Each judged minute is a row
// of its own, and a store writes only so many at once.
const perTurn = 20 * time.Minute

// unjudged are the minutes that have settled and were not judged yet, as many as
// one turn judges.
func (r Rollout) unjudged(at time.Time) (from, to time.Time) {
	if len(r.Shares) == 0 {
		return time.Time{}, time.Time{}
	}
	from = r.Judging.To
	if from.IsZero() {
		from = r.Shares[0].From.Truncate(time.Minute)
	}
	to = r.settled(at)
	if most := from.Add(perTurn); most.Before(to) {
		to = most
	}
	return from, to
}

// settled is the end of the last minute whose datapoints are in: minute t is
// judged only after t + 1 min + settle (judge.md).
func (r Rollout) settled(at time.Time) time.Time {
	return at.Add(-r.Strategy.Settle).Truncate(time.Minute)
}
