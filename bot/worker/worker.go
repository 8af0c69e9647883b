// Package worker does what the front has queued: it carries out a job, and
// answers whoever asked, whatever happens; and it sends what commands and ticks
// have put into the outbox.
package worker

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
)

// Worker does jobs and sends notices.
type Worker struct{ Options }

// New makes a worker.
func New(o Options) *Worker {
	if o.Page == nil {
		o.Page = func(string, string) string { return "" }
	}
	if o.Runbook == nil {
		o.Runbook = func(string) string { return "" }
	}
	return &Worker{Options: o}
}

// Handle does one job. Whoever asked gets an answer, even on a panic; so what a
// job does is never an error of the queue's, and it is not delivered again. Only of
// news nobody has asked for is there an error, which means: deliver it again.
func (w *Worker) Handle(ctx context.Context, j job.Job) error {
	switch {
	case j.Event != nil:
		return w.hear(ctx, j)
	case j.Link != nil:
		w.unfurl(ctx, j)
		return nil
	case !meant(j):
		return nil
	}
	m, how := w.attempt(ctx, j)
	if errors.Is(ctx.Err(), context.Canceled) {
		return nil // this process is ending: the job comes again, to one that can tell how it went
	}
	if how != silently {
		// An answer is worth sending even when the job has used up its time.
		w.answer(context.WithoutCancel(ctx), j, m, how)
	}
	return nil
}

// GiveUp tells whoever asked for a job that it was tried several times and is not
// tried again. It never fails: nobody is left who could do better.
func (w *Worker) GiveUp(ctx context.Context, j job.Job) {
	if !meant(j) || j.Link != nil { // nobody misses a card
		return
	}
	what, line, action := named(j)
	w.Log.ErrorContext(ctx, "a job was given up", "user", j.User, "channel", j.Channel, "what", what)
	w.answer(ctx, j, views.GivenUp(line, action), beside)
}

// named is what a job asked for: a word for the log, and the line to type or the
// action of the button to press for it again, where there is one.
func named(j job.Job) (what, line, action string) {
	switch {
	case j.Home != nil:
		return "home", "", ""
	case j.Event != nil:
		return j.Event.Kind, "", ""
	case j.Click != nil:
		return j.Click.Action, "", j.Click.Action
	case j.Shortcut != nil:
		return j.Shortcut.Callback, "", ""
	case j.Submit != nil:
		return j.Submit.Callback, "", ""
	}
	cmd, err := grammar.Unmarshal(j.Command)
	if err != nil {
		return "", "", ""
	}
	return cmd.Name(), grammar.Line(cmd), ""
}

// meant says whether a job is for us: Slack tells of links too that somebody opened.
func meant(j job.Job) bool { return j.Click == nil || strings.HasPrefix(j.Click.Action, ourPrefix) }

// attempt carries out the job and renders what came of it.
func (w *Worker) attempt(ctx context.Context, j job.Job) (m views.Message, how manner) {
	defer func() {
		if p := recover(); p != nil {
			m, how = w.broken(ctx, fmt.Errorf("panic: %v\n%s", p, debug.Stack())), beside
		}
	}()
	out, err := w.carryOut(ctx, j)
	return w.render(ctx, j, out, err)
}

// carryOut does what a job asks for. There is no outcome, and no error, when
// whoever asked can see it already.
func (w *Worker) carryOut(ctx context.Context, j job.Job) (commands.Outcome, error) {
	if err := w.inTime(ctx, j); err != nil {
		return nil, err
	}
	q := commands.Request{ID: j.ID, Received: j.Received, Actor: j.User, Channel: j.Channel}
	switch {
	case j.Home != nil:
		return nil, w.home(ctx, q)
	case j.Click != nil:
		return w.press(ctx, q, j)
	case j.Shortcut != nil:
		return w.shortcut(ctx, q, j)
	case j.Submit != nil:
		return w.submit(ctx, q, j)
	}
	cmd, err := grammar.Unmarshal(j.Command)
	if err != nil {
		return nil, err
	}
	if form, ok := cmd.(grammar.Form); ok {
		return nil, w.form(ctx, q, j, form.Service)
	}
	q.Command = cmd
	return w.Commands.Run(ctx, q)
}
