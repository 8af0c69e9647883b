package metrics

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// longest is the most that one reading covers: CloudWatch answers at most 1,440
// datapoints, which is a day of minutes.
const longest = 1440 * time.Minute

// Minutes gives the minutes that have datapoints, in order; of more than a day
// the last one. A version that had no datapoint in a minute has no counts in it:
// that is no data, not zero. From q.Whole on the alias's own series stands for
// the candidate, since then there may be none per version.
//
// A reading is whole or it is an error. A minute is judged once, so one in which
// calls are there but not yet how many failed has to be read again.
//
// Slow calls are those of which CloudWatch says so beyond doubt; otherwise the
// minute says NoSlow.
func (m *Metrics) Minutes(ctx context.Context, q rollout.MinutesQuery) ([]judge.Minute, error) {
	parts := m.parts(q)
	found := make([]map[time.Time]counts, len(parts))
	reads := make([]func() error, len(parts))
	for i, p := range parts {
		reads[i] = func() (err error) {
			found[i], err = m.counts(ctx, p.series, q.SlowCall)
			return err
		}
	}
	if err := together(reads...); err != nil {
		return nil, err
	}
	minutes := map[time.Time]judge.Minute{}
	for i, p := range parts {
		for at, c := range found[i] {
			minute := minutes[at]
			minute.At = at
			minute.NoSlow = minute.NoSlow || c.noSlow
			*p.side(&minute) = &c.Counts
			minutes[at] = minute
		}
	}
	return slices.SortedFunc(maps.Values(minutes), func(x, y judge.Minute) int { return x.At.Compare(y.At) }), nil
}

// part is a series, and whose calls it stands for.
type part struct {
	series
	side func(*judge.Minute) **judge.Counts
}

// parts are the series that a query needs.
func (m *Metrics) parts(q rollout.MinutesQuery) []part {
	candidate := func(m *judge.Minute) **judge.Counts { return &m.Candidate }
	stable := func(m *judge.Minute) **judge.Counts { return &m.Stable }
	from := q.From
	if earliest := q.To.Add(-longest); from.Before(earliest) {
		from = earliest
	}
	whole := q.Whole
	if whole.IsZero() || whole.After(q.To) {
		whole = q.To
	}
	if whole.Before(from) {
		whole = from
	}
	split, rest := span{from, whole}, span{whole, q.To}
	var all []part
	add := func(v rollout.Version, s span, side func(*judge.Minute) **judge.Counts) {
		if !s.empty() {
			all = append(all, part{series{m.dimensions(q.Target, v), s}, side})
		}
	}
	if q.Candidate != "" {
		add(q.Candidate, split, candidate)
	}
	if q.Stable != "" {
		add(q.Stable, split, stable)
	}
	add("", rest, candidate)
	return all
}
