package worker

import (
	"context"
	"time"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/rollout"
)

// heldUp is for how long what cannot be told holds up what happened after it.
const heldUp = 5 * time.Minute

// happens tells what happened in an incident, unless its log has forgotten that by now.
func (w *Worker) happens(ctx context.Context, n rollout.Notice) error {
	i, _, there, err := w.happened(ctx, n)
	switch {
	case err != nil:
		return err
	case !there:
		w.Log.InfoContext(ctx, "what a reply tells of is forgotten", "notice", n.ID, "incident", n.Incident, "entry", n.Entry)
		return w.remove(ctx, n)
	}
	if err := w.before(ctx, n, i); err != nil {
		return err
	}
	return w.tell(ctx, n)
}

// before tells what happened before, should that not be told yet: notices come in any
// order, and a thread has to read as things were. Only the reply before is looked for,
// which looks for the one before it.
func (w *Worker) before(ctx context.Context, n rollout.Notice, i rollout.Incident) error {
	for entry := n.Entry - 1; entry > 0; entry-- {
		if h, there := i.Entry(entry); !there || !h.Told {
			continue
		}
		prior, there, err := w.unsent(ctx, rollout.ReplyID(n.Incident, entry))
		if err == nil && there {
			err = w.happens(ctx, prior)
		}
		if err != nil && w.Now().Sub(prior.At) > heldUp {
			w.Log.ErrorContext(ctx, "a reply goes before an earlier one", "notice", n.ID, "earlier", prior.ID, "error", err)
			return nil
		}
		return err
	}
	return nil
}

// happened is what a reply tells of, and the incident.
func (w *Worker) happened(ctx context.Context, n rollout.Notice) (i rollout.Incident, h rollout.Happens, there bool, err error) {
	i, err = about[rollout.Incident](ctx, w.Store, rollout.IncidentKey(n.Incident))
	h, there = i.Entry(n.Entry)
	return i, h, there, err
}

// about is what the views of an incident need to know besides.
func (w *Worker) about(ctx context.Context, i rollout.Incident) views.Options {
	o := views.Options{Now: w.Now(), Runbook: w.Runbook(i.Target.Service)}
	if i.Suspect == nil || i.Open() {
		return o
	}
	if suspect := w.rollout(ctx, i.Suspect.Rollout); suspect != nil {
		o.Next = w.rollout(ctx, suspect.Replaced)
	}
	return o
}

// rollout is one that a message says something of besides; nil for none. If it cannot be
// read, the message comes without.
func (w *Worker) rollout(ctx context.Context, id rollout.ID) *rollout.Rollout {
	if id == "" {
		return nil
	}
	r, there, err := find[rollout.Rollout](ctx, w.Store, rollout.RolloutKey(id))
	if err != nil {
		w.Log.WarnContext(ctx, "a message does not say what came next", "rollout", id, "error", err)
	}
	if err != nil || !there {
		return nil
	}
	return &r
}
