// Package worker does what the front has queued: it carries out a job, and
// answers whoever asked, whatever happens; and it sends what commands and ticks
// have put into the outbox.
package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// Runner carries out commands.
type Runner interface {
	Run(ctx context.Context, q commands.Request) (commands.Outcome, error)
	Undo(ctx context.Context, q commands.Request, id rollout.ID) (commands.Outcome, error)
}

// Answerer tells one person.
type Answerer interface {
	Respond(ctx context.Context, responseURL string, m views.Message) error
	Ephemeral(ctx context.Context, channel, user string, m views.Message) error
}

// Poster tells a channel.
type Poster interface {
	Post(ctx context.Context, channel string, m views.Message) (ts string, err error)
	Update(ctx context.Context, channel, ts string, m views.Message) error
	Find(ctx context.Context, channel, rollout string, since time.Time) (ts string, err error)
}

// Options are what a worker needs.
type Options struct {
	Commands Runner
	Store    commands.Store
	Answers  Answerer
	Posts    Poster
	Fallback string           // channel for notices whose own channel is gone
	Now      func() time.Time // the clock that rollouts live by, for what views show
	Real     func() time.Time // Slack's clock, for pacing edits
	NewRef   func() string    // short references for errors
	Log      *slog.Logger
}

// Worker does jobs and sends notices.
type Worker struct{ Options }

// New makes a worker.
func New(o Options) *Worker { return &Worker{Options: o} }

// Handle does one job. Whoever asked gets an answer, even on a panic; so what a
// job does is never an error of the queue's, and it is not delivered again.
func (w *Worker) Handle(ctx context.Context, j job.Job) {
	m, answer := w.attempt(ctx, j)
	if !answer {
		return
	}
	// An answer is worth sending even when the job has used up its time.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := w.Answers.Respond(ctx, j.ResponseURL, m); err == nil {
		return
	}
	if err := w.Answers.Ephemeral(ctx, j.Channel, j.User, m); err != nil {
		w.Log.ErrorContext(ctx, "nobody could be told", "user", j.User, "channel", j.Channel, "error", err)
	}
}

// attempt carries out the job and renders what came of it.
func (w *Worker) attempt(ctx context.Context, j job.Job) (m views.Message, answer bool) {
	defer func() {
		if p := recover(); p != nil {
			m, answer = w.broken(ctx, fmt.Errorf("panic: %v\n%s", p, debug.Stack())), true
		}
	}()
	out, err := w.carryOut(ctx, j)
	return w.render(ctx, j, out, err)
}

func (w *Worker) carryOut(ctx context.Context, j job.Job) (commands.Outcome, error) {
	q := commands.Request{ID: j.ID, Actor: j.User, Channel: j.Channel}
	if j.Click != nil {
		return w.press(ctx, q, j)
	}
	cmd, err := grammar.Unmarshal(j.Command)
	if err != nil {
		return nil, err
	}
	q.Command = cmd
	return w.Commands.Run(ctx, q)
}

// render turns an outcome into the private answer. A repeated message and a
// rollout that has a message of its own need none.
func (w *Worker) render(ctx context.Context, j job.Job, out commands.Outcome, err error) (views.Message, bool) {
	var refusal *rollout.Refusal
	var ours *rollout.Error
	switch {
	case errors.Is(err, commands.ErrRepeated):
		return views.Message{}, false
	case errors.As(err, &refusal):
		w.Log.InfoContext(ctx, "refused", "user", j.User, "channel", j.Channel, "code", refusal.Code)
		return views.Refused(refusal), true
	case errors.As(err, &ours):
		w.Log.WarnContext(ctx, "not done", "user", j.User, "kind", ours.Kind, "error", err)
		return views.Failed(ours), true
	case err != nil:
		return w.broken(ctx, err), true
	}
	return views.Outcome(out, views.Options{Now: w.Now()}), true
}

func (w *Worker) broken(ctx context.Context, err error) views.Message {
	ref := w.NewRef()
	w.Log.ErrorContext(ctx, "something broke", "ref", ref, "error", err)
	return views.Broken(ref)
}
