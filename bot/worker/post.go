package worker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/rollout"
)

// show brings the notice's message to the newest state, and notes that.
func (w *Worker) show(ctx context.Context, p rollout.Posted, n rollout.Notice) (rollout.Posted, error) {
	m, err := w.message(ctx, n)
	if err != nil {
		return p, err
	}
	if p.TS != "" {
		err = w.Posts.Update(ctx, p.Channel, p.TS, m)
		switch lost := gone(err, "message") || gone(err, "channel"); {
		case lost && n.Late:
			err = nil // nobody misses it
		case lost:
			p.TS, p.At, err = "", time.Time{}, nil // it is posted anew
		}
	}
	if err == nil && p.TS == "" {
		p, err = w.post(ctx, p, n, m)
	}
	if err != nil {
		return p, err
	}
	if p.TS != "" {
		p.At = w.Real()
	}
	p.Version = n.Version
	if p, err = w.note(ctx, p); rollout.IsConflict(err) {
		return p, errOvertaken
	}
	return p, err
}

// post posts the message in its channel or, if that is gone, in the fallback.
// When both are gone nobody can be told: the log is, and the rollout goes on.
func (w *Worker) post(ctx context.Context, p rollout.Posted, n rollout.Notice, m views.Message) (rollout.Posted, error) {
	if n.Kind.InThread() {
		return w.reply(ctx, p, n, m)
	}
	if p.Channel == "" {
		p.Channel = n.Channel
	}
	p, err := w.postOnce(ctx, p, "", m)
	if gone(err, "channel") && w.Fallback != "" && p.Channel != w.Fallback {
		w.Log.WarnContext(ctx, "a notice goes to the fallback channel", "notice", n.ID, "channel", p.Channel, "error", err)
		p.Channel, p.At = w.Fallback, time.Time{}
		p, err = w.postOnce(ctx, p, "", m)
	}
	if gone(err, "channel") {
		w.Log.ErrorContext(ctx, "a notice has no channel to go to", "notice", n.ID, "kind", n.Kind, "channel", p.Channel, "error", err)
		p.Channel, p.At, err = "", time.Time{}, nil
	}
	return p, err
}

// reply posts the message in the thread of its rollout's or incident's message. Where that
// could not be posted, nobody can be told either.
func (w *Worker) reply(ctx context.Context, p rollout.Posted, n rollout.Notice, m views.Message) (rollout.Posted, error) {
	root, err := w.root(ctx, n.Root())
	if err == nil && root.TS != "" {
		p.Channel = root.Channel
		p, err = w.postOnce(ctx, p, root.TS, m)
	}
	if err == nil && root.TS == "" || gone(err, "channel") {
		w.Log.ErrorContext(ctx, "a notice has no thread to go to", "notice", n.ID, "kind", n.Kind, "channel", p.Channel, "error", err)
		p.Channel, p.At, err = "", time.Time{}, nil
	}
	return p, err
}

// root is the message that a thread begins with. It is posted first if it was not yet;
// it has no ts when there is no channel for it.
func (w *Worker) root(ctx context.Context, id string) (rollout.Posted, error) {
	p, err := w.posted(ctx, id)
	if err != nil || p.TS != "" {
		return p, err
	}
	if err := w.Deliver(ctx, id); err != nil {
		return p, fmt.Errorf("post what a thread begins with: %w", err)
	}
	return w.posted(ctx, id)
}

// postOnce posts the message, in a thread if one is named. That it is about to is noted
// first, so that after a crash, or a reply that got lost, it is looked for before it is
// posted again.
func (w *Worker) postOnce(ctx context.Context, p rollout.Posted, thread string, m views.Message) (rollout.Posted, error) {
	ctx, cancel := context.WithTimeout(ctx, posting)
	defer cancel()
	if !p.At.IsZero() {
		ts, err := w.Posts.Find(ctx, p.Channel, thread, p.ID, p.At)
		if err != nil {
			return p, err
		}
		if ts != "" {
			if err := w.Posts.Update(ctx, p.Channel, ts, m); !gone(err, "message") {
				p.TS = ts
				return p, err
			}
		}
	}
	p.At = w.Real()
	p, err := w.note(ctx, p)
	if rollout.IsConflict(err) {
		return p, errTaken
	}
	if err == nil && p.Revision == 1 {
		err = w.stillDue(ctx, p)
	}
	if err != nil {
		return p, err
	}
	p.TS, err = w.Posts.Post(ctx, p.Channel, thread, m)
	return p, err
}

// stillDue says whether a message of which nothing was known until now is to be posted.
// Another sender may have posted it in between, and have it forgotten by now.
func (w *Worker) stillDue(ctx context.Context, p rollout.Posted) error {
	_, there, err := w.unsent(ctx, p.ID)
	if err != nil || there {
		return err
	}
	err = w.Store.Commit(ctx, rollout.Change{Delete: []rollout.Deletion{{Key: p.Key(), Rev: p.Revision}}})
	if err != nil && !rollout.IsConflict(err) {
		return fmt.Errorf("forget a message that was posted already: %w", err)
	}
	return errTaken
}

// gone says that the message, or the channel, cannot be written to any more.
func gone(err error, kind string) bool {
	var missing *rollout.MissingError
	return errors.As(err, &missing) && missing.Key.Kind == kind
}

// note saves what is known of the message, one revision on.
func (w *Worker) note(ctx context.Context, p rollout.Posted) (rollout.Posted, error) {
	p.Revision++
	if err := w.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{p}}); err != nil {
		return p, fmt.Errorf("note the message: %w", err)
	}
	return p, nil
}
