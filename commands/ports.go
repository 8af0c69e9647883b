package commands

import (
	"context"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// Store keeps every record. Load and Query are strongly consistent; Commit
// writes all of a change or nothing, and answers *rollout.ConflictError when a
// guard does not hold.
type Store interface {
	Load(ctx context.Context, key rollout.Key) (rollout.Stored, error) // *rollout.MissingError
	Query(ctx context.Context, q rollout.Query) ([]rollout.Stored, error)
	Commit(ctx context.Context, c rollout.Change) error
}

// Engine calls Tick for every open rollout when it is due, and survives crashes.
type Engine interface {
	Start(ctx context.Context, id rollout.ID) error
	Wake(ctx context.Context, id rollout.ID) error
}

// Outbox sends a notice that was committed. What it loses is found again later.
type Outbox interface {
	Send(ctx context.Context, noticeID string, version int64) error
}

// Commits is what a code host knows of commits.
type Commits interface {
	// Resolve turns a ref as grammar.Plan describes it into one commit; a refusal
	// when it is unknown or ambiguous.
	Resolve(ctx context.Context, service, ref string) (rollout.Release, error)
	// Standing looks up whatever of a commit the demands ask for. A refusal says
	// what a person has to permit or to put right before it can be known.
	Standing(ctx context.Context, service, sha string, d rollout.Demands) (rollout.Standing, error)
	// Compare says what lies between two commits, by their full SHAs; an Error of
	// kind NotFound when one of them is not there any more.
	Compare(ctx context.Context, service, from, to string) (rollout.Comparison, error)
}

// Artifacts finds the images of commits.
type Artifacts interface {
	// State says whether there is an image: ready with its digest, absent, or failed
	// where there never will be one. It knows nothing of builds under way.
	State(ctx context.Context, t rollout.Target, r rollout.Release) (rollout.Build, error)
}

// Workflows runs the workflows that build images.
type Workflows interface {
	// Dispatch asks for one run that builds the commit. The run carries the
	// correlation, by which Find knows it. The Run's ID is 0 when the code host
	// started it without saying which it is. An error for which rollout.IsKind gives
	// Throttled, NotFound or Invalid says that no run was started; after any other
	// one nobody knows.
	Dispatch(ctx context.Context, o rollout.Order) (rollout.Run, error)
	// Find looks for the run of an order that was given before; false when there is
	// none, or none yet.
	Find(ctx context.Context, o rollout.Order) (rollout.Run, bool, error)
	// Look reads how a run stands now, with where it failed if it did.
	Look(ctx context.Context, service string, run int64) (rollout.Run, error)
}

// Gatekeeper ends runs, and opens the gates that they wait at.
type Gatekeeper interface {
	// Cancel ends a run; one that has ended already is no error.
	Cancel(ctx context.Context, service string, run int64) error
	// Approve opens those gates of the named environments that a run waits at, and no
	// others, with a comment that says for whom; a refusal when it waits at none of
	// them, or the code host does not let us.
	Approve(ctx context.Context, service string, run int64, gates []string, comment string) error
}

// Deployments tells a code host of rollouts.
type Deployments interface {
	// Open finds the deployment of a rollout, or makes it.
	Open(ctx context.Context, d rollout.Deployment) (int64, error)
	// Mark says how it stands; saying it twice adds nothing that matters.
	Mark(ctx context.Context, id int64, d rollout.Deployment) error
}

// Monitor reads what the monitoring knows of alarms and metrics.
type Monitor interface {
	// Alarms are those that there are of some alarms, as they are now. They are asked for
	// by name in a region, our own when it is empty, or by ARN; an Error of kind Invalid
	// when one is where nobody can look.
	Alarms(ctx context.Context, region string, names []string) ([]rollout.Signal, error)
	// Tags are those of an alarm.
	Tags(ctx context.Context, id string) (map[string]string, error)
	// Series gives the periods of a metric that have datapoints, in order.
	Series(ctx context.Context, q rollout.SeriesQuery) ([]rollout.Reading, error)
}

// Logs reads what a target's function has logged.
type Logs interface {
	// Failing gives the n failures that a version's log of From ≤ t < To speaks of most,
	// the most frequent first.
	Failing(ctx context.Context, t rollout.Target, v rollout.Version, from, to time.Time, n int) ([]rollout.Failing, error)
}

// Pager tells whoever is on call.
type Pager interface {
	Page(ctx context.Context, p rollout.Page) error
}

// Events tells a service's repository of something, so that a workflow may run.
type Events interface {
	// Event sends facts under the event's name. Sent twice, a workflow runs twice.
	Event(ctx context.Context, service, name string, facts map[string]string) error
}

// Topic is for what people must hear although chat is away.
type Topic interface {
	Publish(ctx context.Context, subject, body string) error
}

// Versions publishes Lambda versions.
type Versions interface {
	// List gives the published versions, newest first.
	List(ctx context.Context, t rollout.Target) ([]rollout.Published, error)
	// Publish sees to it that a version of the release's digest exists and can
	// take traffic, its provisioned concurrency included. It returns as soon as
	// it has asked for the next thing to happen, and is called until List shows
	// the version Ready or Failed.
	Publish(ctx context.Context, t rollout.Target, r rollout.Release, id rollout.ID) error
	// Delete removes a version; one that is gone already is no error. Whoever
	// calls it has made sure that no alias and no rollout may need the version.
	Delete(ctx context.Context, t rollout.Target, v rollout.Version) error
}

// Traffic reads and moves a target's aliases.
type Traffic interface {
	Aliases(ctx context.Context, t rollout.Target) (map[rollout.Alias]rollout.AliasNow, error)
	// Point makes an alias route as the intent says, with an explicit routing
	// map and the RevisionId that was read; an Error of kind Stale when the
	// alias was changed meanwhile.
	Point(ctx context.Context, t rollout.Target, i rollout.Intent) error
}

// Metrics reads counts of calls, errors and slow calls.
type Metrics interface {
	// Minutes gives the minutes that have datapoints, in order.
	Minutes(ctx context.Context, q rollout.MinutesQuery) ([]judge.Minute, error)
}

// Health calls versions directly, so that the calls are in no alias's metrics. What
// a version answers, or that it does not, is a finding; an error is only that it
// could not be asked.
type Health interface {
	// Check invokes a version with the target's health payload and runs the smoke
	// tests.
	Check(ctx context.Context, t rollout.Target, v rollout.Version) (rollout.Health, error)
	// Probe sends n such calls, or as many as there is time for, and counts those
	// that failed and those that took longer than slow (0: none does).
	Probe(ctx context.Context, t rollout.Target, v rollout.Version, n int, slow time.Duration) (judge.Counts, error)
}

// People looks people up.
type People interface {
	// Person answers a *rollout.MissingError for somebody unknown.
	Person(ctx context.Context, id string) (Person, error)
}

// Person is somebody in the workspace, as the directory says; never as they say.
type Person struct {
	ID, Name                      string
	Guest, Stranger, Bot, Deleted bool
	Workflow                      bool // a run of a workflow, whose ID is [WorkflowActor] and the login of whoever started it
}
