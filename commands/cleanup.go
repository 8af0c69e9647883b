package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
)

// deleteVersions is what the audit calls it.
const deleteVersions = "delete versions"

const (
	remembers = 10 // how many of a target's latest rollouts may still need their versions
	deletes   = 5  // how many versions of a target one sweep deletes at most
)

// cleanUp deletes old versions, which would pile up until the account is full.
func (c *Commands) cleanUp(ctx context.Context, l rollout.Lock, aliases map[rollout.Alias]rollout.AliasNow) error {
	keep := c.Policy.environment(l.Target.Environment).Keep
	if keep < 1 {
		return nil
	}
	versions, err := c.Versions.List(ctx, l.Target)
	if err != nil {
		return fmt.Errorf("list the versions of %s: %w", l.Target, err)
	}
	if len(versions) <= keep {
		return nil
	}
	rollouts, err := c.inNeed(ctx, l.Target)
	if err != nil {
		return err
	}
	old := spare(versions, aliases, rollouts, keep)
	if len(old) == 0 {
		return nil
	}
	words := make([]string, len(old))
	for i, v := range old {
		words[i] = v.String()
	}
	if mine, err := c.note(ctx, l, deleteVersions, "", strings.Join(words, ", ")); err != nil || !mine {
		return err
	}
	return c.delete(ctx, l.Target, old)
}

// inNeed are the rollouts of a target that may still need their versions: those
// that are open, and the latest.
func (c *Commands) inNeed(ctx context.Context, t rollout.Target) ([]rollout.Rollout, error) {
	open, err := query[rollout.Rollout](ctx, c.Store, rollout.Query{Index: rollout.OpenIndex})
	if err != nil {
		return nil, err
	}
	latest, err := query[rollout.Rollout](ctx, c.Store, rollout.Query{Index: rollout.TargetIndex(t), Limit: remembers, Descending: true})
	if err != nil {
		return nil, err
	}
	elsewhere := func(r rollout.Rollout) bool { return r.Target != t }
	return append(slices.DeleteFunc(open, elsewhere), latest...), nil
}

// spare are the oldest of the versions that nobody needs: not one of the newest,
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
		if len(old) < deletes && !needed[v.Version] && v.Release.SHA != "" {
			old = append(old, v.Version)
		}
	}
	return old
}

// delete removes versions, for as long as nobody takes the target.
func (c *Commands) delete(ctx context.Context, t rollout.Target, old []rollout.Version) error {
	for _, v := range old {
		if _, owner, err := c.ownership(ctx, t); err != nil || owner != nil {
			return err
		}
		if err := c.Versions.Delete(ctx, t, v); err != nil {
			c.Log.WarnContext(ctx, "a version stays for now", "target", t.String(), "version", v.String(), "error", err)
		}
	}
	return nil
}
