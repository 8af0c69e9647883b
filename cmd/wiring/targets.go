package wiring

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws/arn"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/aws/images"
	"github.com/slipway-dev/slipway/aws/versions"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/rollout"
)

// Known is what the last resort of an execution has to know of a rollout.
func (p Plan) Known(r rollout.Rollout) engine.Known {
	return engine.Known{Function: p.resort(r.Target), Stable: r.Stable, Candidate: r.Candidate, Fence: r.Fence}
}

// known is that of an execution that takes another's place. That it cannot be had
// must not keep the execution from starting.
func (p Plan) known(load func(context.Context, rollout.Key) (rollout.Stored, error)) func(context.Context, rollout.ID) *engine.Known {
	return func(ctx context.Context, id rollout.ID) *engine.Known {
		row, err := load(ctx, rollout.RolloutKey(id))
		if err != nil {
			return nil
		}
		r, err := rollout.Decode[rollout.Rollout](row)
		if err != nil {
			return nil
		}
		k := p.Known(r)
		return &k
	}
}

// function names the Lambda function of a target.
func (p Plan) function(t rollout.Target) string {
	s, _ := p.Config.Service(t.Service)
	return s.Function(t.Environment)
}

// resort is how the state machine, which is in our own account, names a target's function.
// In another account it takes the whole ARN, and that function's policy to let it in.
func (p Plan) resort(t rollout.Target) string {
	there, other := p.places[t.Environment]
	if !other {
		return p.function(t)
	}
	role, _ := arn.Parse(there.role) // the configuration has checked it
	return arn.ARN{
		Partition: role.Partition, Service: "lambda", Region: p.AWS.Region, AccountID: there.id, Resource: "function:" + p.function(t),
	}.String()
}

// artifact says where the artifacts of a service are.
func (p Plan) artifact(service string) (images.Artifact, bool) {
	s, _ := p.Config.Service(service)
	return images.Artifact(s.Artifact), s.Artifact != config.Artifact{}
}

// codeOf says what code a version of a release is made of.
func codeOf(i *images.Images) func(rollout.Target, rollout.Release) versions.Code {
	return func(t rollout.Target, r rollout.Release) versions.Code {
		image, bucket, key := i.Location(t, r)
		return versions.Code{Image: image, Bucket: bucket, Key: key}
	}
}

// provisioned is how many instances of each version with traffic are kept warm.
func (p Plan) provisioned(t rollout.Target) int32 {
	e, _ := p.Config.Environment(t.Environment)
	return int32(e.Provisioned) //nolint:gosec // the configuration keeps it small
}
