package worker

import (
	"context"
	"fmt"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/rollout"
)

// message renders the notice as of now. The notice's id is in its metadata, by
// which it is found again.
func (w *Worker) message(ctx context.Context, n rollout.Notice) (views.Message, error) {
	switch n.Kind {
	case rollout.Progress, rollout.Ships, rollout.Broke:
		r, err := about[rollout.Rollout](ctx, w.Store, rollout.RolloutKey(n.Rollout))
		if err != nil {
			return views.Message{}, err
		}
		return w.ofRollout(ctx, n, r)
	case rollout.Locked, rollout.Unlocked:
		return marked(views.Held(n), n), nil
	case rollout.Strayed:
		return marked(views.Stray(n), n), nil
	case rollout.Alarmed:
		i, err := about[rollout.Incident](ctx, w.Store, rollout.IncidentKey(n.Incident))
		return marked(views.Incident(i, w.about(ctx, i)), n), err
	case rollout.Reply:
		i, h, _, err := w.happened(ctx, n)
		return marked(views.Reply(i, h, w.about(ctx, i)), n), err
	case rollout.Summed:
		return w.summary(ctx, n)
	case rollout.BuildErrand, rollout.ReportErrand, rollout.LookErrand, rollout.PageErrand, rollout.EventErrand, rollout.AnnounceErrand, rollout.ReplaceErrand, rollout.ResultErrand: // which are not for people
	}
	return views.Message{}, fmt.Errorf("a notice of the unknown kind %q", n.Kind)
}

// ofRollout renders what is told of a rollout: its own message, or one in the thread
// of that.
func (w *Worker) ofRollout(ctx context.Context, n rollout.Notice, r rollout.Rollout) (views.Message, error) {
	if n.Kind == rollout.Broke {
		return marked(views.Broke(r), n), nil
	}
	if n.Kind == rollout.Ships {
		s, err := w.shipping(ctx, r)
		return marked(views.Ships(r, s), n), err
	}
	return views.Progress(r, views.Options{
		Now: w.Now(), Judged: w.judged(ctx, r), Page: w.Page(r.Target.Service, r.Target.Environment), Next: w.rollout(ctx, r.Replaced),
	}), nil
}

// about loads what a notice is about, which has to be there.
func about[T any](ctx context.Context, s Store, key rollout.Key) (T, error) {
	v, there, err := find[T](ctx, s, key)
	if err == nil && !there {
		err = fmt.Errorf("the %s of a notice is gone", key)
	}
	return v, err
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
