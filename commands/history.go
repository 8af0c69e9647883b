package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

const (
	historyShown = 15   // rollouts on a page
	historyChunk = 200  // how many are read at once
	historyRead  = 3000 // how many of one list are looked through at most
)

// history lists the last rollouts, newest first, a page at a time. The page after the last
// one is the last one.
func (c *Commands) history(ctx context.Context, cmd grammar.History) (Outcome, error) {
	where, page := target(cmd.Target), max(1, cmd.Page)
	most := historyRead
	if page < historyRead/historyShown {
		most = page*historyShown + 1 // the one more says that there are older ones
	}
	found, more, err := c.newestRows(ctx, where, most)
	if err != nil {
		return nil, err
	}
	if more && len(found) <= (page-1)*historyShown {
		return nil, rollout.Refuse("too_far_back", fmt.Sprintf("That is further back than I look: through the last %d rollouts.", historyRead),
			"Name a service and an environment, which have a list of their own: `/deploy history <env> <service>`")
	}
	page = min(page, max(1, (len(found)+historyShown-1)/historyShown))
	shown, older := firstOf(found[(page-1)*historyShown:], historyShown)
	return HistoryShown{Where: where, Page: page, More: more || older > 0, Rollouts: decoded[rollout.Rollout](ctx, c, shown)}, nil
}

// newestRows are at most so many of the newest rollouts of some targets, and whether there
// may be more. Those of a service come from its targets' own lists, since it may be one
// of hundreds.
func (c *Commands) newestRows(ctx context.Context, where rollout.Target, most int) (found []rollout.Stored, more bool, err error) {
	if where.Service == "" {
		return c.walkBack(ctx, rollout.AllIndex, where.Environment, most)
	}
	for _, t := range c.Policy.targets(where) {
		rows, older, err := c.walkBack(ctx, rollout.TargetIndex(t), "", most)
		if err != nil {
			return nil, false, err
		}
		found, more = append(found, rows...), more || older
	}
	slices.SortFunc(found, func(a, b rollout.Stored) int { return strings.Compare(b.Key.ID, a.Key.ID) })
	found, older := firstOf(found, most)
	return found, more || older > 0, nil
}

// walkBack reads a list of rollouts from its newest one on, a chunk at a time, until
// there are so many of an environment, or of any.
func (c *Commands) walkBack(ctx context.Context, index, environment string, most int) (found []rollout.Stored, more bool, err error) {
	q := rollout.Query{Index: index, Limit: min(historyChunk, most), Descending: true}
	if environment != "" {
		q.Limit = historyChunk
	}
	for read := 0; read < historyRead && len(found) < most; read += q.Limit {
		rows, err := c.Store.Query(ctx, q)
		if err != nil {
			return nil, false, fmt.Errorf("query %s: %w", index, err)
		}
		for _, row := range rows {
			if environment == "" || environmentOf(row) == environment {
				found = append(found, row)
			}
		}
		if len(rows) < q.Limit {
			found, older := firstOf(found, most)
			return found, older > 0, nil
		}
		q.After = rows[len(rows)-1].Key.ID
	}
	found, _ = firstOf(found, most)
	return found, true, nil
}

// environmentOf is where a stored rollout is, read without the rest of it; empty where
// that cannot be read.
func environmentOf(row rollout.Stored) string {
	r, err := rollout.Decode[struct{ Target rollout.Target }](row)
	if err != nil {
		return ""
	}
	return r.Target.Environment
}
