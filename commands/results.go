package commands

import (
	"context"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/dora"
)

const (
	// resultsAtOnce is how many results are in memory as the store gives them, for each of
	// the months that are read at once.
	resultsAtOnce = 1000
	monthsAtOnce  = 4
)

// Deliveries are what came of the rollouts that ended at From ≤ t < To, on every target, in
// the order in which they ended. One that cannot be read is logged and left out.
func (c *Commands) Deliveries(ctx context.Context, from, to time.Time) ([]rollout.Result, error) {
	found, _, err := resultsOf(ctx, c, dora.Period{From: from, To: to}, func(r rollout.Result) time.Time { return r.Ended })
	return found, err
}

// resultsOf reads what came of the rollouts that ended in a period, each as a T, in the
// order in which they ended, and counts what cannot be read.
func resultsOf[T any](ctx context.Context, c *Commands, p dora.Period, ended func(T) time.Time) (found []T, unread int, err error) {
	months := monthsOf(p)
	parts, bad := make([][]T, len(months)), make([]int, len(months))
	g, together := errgroup.WithContext(ctx)
	g.SetLimit(monthsAtOnce)
	for n, month := range months {
		g.Go(func() (err error) {
			parts[n], bad[n], err = monthOf(together, c, month, func(v T) bool { return p.Has(ended(v)) })
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, 0, err
	}
	found = slices.Concat(parts...)
	slices.SortStableFunc(found, func(a, b T) int { return ended(a).Compare(ended(b)) })
	for _, n := range bad {
		unread += n
	}
	return found, unread, nil
}

// monthOf reads those results of a month that are wanted.
func monthOf[T any](ctx context.Context, c *Commands, index string, wanted func(T) bool) (found []T, unread int, err error) {
	q := rollout.Query{Index: index, Limit: resultsAtOnce}
	for {
		rows, err := c.Store.Query(ctx, q)
		if err != nil {
			return nil, 0, fmt.Errorf("read %s: %w", index, err)
		}
		for _, row := range rows {
			v, err := rollout.Decode[T](row)
			switch {
			case err != nil:
				c.Log.ErrorContext(ctx, "what came of a rollout cannot be read", "record", row.Key.String(), "error", err)
				unread++
			case wanted(v):
				found = append(found, v)
			}
		}
		if len(rows) < resultsAtOnce {
			return found, unread, nil
		}
		q.After = rows[len(rows)-1].Key.ID
	}
}

// monthsOf are the indexes of the results of a period.
func monthsOf(p dora.Period) (indexes []string) {
	first := p.From.UTC()
	for at := time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, time.UTC); at.Before(p.To); at = at.AddDate(0, 1, 0) {
		indexes = append(indexes, rollout.ResultsIndex(at))
	}
	return indexes
}
