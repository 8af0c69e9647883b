package rollout

import (
	"time"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// Rollout is the moving of a target from its stable version to a candidate.
type Rollout struct {
	ID        ID       `json:"id"`
	Revision  int64    `json:"revision"` // rises by one with each write
	Target    Target   `json:"target"`
	Release   Release  `json:"release"`
	Strategy  Strategy `json:"strategy"`
	By        string   `json:"by"`                  // Slack user id
	Channel   string   `json:"channel"`             // Slack channel id of its message
	Reason    string   `json:"reason,omitempty"`    // why it was asked for; untrusted text
	Reports   bool     `json:"reports,omitempty"`   // a code host is told of it
	Builds    bool     `json:"builds,omitempty"`    // what has no image is built by a workflow
	Announces bool     `json:"announces,omitempty"` // that it was taken back is told to a topic, too
	Drill     *Drill   `json:"drill,omitempty"`     // set when its release is known to be bad
	Incident  string   `json:"incident,omitempty"`  // id of the incident that had it taken back, or that it takes back from
	RedBefore []string `json:"redBefore,omitempty"` // names of the alarms that were red when it began: context, never a veto; untrusted
	Fence     int64    `json:"fence"`               // number of its ownership of the target

	Phase    Phase     `json:"phase"`
	Created  time.Time `json:"created"`
	Since    time.Time `json:"since"`            // beginning of the phase
	Deadline time.Time `json:"deadline"`         // by when the phase, or the step, has to be over
	Wake     time.Time `json:"wake"`             // when the next tick is due; zero once it has ended
	Stages   []Stage   `json:"stages,omitempty"` // when it came into each phase, in order
	Ended    time.Time `json:"ended,omitzero"`   // when it ended
	Cause    Cause     `json:"cause,omitzero"`   // why it failed, was cancelled or rolled back
	Pause    *Pause    `json:"pause,omitempty"`  // set while it is paused
	Held     bool      `json:"held,omitempty"`   // when it ended, it was still held back for its workflow
	Build    *Build    `json:"build,omitempty"`
	Health   *Health   `json:"health,omitempty"` // the latest health check
	Failures int       `json:"failures,omitempty"`
	Problem  string    `json:"problem,omitempty"` // what the latest turn failed with, before any traffic; for people

	Stable        Version      `json:"stable,omitempty"`       // what was live, and what a rollback goes to
	StableRelease Release      `json:"stableRelease,omitzero"` // what the stable version was made of
	Candidate     Version      `json:"candidate,omitempty"`    // what is being rolled out
	Move          *Move        `json:"move,omitempty"`         // the latest change of traffic that was ordered
	Moves         int          `json:"moves,omitempty"`        // how many there were, somebody else's included
	Adopted       *Move        `json:"adopted,omitempty"`      // the split that live had when it began, and when live was whole and ours
	Shares        []Share      `json:"shares,omitempty"`       // what the candidate was seen to have of the traffic
	Looked        time.Time    `json:"looked,omitzero"`        // when live was looked at last
	Step          int          `json:"step"`                   // index into Strategy.Steps
	Manual        float64      `json:"manual,omitempty"`       // weight that a person set by hand, in place of the step's
	Probing       time.Time    `json:"probing,omitzero"`       // since when the undecided step is probed; zero while it is not
	Probed        time.Time    `json:"probed,omitzero"`        // end of the last minute with which synthetic calls were sent
	Unjudged      judge.Counts `json:"unjudged,omitzero"`      // synthetic calls that wait for the next minute that is judged
	ProbeProblem  string       `json:"probeProblem,omitempty"` // why the latest synthetic calls could not be made
	Rerouted      int          `json:"rerouted,omitempty"`     // the move whose routing a person takes as it is, though it does not fit the weight
	Accepted      bool         `json:"accepted,omitempty"`     // a person takes it as it is, watched or not
	LockAfter     bool         `json:"lockAfter,omitempty"`    // lock the target once the traffic is back
	Judging       Judging      `json:"judging,omitzero"`       // evidence so far
	IsRollback    bool         `json:"isRollback,omitempty"`   // asked for as a rollback of a finished deploy
	Until         time.Time    `json:"until,omitzero"`         // when another rollout had brought another version in the place of the one that this one has brought
	Replaced      ID           `json:"replaced,omitempty"`     // that other rollout
	Holder        string       `json:"holder,omitempty"`       // Slack user id of whoever kept deploys out when it was taken back; is told, and keeps the lock
	Fresh         []Judgement  `json:"-"`                      // judgements made by the latest Advance; stored as records of their own
}

// Cause is why a rollout did not end as it was meant to.
type Cause struct {
	Code   string `json:"code"`         // stable and machine-readable: see the Cause constants
	Text   string `json:"text"`         // one sentence; may hold untrusted text
	By     string `json:"by,omitempty"` // Slack user id, when a person wanted it
	Wanted bool   `json:"wanted,omitempty"`
}

// Codes of causes.
const (
	CauseVerdict      = "verdict"      // the judge found the candidate worse
	CauseHealth       = "health_check" // the candidate failed its health check
	CauseBuild        = "build"        // no image could be had
	CauseArtifact     = "artifact"     // the image is not the one that an earlier environment has verified
	CauseVersion      = "version"      // the version could not be published
	CauseInconclusive = "inconclusive" // undecided, and the policy says to go back
	CauseDeadline     = "deadline"     // nobody decided in time
	CauseForeign      = "foreign"      // somebody else changed the alias
	CauseAbort        = "abort"        // a person stopped it
	CauseRollback     = "rollback"     // a person asked for the version before
	CauseAlarm        = "alarm"        // an alarm was red, and the evidence was against the candidate
	CauseDrill        = "drill"        // it was a drill, and nothing took it back in time
	CauseLost         = "lost"         // another rollout owns the target now
	CauseRescued      = "rescued"      // its ticks had stopped, and the engine's last resort took the traffic back
	CauseNoStable     = "nothing_stable"
)

// Pause is a rollout that waits for a person. It is judged all the same: a fail
// still rolls back, and at Until the traffic goes back.
type Pause struct {
	Code   string    `json:"code"` // "asked", "inconclusive", "metrics", "foreign", "manual", "misrouted", "held"
	Reason string    `json:"reason,omitempty"`
	By     string    `json:"by,omitempty"` // Slack user id; empty when the rollout paused itself
	Since  time.Time `json:"since"`
	Until  time.Time `json:"until"`
}

// Codes of pauses.
const (
	PauseAsked        = "asked"
	PauseInconclusive = "inconclusive"
	PauseMetrics      = "metrics"
	PauseForeign      = "foreign"
	PauseManual       = "manual"
	PauseMisrouted    = "misrouted"
	PauseHeld         = "held" // before any traffic, until the workflow that began it switches
)

// Move is a change of traffic that was ordered, and whether it was seen.
type Move struct {
	From Routing   `json:"from"`
	To   Routing   `json:"to"`
	Seen time.Time `json:"seen,omitzero"` // when the alias was first seen at To
}

// Share is what the candidate was seen to have of the traffic from a time on,
// whoever saw to that.
type Share struct {
	Since  time.Time `json:"since"` // when the alias was looked at before, and was otherwise
	From   time.Time `json:"from"`  // when it was first seen at the weight
	Weight float64   `json:"weight"`
	Move   int       `json:"move"` // which of the moves: ours, or somebody else's
}

// Judging is the evidence about the candidate so far.
type Judging struct {
	State   judge.State   `json:"state"`
	To      time.Time     `json:"to,omitzero"` // end of the last judged minute
	Verdict judge.Verdict `json:"verdict,omitzero"`
	Move    int           `json:"move,omitempty"`    // which of the moves the state is about
	Calls   int64         `json:"calls,omitempty"`   // all calls of the candidate that were judged
	Errors  int           `json:"errors,omitempty"`  // unreadable readings in a row
	Problem string        `json:"problem,omitempty"` // why the latest reading failed
	Shadow  *Judgement    `json:"shadow,omitempty"`  // the first minute that would have taken it back, where the judge only looks on
}

// Moved says that the candidate may have had traffic. It does not ask the latest
// move, which is forgotten when a person takes over a foreign change.
func (r Rollout) Moved() bool { return r.Moves > 0 || r.IsRollback }

// First says that nothing was live when the rollout began. It has no traffic to
// share, nothing to compare with and no way back.
func (r Rollout) First() bool { return r.Stable == "" }

// MustSee says that the rollout may not end without a look at the aliases, since
// the candidate may have traffic, or may be getting its first.
func (r Rollout) MustSee() bool { return r.Moved() || r.First() && r.Move != nil }

// Weight is the share of traffic that the current step asks for.
func (r Rollout) Weight() float64 {
	if r.Manual > 0 {
		return r.Manual
	}
	if r.Step < len(r.Strategy.Steps) {
		return r.Strategy.Steps[r.Step].Weight
	}
	return 1
}

// Stamp is what the rollout writes on the aliases it owns.
func (r Rollout) Stamp() Stamp {
	return Stamp{Rollout: r.ID, Fence: r.Fence, Move: r.Moves, Deadline: r.Deadline}
}

// Key is where the rollout is stored.
func (r Rollout) Key() Key { return RolloutKey(r.ID) }

// RolloutKey is where a rollout is stored.
func RolloutKey(id ID) Key { return Key{Kind: "rollout", ID: string(id)} }

// Rev lets the loser of two ticks drop out.
func (r Rollout) Rev() (int64, Guard) { return r.Revision, Next }

// Indexes lists the open rollouts, and all of a target's.
func (r Rollout) Indexes() []string {
	indexes := []string{TargetIndex(r.Target), AllIndex}
	if !r.Phase.Ended() {
		indexes = append(indexes, OpenIndex)
	}
	return indexes
}

// Indexes of rollouts.
const (
	OpenIndex = "rollouts/open" // those that have not ended
	AllIndex  = "rollouts/all"
)

// TargetIndex lists a target's rollouts.
func TargetIndex(t Target) string { return "rollouts/" + t.String() }

// Brought is the version that was live when the rollout ended, or nothing when
// it changed nothing.
func (r Rollout) Brought() Version {
	switch r.Phase {
	case Succeeded:
		return r.Candidate
	case RolledBack:
		return r.Stable
	case Pending, Building, Deploying, Checking, AwaitingApproval, Shifting, Promoting, Watching, RollingBack, Failed, Cancelled:
		return ""
	}
	return ""
}

// Replaces says that the rollout has brought another version in the place of the one that
// was live before.
func (r Rollout) Replaces() bool {
	return !r.First() && (r.Phase == Succeeded || r.Phase == RolledBack && r.IsRollback)
}
