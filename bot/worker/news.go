package worker

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// hostTime is how long the code host may hold up one message of the queue: those that
// came with it, of which some are for people, are done by the same invocation.
const hostTime = 20 * time.Second

// hear takes note of what the code host told of. Nobody has asked, so nobody is
// answered; what could not be noted is delivered again, unless that would end the same.
func (w *Worker) hear(ctx context.Context, j job.Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("hear of a %s: panic: %v\n%s", j.Event.Kind, p, debug.Stack())
		}
	}()
	err = within(ctx, hostTime, func(ctx context.Context) error { return w.CodeHost.Hear(ctx, news(j)) })
	var refusal *rollout.Refusal
	if errors.As(err, &refusal) {
		w.Log.WarnContext(ctx, "news came to nothing", "kind", j.Event.Kind, "repository", j.Event.Repository, "code", refusal.Code, "error", err)
		return nil
	}
	if err != nil {
		return fmt.Errorf("hear of a %s: %w", j.Event.Kind, err)
	}
	return nil
}

// news is what a job says that the code host told of.
func news(j job.Job) commands.News {
	e := j.Event
	return commands.News{
		Delivery: e.Delivery, Received: j.Received, Kind: commands.NewsKind(e.Kind), Repository: e.Repository, SHA: e.SHA,
		Run: e.Run, Attempt: e.Attempt, Event: e.Event, Title: e.Title, Status: e.Status, Conclusion: e.Conclusion,
		URL: e.URL, Branch: e.Branch, Before: e.Before, Subject: e.Subject, Author: e.Author, Updated: e.Updated,
	}
}
