package account

import (
	"context"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// Minutes gives the minutes that have datapoints, of both versions. From when on
// the candidate has all of the traffic, the alias's own series stands for it:
// then there may be none per version.
func (a *Account) Minutes(_ context.Context, q rollout.MinutesQuery) ([]judge.Minute, error) {
	minutes := map[time.Time]judge.Minute{}
	add := func(version rollout.Version, from, to time.Time, set func(*judge.Minute, *judge.Counts)) error {
		if !from.Before(to) {
			return nil
		}
		points, err := a.Cloud.Minutes(cloud.MetricsQuery{
			FunctionName: a.Function(q.Target), Alias: string(rollout.Live), Version: string(version),
			From: from, To: to, SlowLimit: q.SlowCall,
		})
		if err != nil {
			return domain("read the metrics", err)
		}
		for _, p := range points {
			m := minutes[p.At]
			m.At = p.At
			set(&m, &judge.Counts{Invocations: p.Invocations, Errors: p.Errors, Slow: p.Slow})
			minutes[p.At] = m
		}
		return nil
	}
	whole := q.Whole
	if whole.IsZero() || whole.After(q.To) {
		whole = q.To
	}
	if whole.Before(q.From) {
		whole = q.From
	}
	candidate := func(m *judge.Minute, c *judge.Counts) { m.Candidate = c }
	stable := func(m *judge.Minute, c *judge.Counts) { m.Stable = c }
	if err := add(q.Candidate, q.From, whole, candidate); err != nil {
		return nil, err
	}
	if err := add(q.Stable, q.From, whole, stable); err != nil {
		return nil, err
	}
	if err := add("", whole, q.To, candidate); err != nil {
		return nil, err
	}
	out := make([]judge.Minute, 0, len(minutes))
	for _, m := range minutes {
		out = append(out, m)
	}
	slices.SortFunc(out, func(x, y judge.Minute) int { return x.At.Compare(y.At) })
	return out, nil
}
