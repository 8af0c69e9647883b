package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/page"
)

// targets is the bot's view of every target.
func targets(ctx context.Context, w *world.World) ([]page.Target, error) {
	var out []page.Target
	for _, s := range w.Config.Services {
		for _, e := range w.Config.Environments {
			t := page.Target{Service: s.Name, Environment: e.Name, Function: s.Function(e.Name)}
			if err := errors.Join(fill(ctx, w, &t), fillLock(ctx, w, &t)); err != nil {
				return nil, err
			}
			out = append(out, t)
		}
	}
	return out, nil
}

// fillLock finds what keeps deploys out of a target.
func fillLock(ctx context.Context, w *world.World, t *page.Target) error {
	row, err := w.Store.Load(ctx, rollout.LockKey(rollout.Target{Service: t.Service, Environment: t.Environment}))
	if rollout.IsMissing(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find the lock of %s in %s: %w", t.Service, t.Environment, err)
	}
	l, err := rollout.Decode[rollout.Lock](row)
	if err != nil {
		return err
	}
	if h := l.HeldAt(w.Clock.Now()); h != nil {
		t.Lock = &page.Lock{By: h.By, Reason: h.Reason}
	}
	return nil
}

// fill finds the open rollout of a target and the one that ended last.
func fill(ctx context.Context, w *world.World, t *page.Target) error {
	index := rollout.TargetIndex(rollout.Target{Service: t.Service, Environment: t.Environment})
	rows, err := w.Store.Query(ctx, rollout.Query{Index: index, Limit: 20, Descending: true})
	if err != nil {
		return fmt.Errorf("find the rollouts of %s in %s: %w", t.Service, t.Environment, err)
	}
	for _, row := range rows {
		r, err := rollout.Decode[rollout.Rollout](row)
		if err != nil {
			return err
		}
		switch {
		case !r.Phase.Ended() && t.Rollout == nil:
			t.Rollout = underWay(r)
		case r.Phase.Ended() && t.Last == nil:
			t.Last = &page.Last{ID: string(r.ID), Phase: string(r.Phase), Reason: reason(r), SHA: r.Release.SHA, Ended: r.Ended}
		}
	}
	return nil
}

// underWay is a rollout that has not ended.
func underWay(r rollout.Rollout) *page.Rollout {
	out := &page.Rollout{
		ID: string(r.ID), Phase: string(r.Phase), Reason: reason(r), SHA: r.Release.SHA, By: r.By, Since: r.Since, Step: r.Step,
		Shadow: r.Strategy.Shadow,
	}
	for _, s := range r.Strategy.Steps {
		out.Steps = append(out.Steps, s.Weight)
	}
	seen := r.Move != nil && !r.Move.Seen.IsZero()
	switch r.Phase { //nolint:exhaustive // the others show no weight
	case rollout.Shifting:
		out.Weight = r.Weight()
		if seen && r.Step < len(r.Strategy.Steps) {
			out.Until = r.Move.Seen.Add(r.Strategy.Steps[r.Step].Hold)
		}
	case rollout.Promoting:
		out.Weight = 1
	case rollout.Watching:
		out.Weight, out.Until = 1, r.Since.Add(r.Strategy.Watch)
	}
	if p := r.Pause; p != nil {
		out.Paused, out.Until, out.Reason = true, p.Until, p.Code
		if p.Reason != "" {
			out.Reason += ": " + p.Reason
		}
	}
	return out
}

// reason is why a rollout ended as it did, in a word and a sentence.
func reason(r rollout.Rollout) string {
	switch {
	case r.Cause.Code == "":
		return ""
	case r.Cause.Text == "":
		return r.Cause.Code
	default:
		return r.Cause.Code + ": " + r.Cause.Text
	}
}
