package worker

import (
	"context"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/rollout"
)

// happens tells what happened in an incident, unless its log has forgotten that by now.
func (w *Worker) happens(ctx context.Context, n rollout.Notice) error {
	switch _, _, there, err := w.happened(ctx, n); {
	case err != nil:
		return err
	case !there:
		w.Log.InfoContext(ctx, "what a reply tells of is forgotten", "notice", n.ID, "incident", n.Incident, "entry", n.Entry)
		return w.remove(ctx, n)
	}
	return w.tell(ctx, n)
}

// happened is what a reply tells of, and the incident.
func (w *Worker) happened(ctx context.Context, n rollout.Notice) (i rollout.Incident, h rollout.Happens, there bool, err error) {
	i, err = about[rollout.Incident](ctx, w.Store, rollout.IncidentKey(n.Incident))
	h, there = i.Entry(n.Entry)
	return i, h, there, err
}

// about is what the views of an incident need to know besides.
func (w *Worker) about(i rollout.Incident) views.Options {
	return views.Options{Now: w.Now(), Runbook: w.Runbook(i.Target.Service)}
}
