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
	"strings"
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

// Store keeps what was posted, the notices that are to be, and how rollouts were
// judged.
type Store interface {
	Load(ctx context.Context, key rollout.Key) (rollout.Stored, error)
	Query(ctx context.Context, q rollout.Query) ([]rollout.Stored, error)
	Commit(ctx context.Context, c rollout.Change) error
}

// Options are what a worker needs.
type Options struct {
	Commands Runner
	Store    Store
	Answers  Answerer
	Posts    Poster
	Fallback string           // channel for notices whose own channel is gone; empty for none
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
	if !meant(j) {
		return
	}
	if m, answer := w.attempt(ctx, j); answer {
		// An answer is worth sending even when the job has used up its time.
		w.answer(context.WithoutCancel(ctx), j, m)
	}
}

// GiveUp tells whoever asked for a job that it was tried several times and is not
// tried again. It never fails: nobody is left who could do better.
func (w *Worker) GiveUp(ctx context.Context, j job.Job) {
	if !meant(j) {
		return
	}
	var what, line, action string
	if j.Click != nil {
		what, action = j.Click.Action, j.Click.Action
	} else if cmd, err := grammar.Unmarshal(j.Command); err == nil {
		what, line = cmd.Name(), grammar.Line(cmd)
	}
	w.Log.ErrorContext(ctx, "a job was given up", "user", j.User, "channel", j.Channel, "what", what)
	w.answer(ctx, j, views.GivenUp(line, action))
}

// meant says whether a job is for us: Slack tells of links too that somebody opened.
func meant(j job.Job) bool { return j.Click == nil || strings.HasPrefix(j.Click.Action, ours) }

// answerTime is how long each way of answering may take.
const answerTime = 5 * time.Second

// answer tells whoever asked by the job's response_url, and if that does not work
// any more, by a message that only they see.
func (w *Worker) answer(ctx context.Context, j job.Job, m views.Message) {
	err := within(ctx, answerTime, func(ctx context.Context) error {
		return w.Answers.Respond(ctx, j.ResponseURL, m)
	})
	if err == nil {
		return
	}
	err = within(ctx, answerTime, func(ctx context.Context) error {
		return w.Answers.Ephemeral(ctx, j.Channel, j.User, m)
	})
	if err != nil {
		w.Log.ErrorContext(ctx, "nobody could be told", "user", j.User, "channel", j.Channel, "error", err)
	}
}

func within(ctx context.Context, d time.Duration, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	return do(ctx)
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
	if err := w.inTime(ctx, j); err != nil {
		return nil, err
	}
	q := commands.Request{ID: j.ID, Received: j.Received, Actor: j.User, Channel: j.Channel}
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

// render turns what came of a job into the private answer. A repeated message
// needs none, since its twin has had, or will have, the answer; nor does a rollout
// whose own message appears right where it was asked for.
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
	if started, ok := out.(commands.Started); ok && started.Rollout.Channel == j.Channel {
		return views.Message{}, false
	}
	return views.Outcome(out, views.Options{Now: w.Now()}), true
}

func (w *Worker) broken(ctx context.Context, err error) views.Message {
	ref := w.NewRef()
	w.Log.ErrorContext(ctx, "something broke", "ref", ref, "error", err)
	return views.Broken(ref)
}
