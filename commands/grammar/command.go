package grammar

import "time"

// Command is what a person asked for: one of the structs of this package, and
// nothing else can be one.
type Command interface {
	// Name is the command's word, such as "deploy" or "lock".
	Name() string
	// Where is the target that was named. It is zero for a rollout's id, and
	// empty in part where a command may leave something out.
	Where() Target

	sealed()
}

// Target is a service in an environment.
type Target struct {
	Service     string `json:"service,omitempty"`
	Environment string `json:"environment,omitempty"`
}

// Where returns the target itself.
func (t Target) Where() Target { return t }

func (Target) sealed() {}

// Subject is a rollout, named by its id or as the open one of a target.
type Subject struct {
	Target
	// Rollout is a ULID in upper case; empty when a target was named.
	Rollout string `json:"rollout,omitempty"`
}

// ID is the rollout that was named by its id, or empty.
func (s Subject) ID() string { return s.Rollout }

// Form asks for the form in which a deploy is filled in. It is what a bare
// /deploy means.
type Form struct {
	// Service is the one to begin with; empty where none is meant.
	Service string `json:"service,omitempty"`
}

// Deploy brings a ref to a target.
type Deploy struct {
	Target
	Ref      string `json:"ref"`                // see [Plan]
	Strategy string `json:"strategy,omitempty"` // one of [Strategies]; empty for the environment's own
	Reason   string `json:"reason,omitempty"`   // plain text of whoever typed it
}

// Plan shows what a deploy would do, and every gate in its way. Its ref is a
// commit (6 to 40 lower-case hex digits), a branch or tag, "#123" for a pull
// request, or "latest".
type Plan struct {
	Target
	Ref string `json:"ref"`
}

// Status shows what is live and what is moving. Empty parts mean all.
type Status struct {
	Target
	Page int `json:"page,omitempty"` // 1 and 0 are the first
}

// History lists the last rollouts. Empty parts mean all.
type History struct {
	Target
	Page int `json:"page,omitempty"` // 1 and 0 are the first
}

// Dashboard shows how a target's calls have gone.
type Dashboard struct {
	Target
	Range   string `json:"range,omitempty"`   // one of [Ranges]; empty: the first of them
	Chart   string `json:"chart,omitempty"`   // one of [Charts]; empty: the first of them
	Fresh   bool   `json:"fresh,omitempty"`   // numbers that were read a moment ago do not do
	Picture bool   `json:"picture,omitempty"` // as one picture of high resolution
}

// Summary says what was shipped, and how well that goes.
type Summary struct {
	Period string `json:"period,omitempty"` // Day or Week; empty: Day
	On     string `json:"on,omitempty"`     // the last day that it is about, as [time.DateOnly]; empty: the latest that is over
	Page   int    `json:"page,omitempty"`   // of what is listed; 1 and 0 are the first
}

// The periods of summaries.
const (
	Day  = "day"
	Week = "week"
)

// Ranges are how far back a dashboard can look.
func Ranges() []string { return []string{"1h", "6h", "1d", "7d"} }

// Charts are the pairs of charts that a dashboard can show.
func Charts() []string { return []string{"errors", "load", "starts", "cost"} }

// Why explains how a rollout was judged; by a target, the newest one of it.
type Why struct{ Subject }

// Promote ends a rollout's waiting and gives the candidate all traffic.
type Promote struct{ Subject }

// Pause keeps a rollout at its weight.
type Pause struct {
	Subject
	Reason string `json:"reason,omitempty"`
}

// Resume lets a paused rollout go on.
type Resume struct{ Subject }

// Abort ends a rollout and takes its traffic back.
type Abort struct {
	Subject
	Reason string `json:"reason,omitempty"`
}

// Lock keeps deploys away from a target.
type Lock struct {
	Target
	Reason string `json:"reason"`
	// For is how long, in nanoseconds; zero until somebody unlocks.
	For time.Duration `json:"for,omitempty"`
}

// Unlock takes a person's lock away.
type Unlock struct{ Target }

// Rollback brings a target back to an earlier version.
type Rollback struct {
	Target
	// To is empty for the recorded last good version, or "previous", a
	// version such as "v41", or a commit of 6 to 40 hex digits.
	To string `json:"to,omitempty"`
}

// Canary shows the canary of a target, or sets its weight by hand.
type Canary struct {
	Target
	// Percent is 0 to 100; nil to show only.
	Percent *int `json:"percent,omitempty"`
}

// Drill ships a version that is known to be bad, to see it taken back.
type Drill struct{ Target }

// Doctor looks at all that Slipway relies on. Empty parts mean all.
type Doctor struct{ Target }

// Help explains a command; an empty topic means all of them.
type Help struct {
	Topic string `json:"topic,omitempty"`
}

// Name is "form".
func (Form) Name() string { return "form" }

// Where is the service alone.
func (f Form) Where() Target { return Target{Service: f.Service} }

func (Form) sealed() {}

// Name is "deploy".
func (Deploy) Name() string { return "deploy" }

// Name is "plan".
func (Plan) Name() string { return "plan" }

// Name is "status".
func (Status) Name() string { return "status" }

// Name is "history".
func (History) Name() string { return "history" }

// Name is "dashboard".
func (Dashboard) Name() string { return "dashboard" }

// Name is "summary".
func (Summary) Name() string { return "summary" }

// Where is always zero: a summary is about everything.
func (Summary) Where() Target { return Target{} }

func (Summary) sealed() {}

// Name is "why".
func (Why) Name() string { return "why" }

// Name is "promote".
func (Promote) Name() string { return "promote" }

// Name is "pause".
func (Pause) Name() string { return "pause" }

// Name is "resume".
func (Resume) Name() string { return "resume" }

// Name is "abort".
func (Abort) Name() string { return "abort" }

// Name is "lock".
func (Lock) Name() string { return "lock" }

// Name is "unlock".
func (Unlock) Name() string { return "unlock" }

// Name is "rollback".
func (Rollback) Name() string { return "rollback" }

// Name is "canary".
func (Canary) Name() string { return "canary" }

// Name is "drill".
func (Drill) Name() string { return "drill" }

// Name is "doctor".
func (Doctor) Name() string { return "doctor" }

// Name is "help".
func (Help) Name() string { return "help" }

// Where is always zero: help is about no target.
func (Help) Where() Target { return Target{} }

func (Help) sealed() {}
