package worker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/rollout"
)

// pace is the least time between two edits of one message.
const pace = 1200 * time.Millisecond

// Deliver sends the newest state of a notice. One that was sent already, or whose
// place a newer one has taken, costs nothing; an error means: deliver again.
func (w *Worker) Deliver(ctx context.Context, noticeID string) error {
	posted, err := w.posted(ctx, noticeID)
	if err != nil {
		return err
	}
	if err := w.wait(ctx, posted); err != nil {
		return err
	}
	notice, there, err := find[rollout.Notice](ctx, w, rollout.Notice{ID: noticeID}.Key())
	if err != nil || !there {
		return err
	}
	if posted.Version < notice.Version {
		if err := w.show(ctx, posted, notice); err != nil {
			return err
		}
	}
	done := rollout.Change{Delete: []rollout.Deletion{{Key: notice.Key(), Rev: notice.Version}}}
	var conflict *rollout.ConflictError
	if err := w.Store.Commit(ctx, done); err != nil && !errors.As(err, &conflict) { // a newer one is delivered by its own message
		return fmt.Errorf("take the notice out of the outbox: %w", err)
	}
	return nil
}

// posted is the message that shows the notice, or one that is to be posted.
func (w *Worker) posted(ctx context.Context, id string) (rollout.Posted, error) {
	p, there, err := find[rollout.Posted](ctx, w, rollout.PostedKey(id))
	if !there {
		p.ID = id
	}
	return p, err
}

// wait keeps edits of one message apart; meanwhile newer states take the place
// of older ones.
func (w *Worker) wait(ctx context.Context, p rollout.Posted) error {
	left := pace - w.Real().Sub(p.At)
	if p.TS == "" || left <= 0 {
		return nil
	}
	timer := time.NewTimer(min(left, pace))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait to edit a message: %w", ctx.Err())
	}
}

// show brings the notice's message to the notice's state, and notes that.
func (w *Worker) show(ctx context.Context, p rollout.Posted, n rollout.Notice) error {
	m, err := w.message(ctx, n)
	if err != nil {
		return err
	}
	if p.TS != "" {
		err := w.Posts.Update(ctx, p.Channel, p.TS, m)
		switch {
		case gone(err, "message"), gone(err, "channel"):
			p.TS, p.At = "", time.Time{} // post it anew
		case err != nil:
			return err
		}
	}
	if p.TS == "" {
		if p, err = w.post(ctx, p, n, m); err != nil {
			return err
		}
	}
	p.Version, p.At = n.Version, w.Real()
	return w.note(ctx, p)
}

// post posts the message, once: that it is about to is noted first, so that after
// a crash the message is looked for before it is posted again.
func (w *Worker) post(ctx context.Context, p rollout.Posted, n rollout.Notice, m views.Message) (rollout.Posted, error) {
	if p.Channel == "" {
		p.Channel = n.Channel
	}
	if !p.At.IsZero() {
		ts, err := w.Posts.Find(ctx, p.Channel, n.ID, p.At)
		if err == nil && ts != "" {
			p.TS = ts
			return p, w.Posts.Update(ctx, p.Channel, ts, m)
		}
	}
	p.At = w.Real()
	if err := w.note(ctx, p); err != nil {
		return p, err
	}
	p.Revision++
	ts, err := w.Posts.Post(ctx, p.Channel, m)
	if gone(err, "channel") && p.Channel != w.Fallback {
		p.Channel = w.Fallback
		ts, err = w.Posts.Post(ctx, p.Channel, m)
	}
	p.TS = ts
	return p, err
}

// gone says that the message, or the channel, cannot be written to any more.
func gone(err error, kind string) bool {
	var missing *rollout.MissingError
	return errors.As(err, &missing) && missing.Key.Kind == kind
}

// note saves what is known of the message.
func (w *Worker) note(ctx context.Context, p rollout.Posted) error {
	p.Revision++
	if err := w.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{p}}); err != nil {
		return fmt.Errorf("note the message: %w", err)
	}
	return nil
}

// message renders the notice as of now.
func (w *Worker) message(ctx context.Context, n rollout.Notice) (views.Message, error) {
	switch n.Kind {
	case rollout.Progress:
		r, there, err := find[rollout.Rollout](ctx, w, rollout.RolloutKey(n.Rollout))
		if err != nil {
			return views.Message{}, err
		}
		if !there {
			return views.Message{}, fmt.Errorf("the rollout %s of a notice is gone", n.Rollout)
		}
		return views.Progress(r, views.Options{Now: w.Now()}), nil
	case rollout.Locked, rollout.Unlocked:
		return views.Held(n), nil
	}
	return views.Message{}, fmt.Errorf("a notice of the unknown kind %q", n.Kind)
}

// find loads a record that may not be there.
func find[T any](ctx context.Context, w *Worker, key rollout.Key) (T, bool, error) {
	var zero T
	row, err := w.Store.Load(ctx, key)
	var missing *rollout.MissingError
	switch {
	case errors.As(err, &missing):
		return zero, false, nil
	case err != nil:
		return zero, false, fmt.Errorf("load %s: %w", key, err)
	}
	v, err := rollout.Decode[T](row)
	return v, err == nil, err
}
