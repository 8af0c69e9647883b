package counted

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/cmd/telemetry/metrics"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// Store counts deploys by what is committed of them. Whoever loses the race for a
// revision has committed nothing, so that each beginning and each end counts once.
type Store struct {
	commands.Store
	Meter      *metrics.Meter // nil: nothing is counted
	Production []string       // the environments whose deploys count for [metrics.ChangeFailure]
}

// Commit is the store's.
func (s Store) Commit(ctx context.Context, c rollout.Change) error {
	if err := s.Store.Commit(ctx, c); err != nil || s.Meter == nil {
		return err
	}
	for _, record := range c.Put {
		switch r := record.(type) {
		case rollout.Rollout:
			s.Meter.Put(ctx, became(r, c), of(r.Target, r.ID)...)
			s.judged(ctx, r, c)
			s.over(ctx, r, c)
		case rollout.Notice:
			if r.Kind == rollout.Strayed && r.Stray != nil && r.Stray.Back != "" {
				s.Meter.Count(ctx, metrics.SweeperRepairs, of(r.Stray.Target, r.Rollout)...)
			}
		}
	}
	return nil
}

// of are the fields that say whose a metric is.
func of(t rollout.Target, id rollout.ID) []slog.Attr {
	return []slog.Attr{slog.String("service", t.Service), slog.String("environment", t.Environment), slog.String("rollout", string(id))}
}

// became is what a change makes of a rollout. Drills are of releases that are known to be
// bad, so they say nothing about how well we ship.
//
// A deploy counts as begun at its second revision, which its first turn writes: the first
// may be a workflow's, and what `slipway release` prints on a runner no CloudWatch reads.
func became(r rollout.Rollout, c rollout.Change) []metrics.Value {
	var all []metrics.Value
	if r.Drill != nil {
		return nil
	}
	if r.Revision == 2 && !r.IsRollback {
		all = append(all, metrics.Value{Metric: metrics.DeployStarted, Value: 1})
	}
	switch {
	case !endedBy(r, c):
	case r.Phase == rollout.Succeeded && !r.IsRollback:
		all = append(all, metrics.Value{Metric: metrics.DeploySucceeded, Value: 1}, lasted(metrics.LeadTime, r.Created, arrived(r)))
	case r.Phase == rollout.Succeeded: // of a deploy that had ended
		all = append(all, metrics.Value{Metric: metrics.DeployRolledBack, Value: 1}, lasted(metrics.Recovery, r.Created, arrived(r)))
	case r.Phase == rollout.RolledBack && !r.IsRollback:
		all = append(all, metrics.Value{Metric: metrics.DeployRolledBack, Value: 1}, lasted(metrics.Recovery, since(r, rollout.RollingBack), restored(r)))
	}
	return all
}

// endedBy says whether it is this change that ends the rollout, and not one that adds
// something to what is over: the audit tells of the end in the same change.
func endedBy(r rollout.Rollout, c rollout.Change) bool {
	return r.Phase.Ended() && slices.ContainsFunc(c.Put, func(record rollout.Record) bool {
		e, ok := record.(rollout.Entry)
		return ok && e.Rollout == r.ID && e.At.Equal(r.Ended)
	})
}

func lasted(m metrics.Metric, from, to time.Time) metrics.Value {
	return metrics.Value{Metric: m, Value: max(0, to.Sub(from)).Seconds()}
}

// arrived is when the candidate had all of the traffic.
func arrived(r rollout.Rollout) time.Time { return since(r, rollout.Watching) }

// restored is when the stable version had all of the traffic again.
func restored(r rollout.Rollout) time.Time {
	if at := r.RestoredAt(); !at.IsZero() {
		return at
	}
	return r.Ended
}

// since is when the rollout came into a phase; its end if it never did.
func since(r rollout.Rollout, p rollout.Phase) time.Time { return cmp.Or(r.Came(p), r.Ended) }
