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

// Commits turns what a person typed into one commit.
type Commits interface {
	// Resolve answers a refusal when the ref is unknown or ambiguous.
	Resolve(ctx context.Context, service, ref string) (rollout.Release, error)
}

// Builds makes images of commits.
type Builds interface {
	State(ctx context.Context, t rollout.Target, r rollout.Release) (rollout.Build, error)
	// Start asks for a build; asking again for the same rollout changes nothing.
	Start(ctx context.Context, t rollout.Target, r rollout.Release, id rollout.ID) error
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
}
