package main

import (
	"context"
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
			if err := fill(ctx, w, &t); err != nil {
				return nil, err
			}
			out = append(out, t)
		}
	}
	return out, nil
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
			t.Rollout = &page.Rollout{ID: string(r.ID), Phase: string(r.Phase), Paused: r.Pause != nil}
		case r.Phase.Ended() && t.Last == nil:
			t.Last = &page.Last{ID: string(r.ID), Phase: string(r.Phase), Reason: reason(r)}
		}
	}
	return nil
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
