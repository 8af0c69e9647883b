package commands

import (
	"context"
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	// askedAtOnce is how many targets the account is asked for at once.
	askedAtOnce = 8
	// answering is how long it has for all of them. It is less than the second after which
	// a read of aliases goes beside the line of calls: whoever only looks waits in line.
	answering = 700 * time.Millisecond
)

// askAccount asks the account what is live on some targets, with one call for each whose
// version a rollout of ours has brought or found. What it does not say in time stays as
// the store knows it, and says so.
func (c *Commands) askAccount(ctx context.Context, some []*recalled) {
	within, cancel := context.WithTimeout(ctx, answering)
	defer cancel()
	forEach(askedAtOnce, some, func(s *recalled) {
		if s.Problem != "" {
			return
		}
		err := c.askLive(within, s)
		if err == nil {
			return
		}
		c.Log.WarnContext(ctx, "a target cannot be read", "target", s.Target.String(), "error", err)
		switch {
		case rollout.IsKind(err, rollout.NotFound):
			s.Problem = "its Lambda function is not there"
		case len(s.past) == 0:
			s.Problem = "it cannot be read right now"
		default:
			s.Recalled = true
		}
	})
}

// askLive asks what is live on a target.
func (c *Commands) askLive(ctx context.Context, s *recalled) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("read the aliases of %s: %w", s.Target, err)
	}
	aliases, err := c.Traffic.Aliases(ctx, s.Target)
	if err != nil {
		return fmt.Errorf("read the aliases of %s: %w", s.Target, err)
	}
	now := aliases[rollout.Live].Routing
	s.Live, s.Weight, s.Since, s.By = c.madeOf(ctx, s, now.Version), now.Weight, time.Time{}, ""
	s.TargetStatus = s.dated(s.past)
	return nil
}

// madeOf is a version of a target with what it is made of, by our own rollouts if one of
// them has brought or found it. Of which commit it is may not be known.
func (c *Commands) madeOf(ctx context.Context, s *recalled, v rollout.Version) rollout.Published {
	p := rollout.Published{Version: v}
	if v == "" {
		return p
	}
	if p.Release = made(s.past, v); p.Release.SHA != "" {
		return p
	}
	found, err := c.versionOf(ctx, s.Target, v)
	if err != nil {
		c.Log.WarnContext(ctx, "of which commit a version is cannot be read", "target", s.Target.String(), "version", string(v), "error", err)
		return p
	}
	return found
}

// made is what a version is made of, as far as some rollouts tell.
func made(past []rollout.Rollout, v rollout.Version) rollout.Release {
	for _, r := range past {
		switch {
		case r.Candidate == v:
			return r.Release
		case r.Stable == v && r.StableRelease.SHA != "":
			return r.StableRelease
		}
	}
	return rollout.Release{}
}
