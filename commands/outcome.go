package commands

import (
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// Outcome is what a command has to tell whoever asked. What changed state is
// told to the channel besides, by a notice.
type Outcome interface{ outcome() }

// Started says that a rollout has begun (or a rollback of a finished deploy).
type Started struct{ Rollout rollout.Rollout }

// Changed says that a rollout under way was changed: "pause", "resume",
// "promote", "abort", "rollback" or "weight".
type Changed struct {
	Action  string
	Rollout rollout.Rollout
}

// HoldChanged says that a target was locked or unlocked.
type HoldChanged struct {
	Target rollout.Target
	Hold   *rollout.Hold // nil when it was unlocked
}

// Planned is what a deploy would do, and every gate.
type Planned struct {
	Target   rollout.Target
	Release  rollout.Release
	Live     rollout.Published // without a version when nothing is live: the deploy would be the first
	Adopts   rollout.Routing   // the split that it would end first; zero when there is none
	Strategy rollout.Strategy
	Gates    []GateResult
	Ships    *rollout.Comparison // what lies between what is live and the release; nil when nobody knows, or nothing is live
	Unknown  string              // why nobody knows; empty when somebody does, or there is nothing to compare; untrusted
	Flagged  []string            // files below watched paths that it would change
	Red      []string            // names of the alarms that are red now: context, never a gate; untrusted
	Proposal string              // id of the proposal that can be confirmed; empty when there is none
	Asked    bool                // it was asked for, and is done once it is confirmed; else it was only looked at
	Changed  rollout.Text        // what is otherwise since it was proposed before; nil the first time
}

// Dismissed says that a proposed deploy, or a proposed rollback, will not happen.
type Dismissed struct {
	Target rollout.Target
	Back   rollout.Version // that a rollback would have gone to; empty for a deploy
}

// GateResult is what one gate says of a deploy.
type GateResult struct {
	Name    string
	Refusal *rollout.Refusal // nil when it is open
	Idle    bool             // the environment asks for nothing there, so that being open says nothing
}

// StatusShown is what is live where: one page of it, those that need a look first.
type StatusShown struct {
	Where   rollout.Target // empty parts mean all
	Targets []TargetStatus // of the page, as the account says now
	Page    int            // from 1
	Pages   int
	Of      int          // how many targets there are in all
	Count   StatusCounts // over all of them, as the store says
}

// StatusCounts are how many targets there are of which something is to be said.
type StatusCounts struct{ Moving, Red, Held, Drifting int }

// TargetStatus is what is live on one target.
type TargetStatus struct {
	Target  rollout.Target
	Live    rollout.Published
	Weight  float64          // share of the candidate, 0 when nothing moves
	Since   time.Time        // when the live version got there; zero if unknown
	By      string           // who brought it there; empty if unknown
	Rollout *rollout.Rollout // the open one
	Hold    *rollout.Hold
	Head    *rollout.Head // the newest commit of the service's main branch, when it is not live here; nil when it is, or is not known
	Red     []string      // names of the alarms that are red now; untrusted
	Drift   *Lag          // it is behind the environment before it; nil when it is not, or that is not known
	Waiting int           // how many commits of the main branch are not live here; 0 when none is, or that is not known
	// Recalled says that the account has not answered in time: what is live is what our own
	// rollouts have left, and somebody else may have changed it.
	Recalled bool
	Problem  string // why nobody knows what is live
}

// HistoryShown is the last rollouts, newest first.
type HistoryShown struct {
	Where    rollout.Target // empty parts mean all
	Rollouts []rollout.Rollout
	Page     int  // from 1
	More     bool // there are older ones
}

// CanaryShown is how a rollout's traffic is split right now.
type CanaryShown struct {
	Target  rollout.Target
	Live    rollout.Routing
	Rollout *rollout.Rollout // the open one, or nil
}

// Explained is how a rollout was judged, minute by minute.
type Explained struct {
	Rollout rollout.Rollout
	Minutes []rollout.Replayed
	Back    *rollout.Rollout // the rollback that was asked about, which went back from it; nil when it was asked about itself
}

// HelpShown asks for the help on a topic; empty for all.
type HelpShown struct{ Topic string }

// IncidentChanged says that somebody's word on an incident was noted: "acknowledge" or
// "snooze".
type IncidentChanged struct {
	Action   string
	Incident rollout.Incident
}

// BackAsked says that a rollback was not begun, since what lies between the two versions
// may not be undone by it: whoever wants it all the same confirms the proposal.
type BackAsked struct {
	Target   rollout.Target
	From, To rollout.Published
	Flagged  []string     // files below watched paths that changed between them; untrusted
	Proposal string       // id of the proposal that can be confirmed
	Changed  rollout.Text // what is otherwise since it was asked before; nil the first time
}

// Examined is what the doctor found.
type Examined struct {
	Where     rollout.Target // empty parts mean all
	Diagnoses []rollout.Diagnosis
	Took      time.Duration
}

func (IncidentChanged) outcome() {}
func (BackAsked) outcome()       {}
func (Examined) outcome()        {}
func (Started) outcome()         {}
func (Changed) outcome()         {}
func (HoldChanged) outcome()     {}
func (Planned) outcome()         {}
func (StatusShown) outcome()     {}
func (HistoryShown) outcome()    {}
func (CanaryShown) outcome()     {}
func (Explained) outcome()       {}
func (HelpShown) outcome()       {}
func (Dismissed) outcome()       {}
