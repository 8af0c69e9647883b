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
		if gone(err, "message") || gone(err, "channel") {
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
	if p.Channel == "" {
		p.Channel = n.Channel
	}
	p, err := w.postOnce(ctx, p, m)
	if gone(err, "channel") && w.Fallback != "" && p.Channel != w.Fallback {
		w.Log.WarnContext(ctx, "a notice goes to the fallback channel", "notice", n.ID, "channel", p.Channel, "error", err)
		p.Channel, p.At = w.Fallback, time.Time{}
		p, err = w.postOnce(ctx, p, m)
	}
	if gone(err, "channel") {
		w.Log.ErrorContext(ctx, "a notice has no channel to go to", "notice", n.ID, "kind", n.Kind, "channel", p.Channel, "error", err)
		p.Channel, p.At, err = "", time.Time{}, nil
	}
	return p, err
}

// postOnce posts the message. That it is about to is noted first, so that after a
// crash, or a reply that got lost, it is looked for before it is posted again.
func (w *Worker) postOnce(ctx context.Context, p rollout.Posted, m views.Message) (rollout.Posted, error) {
	ctx, cancel := context.WithTimeout(ctx, posting)
	defer cancel()
	if !p.At.IsZero() {
		ts, err := w.Posts.Find(ctx, p.Channel, p.ID, p.At)
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
	if err != nil {
		return p, err
	}
	p.TS, err = w.Posts.Post(ctx, p.Channel, m)
	return p, err
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

// message renders the notice as of now. The notice's id is in its metadata, by
// which it is found again.
func (w *Worker) message(ctx context.Context, n rollout.Notice) (views.Message, error) {
	switch n.Kind {
	case rollout.Progress:
		r, there, err := find[rollout.Rollout](ctx, w.Store, rollout.RolloutKey(n.Rollout))
		if err != nil {
			return views.Message{}, err
		}
		if !there {
			return views.Message{}, fmt.Errorf("the rollout %s of a notice is gone", n.Rollout)
		}
		return views.Progress(r, views.Options{Now: w.Now(), Judged: w.judged(ctx, r)}), nil
	case rollout.Locked, rollout.Unlocked:
		return marked(views.Held(n), n), nil
	case rollout.Strayed:
		return marked(views.Stray(n), n), nil
	}
	return views.Message{}, fmt.Errorf("a notice of the unknown kind %q", n.Kind)
}

// judged is how a rollout that has ended was judged. If that cannot be read, its
// message comes without: what became of the rollout is worth more than its chart.
func (w *Worker) judged(ctx context.Context, r rollout.Rollout) []rollout.Judgement {
	if !r.Phase.Ended() || r.Judging.To.IsZero() {
		return nil
	}
	var kept []rollout.Judgement
	rows, err := w.Store.Query(ctx, rollout.Query{Index: rollout.JudgementIndex(r.ID)})
	if err == nil {
		kept, err = rollout.DecodeAll[rollout.Judgement](rows)
	}
	if err != nil {
		w.Log.WarnContext(ctx, "a rollout's message has no chart", "rollout", r.ID, "error", err)
	}
	return kept
}

// marked is the message with the notice's id in its metadata.
func marked(m views.Message, n rollout.Notice) views.Message {
	m.Metadata.EventType, m.Metadata.EventPayload = views.MetadataType, map[string]any{"rollout": n.ID}
	return m
}
