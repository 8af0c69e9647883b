package counted

import (
	"context"
	"log/slog"
	"slices"

	"github.com/slipway-dev/slipway/cmd/telemetry/metrics"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// judged counts a verdict that decided something: a canary went on by it, or back. What
// people decided, and what the judge only looked on at, does not count.
func (s Store) judged(ctx context.Context, r rollout.Rollout, c rollout.Change) {
	v := r.Judging.Verdict
	if r.Drill != nil || r.Strategy.Shadow || !wentOn(r, c) {
		return
	}
	passed := v.Kind == judge.Pass && (r.Phase == rollout.Shifting || r.Phase == rollout.Promoting)
	failed := r.Phase == rollout.RollingBack && r.Cause.Code == rollout.CauseVerdict
	if passed || failed {
		about := append(of(r.Target, r.ID),
			slog.String("verdict", string(v.Kind)), slog.String("reason", string(v.Reason)), slog.String("measure", v.Measure))
		s.Meter.Count(ctx, metrics.Verdicts, about...)
	}
}

// wentOn says whether it is this change that brought the rollout into its phase, or to its
// step, and by itself: its notice is of that moment, and no person is in the audit.
func wentOn(r rollout.Rollout, c rollout.Change) bool {
	now := false
	for _, record := range c.Put {
		switch record := record.(type) {
		case rollout.Notice:
			now = now || record.Rollout == r.ID && record.At.Equal(r.Since)
		case rollout.Entry:
			if record.Actor != rollout.Slipway {
				return false
			}
		}
	}
	return now
}

// over counts a deploy to production whose place another rollout has taken: by then it is
// known whether it stayed. Each deploy counts once, so that the average is the rate. What
// took its place is read for that; when it cannot be, nothing is counted.
func (s Store) over(ctx context.Context, r rollout.Rollout, c rollout.Change) {
	replaced := slices.ContainsFunc(c.Put, func(record rollout.Record) bool {
		n, ok := record.(rollout.Notice)
		return ok && n.Late && n.Rollout == r.ID && n.Version == r.Revision
	})
	if !replaced || r.IsRollback || r.Drill != nil || !slices.Contains(s.Production, r.Target.Environment) {
		return
	}
	row, err := s.Load(ctx, rollout.RolloutKey(r.Replaced))
	if err != nil {
		return
	}
	by, err := rollout.Decode[rollout.Rollout](row)
	if err != nil {
		return
	}
	failed := 0.0
	if by.IsRollback {
		failed = 1
	}
	s.Meter.Put(ctx, []metrics.Value{{Metric: metrics.ChangeFailure, Value: failed}}, of(r.Target, r.ID)...)
}
