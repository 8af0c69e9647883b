package commands

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	// viewing is how long after a look the Home tab is shown to somebody anew.
	viewing = time.Hour
	// mostViewers is to how many: the more they are, the longer each waits for a change,
	// since Slack takes so many tabs a minute and no more.
	mostViewers = 10
	// viewersKept is how long it is remembered who has looked.
	viewersKept = 24 * time.Hour
)

// Viewers are the Slack user ids of those who have looked at the Home tab within the
// hour before now, which is real time as a request's Received, the latest first, at most
// ten.
func (c *Commands) Viewers(ctx context.Context, now time.Time) ([]string, error) {
	all, err := legible[rollout.Viewer](ctx, c, rollout.ViewersIndex)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(v rollout.Viewer) bool { return now.Sub(v.At) > viewing })
	slices.SortStableFunc(all, func(a, b rollout.Viewer) int { return b.At.Compare(a.At) })
	all, _ = firstOf(all, mostViewers)
	out := make([]string, len(all))
	for i, v := range all {
		out[i] = v.User
	}
	return out, nil
}

// noteViewer remembers that somebody looks at the Home tab at a time. That it fails keeps nobody
// from seeing it.
func (c *Commands) noteViewer(ctx context.Context, p Person, at time.Time) {
	err := c.Store.Commit(ctx, rollout.Change{Put: []rollout.Record{rollout.Viewer{User: p.ID, At: at}}})
	if err != nil && !rollout.IsConflict(err) {
		c.Log.WarnContext(ctx, "somebody's Home tab is not shown anew", "user", p.ID, "error", err)
	}
}

// forgetViewers deletes the notes of those who have not looked for a day.
func (c *Commands) forgetViewers(ctx context.Context, now time.Time) error {
	all, err := legible[rollout.Viewer](ctx, c, rollout.ViewersIndex)
	if err != nil {
		return err
	}
	for _, v := range all {
		if now.Sub(v.At) < viewersKept {
			continue
		}
		rev, _ := v.Rev()
		err := c.Store.Commit(ctx, rollout.Change{Delete: []rollout.Deletion{{Key: v.Key(), Rev: rev}}})
		if err != nil && !rollout.IsConflict(err) {
			return fmt.Errorf("forget who has looked: %w", err)
		}
	}
	return nil
}
