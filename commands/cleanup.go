package commands

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// deleteVersion is what the audit calls it.
const deleteVersion = "delete version"

const (
	remembers = 10 // how many of a target's latest rollouts may still need their versions
	deletes   = 5  // how many versions of a target one sweep deletes at most
	tries     = 10 // how many it tries to: AWS refuses some for as long as something else needs them
)

// cleanUp deletes old versions, which would pile up until the account is full.
func (c *Commands) cleanUp(ctx context.Context, t rollout.Target, aliases map[rollout.Alias]rollout.AliasNow, open opens, real time.Time) error {
	keep := c.Policy.environment(t.Environment).Keep
	if keep < 1 {
		return nil
	}
	versions, err := c.Versions.List(ctx, t)
	if err != nil {
		return fmt.Errorf("list the versions of %s: %w", t, err)
	}
	if len(versions) <= keep {
		return nil
	}
	rollouts, err := c.inNeed(ctx, t, open)
	if err != nil {
		return err
	}
	old := spare(versions, aliases, rollouts, keep)
	if len(old) > tries {
		old = rotated(old, real)[:tries]
	}
	return c.delete(ctx, t, old)
}

// inNeed are the rollouts of a target that may still need their versions: those
// that are open, and the latest.
func (c *Commands) inNeed(ctx context.Context, t rollout.Target, open opens) ([]rollout.Rollout, error) {
	all, err := open()
	if err != nil {
		return nil, err
	}
	out, err := query[rollout.Rollout](ctx, c.Store, rollout.Query{Index: rollout.TargetIndex(t), Limit: remembers, Descending: true})
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if r.Target == t {
			out = append(out, r)
		}
	}
	return out, nil
}

// spare are the versions that nobody needs, the oldest first: not one of the newest,
// not routed to, not named by a rollout, and ours to delete.
func spare(versions []rollout.Published, aliases map[rollout.Alias]rollout.AliasNow, rollouts []rollout.Rollout, keep int) []rollout.Version {
	needed := map[rollout.Version]bool{}
	for _, a := range aliases {
		needed[a.Routing.Version], needed[a.Routing.Candidate] = true, true
	}
	for _, r := range rollouts {
		needed[r.Stable], needed[r.Candidate] = true, true
	}
	var old []rollout.Version
	for _, v := range slices.Backward(versions[min(keep, len(versions)):]) {
		if !needed[v.Version] && v.Release.SHA != "" {
			old = append(old, v.Version)
		}
	}
	return old
}

// delete removes versions, for as long as nobody takes the target. One that AWS
// refuses to delete is passed over; that AWS has too much to do ends it for now.
func (c *Commands) delete(ctx context.Context, t rollout.Target, old []rollout.Version) error {
	for left := deletes; left > 0 && len(old) > 0; old = old[1:] {
		_, owner, err := c.ownership(ctx, t)
		if err != nil || owner != nil {
			return err
		}
		switch err := c.Versions.Delete(ctx, t, old[0]); {
		case rollout.IsKind(err, rollout.Throttled), err != nil && ctx.Err() != nil:
			return fmt.Errorf("delete %s of %s: %w", old[0], t, err)
		case err != nil:
			c.Log.WarnContext(ctx, "a version stays for now", "target", t.String(), "version", old[0].String(), "error", err)
			continue
		}
		left--
		if err := c.noteDeleted(context.WithoutCancel(ctx), t, old[0]); err != nil {
			return err
		}
	}
	return nil
}

// noteDeleted tells the audit of a version that is gone.
func (c *Commands) noteDeleted(ctx context.Context, t rollout.Target, v rollout.Version) error {
	err := c.noted(ctx, t, func(l rollout.Lock) rollout.Change {
		return rollout.Noted(l, rollout.Slipway, deleteVersion, "", v.String(), c.Now())
	})
	if err != nil {
		return fmt.Errorf("tell the audit that %s of %s is deleted: %w", v, t, err)
	}
	return nil
}
