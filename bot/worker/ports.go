package worker

import (
	"context"
	"log/slog"
	"time"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// Runner carries out commands.
type Runner interface {
	Run(ctx context.Context, q commands.Request) (commands.Outcome, error)
	Undo(ctx context.Context, q commands.Request, id rollout.ID) (commands.Outcome, error)
	// Undoable is the rollout that Undo would take back, or why it would not. It
	// changes nothing.
	Undoable(ctx context.Context, q commands.Request, id rollout.ID) (rollout.Rollout, error)
}

// Proposals are deploys, and rollbacks, that were shown to somebody who may confirm them.
type Proposals interface {
	Confirm(ctx context.Context, q commands.Request, id string) (commands.Outcome, error)
	BackAnyway(ctx context.Context, q commands.Request, id string) (commands.Outcome, error)
	Dismiss(ctx context.Context, q commands.Request, id string) (commands.Outcome, error)
}

// Incidents are those that somebody has an eye on, by their ids.
type Incidents interface {
	Acknowledge(ctx context.Context, q commands.Request, id string) (commands.Outcome, error)
	Snooze(ctx context.Context, q commands.Request, id string) (commands.Outcome, error)
	// BackFrom takes back what an incident suspects.
	BackFrom(ctx context.Context, q commands.Request, id string) (commands.Outcome, error)
}

// Builds are those that a rollout waits for, or has failed by.
type Builds interface {
	RetryBuild(ctx context.Context, q commands.Request, id rollout.ID) (commands.Outcome, error)
	ApproveGate(ctx context.Context, q commands.Request, id rollout.ID) (commands.Outcome, error)
}

// CodeHost is what the commands have to do with a code host, and hear from it.
type CodeHost interface {
	// Errand does what a notice that is for nobody in Slack asks for, if there still is
	// anything to do. Doing it twice is harmless; after an error it is tried again.
	Errand(ctx context.Context, n rollout.Notice) error
	// Hear takes note of news; that it comes twice is no error.
	Hear(ctx context.Context, n commands.News) error
	// Shipping is what a rollout ships, which it looks up and keeps if nobody has yet;
	// zero when there is nothing to tell of.
	Shipping(ctx context.Context, r rollout.Rollout) (rollout.Shipping, error)
}

// Screens say what there is to show that is not a message, and change nothing that
// anybody sees.
type Screens interface {
	// Form is the form with what stands in it, as fast as it can be had; FormLooked is
	// that with the next thing that there is to look up, and whether there is another.
	Form(ctx context.Context, q commands.Request, filled commands.Filled) (commands.FormShown, error)
	FormLooked(ctx context.Context, f commands.FormShown) (next commands.FormShown, more bool)
	// Home is the Home tab; a request with an ID is somebody's look at it.
	Home(ctx context.Context, q commands.Request) (commands.HomeShown, error)
}

// Summaries say what was shipped in a day or a week.
type Summaries interface {
	// Told is the summary that a notice tells of.
	Told(ctx context.Context, n rollout.Notice) (commands.SummaryShown, error)
}

// Homes knows whose Home tab is to show what has changed.
type Homes interface {
	// Viewers are the Slack user ids of those who have looked at it lately, by the real time.
	Viewers(ctx context.Context, now time.Time) ([]string, error)
}

// Links shows what links to us are about.
type Links interface {
	// Person is somebody who has posted a link.
	Person(ctx context.Context, id string) (commands.Person, error)
	// Unfurl shows cards below a message, each for one of its links.
	Unfurl(ctx context.Context, id, source string, cards map[string]views.Message) error
}

// Pictures shares pictures in a channel.
type Pictures interface {
	Upload(ctx context.Context, channel string, f views.File) error
}

// Dialogs shows what is not a message.
type Dialogs interface {
	OpenView(ctx context.Context, trigger string, v views.Dialog) (id string, err error)
	UpdateView(ctx context.Context, id string, v views.Dialog) error
	PublishView(ctx context.Context, user string, v views.Tab) error
}

// Answerer tells one person: beside what they see, or in the place of the message
// that they clicked in.
type Answerer interface {
	Respond(ctx context.Context, responseURL string, m views.Message) error
	Replace(ctx context.Context, responseURL string, m views.Message) error
	Ephemeral(ctx context.Context, channel, user string, m views.Message) error
}

// Poster tells a channel, or the thread below one of its messages; an empty thread is
// the channel itself.
type Poster interface {
	Post(ctx context.Context, channel, thread string, m views.Message) (ts string, err error)
	Update(ctx context.Context, channel, ts string, m views.Message) error
	Find(ctx context.Context, channel, thread, rollout string, since time.Time) (ts string, err error)
}

// Store keeps what was posted, the notices that are to be, and how rollouts were
// judged.
type Store interface {
	Load(ctx context.Context, key rollout.Key) (rollout.Stored, error)
	Query(ctx context.Context, q rollout.Query) ([]rollout.Stored, error)
	Commit(ctx context.Context, c rollout.Change) error
}

// Options are what a worker needs.
type Options struct {
	Commands  Runner
	Proposals Proposals
	Builds    Builds
	Incidents Incidents
	CodeHost  CodeHost
	Screens   Screens
	Summaries Summaries
	Homes     Homes // nil: nobody's Home tab is shown anew
	Links     Links
	Pictures  Pictures
	Dialogs   Dialogs
	Store     Store
	Answers   Answerer
	Posts     Poster
	Page      func(service, environment string) string // where what was deployed is seen, empty for nowhere; it may be nil
	Runbook   func(service string) string              // where it says what to do when its alarms are red, empty for nowhere; it may be nil
	Fallback  string                                   // channel for notices whose own channel is gone; empty for none
	Now       func() time.Time                         // the clock that rollouts live by, for what views show
	Real      func() time.Time                         // Slack's clock, for pacing edits
	NewRef    func() string                            // short references for errors
	Log       *slog.Logger
}
