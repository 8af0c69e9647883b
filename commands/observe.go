package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// observe looks at as much of the world as the rollout's phase needs.
func (c *Commands) observe(ctx context.Context, r rollout.Rollout, at time.Time) (rollout.Observation, error) {
	look := r.Look(at)
	var o rollout.Observation
	if look.Build {
		b, err := c.build(ctx, r, at)
		if err != nil {
			return o, fmt.Errorf("ask for the build: %w", err)
		}
		o.Build = &b
	}
	if look.Candidate {
		if err := c.observeCandidate(ctx, r, &o); err != nil {
			return o, err
		}
	}
	if look.Aliases {
		aliases, err := c.Traffic.Aliases(ctx, r.Target)
		if err != nil {
			return o, fmt.Errorf("read the aliases: %w", err)
		}
		o.Aliases = aliases
	}
	if look.Health != "" {
		h, err := c.health(ctx, r, look.Health)
		if err != nil {
			return o, fmt.Errorf("check the health of %s: %w", look.Health, err)
		}
		h.At = at
		o.Health = &h
	}
	if look.From.Before(look.To) {
		c.observeMinutes(ctx, r, look, &o)
	}
	return o, nil
}

// build says how far the image is: by the registry, and while that has none, by the
// record of the run that builds it. The code host is not asked.
func (c *Commands) build(ctx context.Context, r rollout.Rollout, at time.Time) (rollout.Build, error) {
	image, err := c.Artifacts.State(ctx, r.Target, r.Release)
	if err != nil || image.State != rollout.BuildAbsent || !r.Builds {
		return image, err
	}
	b, err := load[rollout.BuildRun](ctx, c.Store, rollout.BuildRunKey(r.Target.Service, r.Release.SHA))
	switch {
	case rollout.IsMissing(err):
		return image, nil
	case err != nil:
		return image, err
	default:
		return b.For(r, at), nil
	}
}

// health asks a version for its health. After a rollback it is only told, and
// cannot keep the rollout open: not to be had is as bad as bad then.
func (c *Commands) health(ctx context.Context, r rollout.Rollout, v rollout.Version) (rollout.Health, error) {
	h, err := c.Health.Check(ctx, r.Target, v)
	if err == nil || r.Phase != rollout.RollingBack {
		return h, err
	}
	c.Log.WarnContext(ctx, "the health cannot be asked for", "rollout", r.ID, "error", err)
	return rollout.Health{Version: v, Detail: "it could not be asked"}, nil
}

func (c *Commands) observeCandidate(ctx context.Context, r rollout.Rollout, o *rollout.Observation) error {
	versions, err := c.Versions.List(ctx, r.Target)
	if err != nil {
		return fmt.Errorf("list the versions: %w", err)
	}
	o.Candidate = first(versions, func(v rollout.Published) bool { return v.Release.Digest == r.Release.Digest })
	o.StableVersion = first(versions, func(v rollout.Published) bool { return v.Version == r.Stable })
	return nil
}

func first(versions []rollout.Published, is func(rollout.Published) bool) *rollout.Published {
	i := slices.IndexFunc(versions, is)
	if i < 0 {
		return nil
	}
	return &versions[i]
}

// observeMinutes reads the metrics. That they cannot be read is an observation
// too: the rollout holds and asks when it lasts.
func (c *Commands) observeMinutes(ctx context.Context, r rollout.Rollout, look rollout.Look, o *rollout.Observation) {
	minutes, err := c.Metrics.Minutes(ctx, rollout.MinutesQuery{
		Target: r.Target, Stable: r.Stable, Candidate: r.Candidate,
		From: look.From, To: look.To, Whole: look.Whole, SlowCall: r.Strategy.SlowCall,
	})
	if err != nil {
		c.Log.WarnContext(ctx, "the metrics cannot be read", "rollout", r.ID, "error", err)
		o.Unread = "the metrics could not be read"
		return
	}
	o.Minutes = minutes
	if look.Probes > 0 && r.Move != nil && o.Aliases[rollout.Live].Routing == r.Move.To { // else the turn stops it
		c.probe(ctx, r, look.Probes, o)
	}
}

// probe sends synthetic calls to the candidate. Without an answer nothing was
// learned, and the next minute's turn tries again.
func (c *Commands) probe(ctx context.Context, r rollout.Rollout, n int, o *rollout.Observation) {
	counts, err := c.Health.Probe(ctx, r.Target, r.Candidate, n, r.Strategy.SlowCall)
	if err != nil {
		c.Log.WarnContext(ctx, "the candidate cannot be probed", "rollout", r.ID, "error", err)
		o.NoProbes = whyNot(err)
		return
	}
	o.Probes = &counts
}

// whyNot is what people are told of a failure; its cause is for the log.
func whyNot(err error) string {
	var known *rollout.Error
	if errors.As(err, &known) {
		return strings.TrimSuffix(known.Message, ".")
	}
	return "they could not be made"
}
