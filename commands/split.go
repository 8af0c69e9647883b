package commands

import (
	"context"
	"fmt"
	"slices"

	"github.com/slipway-dev/slipway/rollout"
)

// What the audit calls it.
const (
	splitFound = "split found"
	putBack    = "put right"
)

// stray says whose a split of live is that is there while nobody owns the target.
func (c *Commands) stray(ctx context.Context, t rollout.Target, live rollout.AliasNow) (rollout.Stray, error) {
	s := rollout.Stray{Target: t, Found: live.Routing, Origin: rollout.Foreign}
	stamp, stamped := rollout.ParseStamp(live.Description)
	if !stamped {
		return s, nil
	}
	r, err := load[rollout.Rollout](ctx, c.Store, rollout.RolloutKey(stamp.Rollout))
	switch {
	case rollout.IsMissing(err):
		s.Origin = rollout.Unrecorded
	case err != nil:
		return s, err
	case r.Target != t:
		return s, nil
	case !r.Phase.Ended():
		s.Origin = rollout.Losing
	case live.Routing == rollout.Split(r.Stable, r.Candidate, live.Routing.Weight):
		s.Origin = rollout.LeftBehind
	default:
		return s, nil
	}
	s.Rollout, s.Deadline = stamp.Rollout, stamp.Deadline
	return s, nil
}

// tendSplit looks after a live alias that is split while nobody owns the target.
// What one of our rollouts has left behind is put right. Any other split is only
// told of: nobody knows which of its versions is the good one.
func (c *Commands) tendSplit(ctx context.Context, l rollout.Lock, live rollout.AliasNow) error {
	if live.Routing.Weight == 0 {
		return nil
	}
	s, err := c.stray(ctx, l.Target, live)
	switch {
	case err != nil:
		return err
	case !s.Ours():
		return c.tellOfSplit(ctx, l, s)
	case s.Origin == rollout.Losing || c.Now().Before(s.Deadline):
		return nil
	}
	return c.putRight(ctx, l, s, live)
}

// putRight puts all of the traffic on the alias's main version, which is the stable
// one of the rollout that left the split behind. The audit tells of every attempt,
// people hear of the first.
func (c *Commands) putRight(ctx context.Context, l rollout.Lock, s rollout.Stray, live rollout.AliasNow) error {
	s.Back = s.Found.Version
	want := rollout.All(s.Back)
	detail := fmt.Sprintf("%s, from %s, which nobody owned", want, s.Found)
	told, err := c.told(ctx, l.Target, putBack, detail)
	if err != nil {
		return err
	}
	change := rollout.Noted(l, rollout.Slipway, putBack, s.Rollout, detail, c.Now())
	if !told {
		change.Put = append(change.Put, c.noticeOf(s))
	}
	if mine, err := c.note(ctx, l.Target, change); err != nil || !mine {
		return err
	}
	c.Log.WarnContext(ctx, "a split that nobody owned is put right", "target", l.Target.String(), "rollout", s.Rollout, "routing", s.Found.String())
	err = c.Traffic.Point(ctx, l.Target, rollout.Intent{
		Kind: rollout.Point, Alias: rollout.Live, Routing: want, Stamp: live.Description, Revision: live.Revision,
	})
	if err != nil && !rollout.IsKind(err, rollout.Stale) {
		return fmt.Errorf("put live of %s right: %w", l.Target, err)
	}
	return nil
}

// tellOfSplit tells people and the audit of a split, once.
func (c *Commands) tellOfSplit(ctx context.Context, l rollout.Lock, s rollout.Stray) error {
	detail := fmt.Sprintf("%s, and %s", s.Found, s.Whose())
	told, err := c.told(ctx, l.Target, splitFound, detail)
	if err != nil || told {
		return err
	}
	c.Log.WarnContext(ctx, "the alias live is split, and nobody owns it", "target", l.Target.String(), "routing", s.Found.String(), "origin", s.Origin)
	change := rollout.Noted(l, rollout.Slipway, splitFound, "", detail, c.Now())
	change.Put = append(change.Put, c.noticeOf(s))
	_, err = c.note(ctx, l.Target, change)
	return err
}

func (c *Commands) noticeOf(s rollout.Stray) rollout.Notice {
	return rollout.Notice{
		ID: c.NewID(), Version: 1, Kind: rollout.Strayed, Channel: c.Policy.channelOf(s.Target.Service),
		Rollout: s.Rollout, Stray: &s, By: rollout.Slipway, At: c.Now(),
	}
}

// told says whether this is what the audit says already, and nothing that
// concerns the alias has happened since.
func (c *Commands) told(ctx context.Context, t rollout.Target, action, detail string) (bool, error) {
	const far = 100
	beside := []string{"refused", deleteVersion, string(rollout.Locked), string(rollout.Unlocked)}
	latest, err := query[rollout.Entry](ctx, c.Store, rollout.Query{Index: rollout.AuditIndex(t), Limit: far, Descending: true})
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(latest, func(e rollout.Entry) bool { return !slices.Contains(beside, e.Action) })
	return i >= 0 && latest[i].Action == action && latest[i].Detail == detail, nil
}
