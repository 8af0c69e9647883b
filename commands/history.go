package commands

import (
	"context"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

const (
	historyShown = 15
	historyRead  = 200 // how far back it looks for the rollouts of one service or environment
)

// history lists the last rollouts, newest first.
func (c *Commands) history(ctx context.Context, cmd grammar.History) (Outcome, error) {
	where := target(cmd.Target)
	q := rollout.Query{Index: rollout.AllIndex, Limit: historyRead, Descending: true}
	if where.Service != "" && where.Environment != "" {
		q.Index, q.Limit = rollout.TargetIndex(where), historyShown
	}
	all, err := query[rollout.Rollout](ctx, c.Store, q)
	if err != nil {
		return nil, err
	}
	out := HistoryShown{Where: where}
	for _, r := range all {
		matches := (where.Service == "" || r.Target.Service == where.Service) && (where.Environment == "" || r.Target.Environment == where.Environment)
		if matches && len(out.Rollouts) < historyShown {
			out.Rollouts = append(out.Rollouts, r)
		}
	}
	return out, nil
}
