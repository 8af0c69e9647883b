package main

import (
	"context"
	"time"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/aws/images"
	"github.com/slipway-dev/slipway/aws/versions"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/rollout"
)

// function names the Lambda function of a target.
func (p plan) function(t rollout.Target) string {
	s, _ := p.config.Service(t.Service)
	return s.Function(t.Environment)
}

// artifact says where the artifacts of a service are.
func (p plan) artifact(service string) (images.Artifact, bool) {
	s, _ := p.config.Service(service)
	return images.Artifact(s.Artifact), s.Artifact != config.Artifact{}
}

// codeOf says what code a version of a release is made of.
func codeOf(i *images.Images) func(rollout.Target, rollout.Release) versions.Code {
	return func(t rollout.Target, r rollout.Release) versions.Code {
		image, bucket, key := i.Location(t, r)
		return versions.Code{Image: image, Bucket: bucket, Key: key}
	}
}

// known is what the last resort of an execution that takes another's place has to
// know. That it cannot be had must not keep the execution from starting.
func known(p *parts, function func(rollout.Target) string) func(context.Context, rollout.ID) *engine.Known {
	return func(ctx context.Context, id rollout.ID) *engine.Known {
		row, err := p.store.Load(ctx, rollout.RolloutKey(id))
		if err != nil {
			return nil
		}
		r, err := rollout.Decode[rollout.Rollout](row)
		if err != nil {
			return nil
		}
		k := knownOf(r, function)
		return &k
	}
}

func knownOf(r rollout.Rollout, function func(rollout.Target) string) engine.Known {
	return engine.Known{Function: function(r.Target), Stable: r.Stable, Candidate: r.Candidate, Fence: r.Fence}
}

// provisioned is how many instances of each version with traffic are kept warm.
func (p plan) provisioned(t rollout.Target) int32 {
	for _, e := range p.config.Environments {
		if e.Name == t.Environment {
			return int32(e.Provisioned) //nolint:gosec // the configuration keeps it small
		}
	}
	return 0
}

// clock is the time that rollouts live by.
func (p plan) clock() time.Time { return p.settings.Clock.At(p.now()) }

// newID is a new rollout's id.
func (p plan) newID() string { return p.ids.At(p.clock()) }
