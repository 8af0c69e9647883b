package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// rollback puts a target back on the version before: it stops the rollout under
// way, or begins one that goes back from a finished deploy. Locks do not stop it.
func (c *Commands) rollback(ctx context.Context, q Request, p Person, cmd grammar.Rollback) (Outcome, error) {
	t := target(cmd.Target)
	if refusal := c.Authorize(p, RollBack, t); refusal != nil {
		return nil, refusal
	}
	return retry(ctx, func(ctx context.Context) (Outcome, bool, error) {
		lock, owner, err := c.ownership(ctx, t)
		switch {
		case err != nil:
			return nil, false, err
		case owner == nil:
			return c.rollBackFinished(ctx, q, p, t, lock, cmd.To)
		case cmd.To != "":
			return nil, false, c.repeated(ctx, q, rollout.Refuse("busy",
				fmt.Sprintf("%s is being rolled out right now; its way back is %s.", owner.Release.Short(), owner.Stable),
				fmt.Sprintf("To go back to that: `/rollback %s %s`. For another version, do that first.", t.Environment, t.Service)))
		}
		after, err := owner.RollBack(p.ID, "", c.Now())
		if err != nil {
			return nil, false, c.repeated(ctx, q, err)
		}
		return c.wish(ctx, q, p, after, lock, "rollback")
	})
}

// rollBackFinished begins a rollout that starts by going back.
func (c *Commands) rollBackFinished(ctx context.Context, q Request, p Person, t rollout.Target, lock rollout.Lock, to string) (Outcome, bool, error) {
	aliases, err := c.Traffic.Aliases(ctx, t)
	if err != nil {
		return nil, false, fmt.Errorf("read the aliases of %s: %w", t, err)
	}
	versions, err := c.Versions.List(ctx, t)
	if err != nil {
		return nil, false, fmt.Errorf("list the versions of %s: %w", t, err)
	}
	live := aliases[rollout.Live].Routing
	back, refusal := wayBack(t, live, aliases[rollout.Blue].Routing.Version, to, versions)
	if refusal != nil {
		return nil, false, c.repeated(ctx, q, refusal)
	}
	from := live.Version
	if live.Candidate != "" && from == back.Version {
		from = live.Candidate
	}
	r, change := rollout.Begin(rollout.Rollout{
		ID: rollout.ID(c.NewID()), Target: t, Phase: rollout.RollingBack, IsRollback: true, LockAfter: true,
		Release: releaseOf(versions, from), Candidate: from, Stable: back.Version, StableRelease: back.Release,
		Strategy: c.strategyOf(t), By: p.ID, Channel: c.Policy.channelOf(t.Service),
		Cause: rollout.Cause{Code: rollout.CauseRollback, By: p.ID, Wanted: true},
	}, lock, c.Now())
	again, err := c.commit(ctx, q, change)
	if err != nil || again {
		return nil, again, err
	}
	return c.begun(ctx, r, change)
}

// wayBack is the version to go back to: the recorded last good one, or the one
// that was asked for.
func wayBack(t rollout.Target, live rollout.Routing, blue rollout.Version, to string, versions []rollout.Published) (rollout.Published, *rollout.Refusal) {
	wanted := blue
	if to != "" && to != "previous" {
		i := slices.IndexFunc(versions, func(v rollout.Published) bool {
			return "v"+string(v.Version) == "v"+strings.TrimPrefix(to, "v") || len(to) >= 6 && strings.HasPrefix(v.Release.SHA, to)
		})
		if i < 0 {
			return rollout.Published{}, rollout.Refuse("no_version", fmt.Sprintf("%s has no version %s in %s.", t.Service, to, t.Environment), "There are: "+listed(versions))
		}
		wanted = versions[i].Version
	}
	switch {
	case wanted == "":
		return rollout.Published{}, rollout.Refuse("no_way_back", fmt.Sprintf("No last good version of %s is recorded in %s.", t.Service, t.Environment),
			fmt.Sprintf("Name one: `/rollback %s %s <version>`. There are: %s", t.Environment, t.Service, listed(versions)))
	case live == rollout.All(wanted):
		return rollout.Published{}, rollout.Refuse("already_back", fmt.Sprintf("%s is live in %s already.", wanted, t.Environment),
			fmt.Sprintf("To go further back, name a version: `/rollback %s %s <version>`. There are: %s", t.Environment, t.Service, listed(versions)))
	}
	return rollout.Published{Version: wanted, Release: releaseOf(versions, wanted), Ready: true}, nil
}

func releaseOf(versions []rollout.Published, v rollout.Version) rollout.Release {
	i := slices.IndexFunc(versions, func(i rollout.Published) bool { return i.Version == v })
	if i < 0 {
		return rollout.Release{}
	}
	return versions[i].Release
}

// listed names the newest versions: "v42 (abc1234), v41 (def5678)".
func listed(versions []rollout.Published) string {
	const most = 8
	var words []string
	for _, v := range versions[:min(most, len(versions))] {
		words = append(words, fmt.Sprintf("%s (%s)", v.Version, v.Release.Short()))
	}
	return strings.Join(words, ", ")
}

func (c *Commands) strategyOf(t rollout.Target) rollout.Strategy {
	env, _ := c.Policy.environment(t.Environment)
	return env.Strategy
}
