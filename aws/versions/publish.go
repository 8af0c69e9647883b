package versions

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/slipway-dev/slipway/rollout"
)

// Publish sees to it that a version of the release's digest exists, can be invoked
// and is warm. It goes on from what there is, so it may be called any number of
// times, and is until List shows the version ready. What is not done within
// Options.Wait is left to the next call, and is no error.
func (v *Versions) Publish(ctx context.Context, t rollout.Target, r rollout.Release, id rollout.ID) error {
	if r.Digest == "" {
		return &rollout.Error{Kind: rollout.Invalid, Message: "A release without a digest cannot be published."}
	}
	within, cancel := context.WithTimeout(ctx, v.o.Wait)
	defer cancel()
	err := v.publish(within, t, r, id)
	if err != nil && within.Err() != nil && ctx.Err() == nil {
		return nil
	}
	return err
}

func (v *Versions) publish(ctx context.Context, t rollout.Target, r rollout.Release, id rollout.ID) error {
	name := v.o.Function(t)
	all, err := v.all(ctx, name)
	if err != nil {
		return domain("list the versions", err)
	}
	var version string
	if i := slices.IndexFunc(all, func(c types.FunctionConfiguration) bool { return madeOf(c).Digest == r.Digest }); i >= 0 {
		version = aws.ToString(all[i].Version)
	} else if version, err = v.make(ctx, t, r, id); err != nil {
		return err
	}
	made, err := v.settled(ctx, name, version)
	if err != nil {
		return domain("make v"+version+" ready", err)
	}
	if made.Configuration.State == types.StateFailed {
		return v.failed(ctx, name, version, *made.Configuration, id)
	}
	if wanted := v.o.Provisioned(t); wanted > 0 {
		return v.heat(ctx, name, version, wanted, all)
	}
	return nil
}

// failed tells that a version will never run. A rollout makes no second one, but one
// that an earlier rollout left behind goes, and the next call makes another:
// otherwise its commit could never be deployed again.
func (v *Versions) failed(ctx context.Context, name, version string, c types.FunctionConfiguration, id rollout.ID) error {
	if _, by := described(aws.ToString(c.Description)); ours(c) && by != id {
		if err := v.delete(ctx, name, version); err != nil && !is(err, notFound) {
			return domain("delete v"+version+", which has failed", err)
		}
		return nil
	}
	return &rollout.Error{
		Kind: rollout.Broken, Message: "Lambda could not make v" + version + " ready to run.",
		Hint: "Look at the state of that version in AWS, mend what it names, and deploy again.",
		Err:  fmt.Errorf("v%s is %s: %q", version, c.State, aws.ToString(c.StateReason)),
	}
}

// make publishes a version of the release by way of $LATEST.
func (v *Versions) make(ctx context.Context, t rollout.Target, r rollout.Release, id rollout.ID) (version string, err error) {
	name := v.o.Function(t)
	latest, err := v.settled(ctx, name, "")
	if err != nil {
		return "", domain("read the function", err)
	}
	if codeOf(latest) != r.Digest || latest.Configuration.LastUpdateStatus == types.LastUpdateStatusFailed {
		if latest, err = v.update(ctx, name, v.o.Code(t, r), r.Digest, latest.Configuration.RevisionId); err != nil {
			return "", err
		}
	}
	in := &lambda.PublishVersionInput{
		FunctionName: &name, RevisionId: latest.Configuration.RevisionId, Description: aws.String(describe(r, id)),
	}
	if sum := latest.Configuration.CodeSha256; aws.ToString(sum) != "" {
		in.CodeSha256 = sum
	}
	out, err := v.client.PublishVersion(ctx, in)
	if err != nil {
		return "", domain("publish a version", err)
	}
	return aws.ToString(out.Version), nil
}

// update puts the code into $LATEST, and gives $LATEST as it is when that is through.
func (v *Versions) update(ctx context.Context, name string, code Code, want string, revision *string) (*lambda.GetFunctionOutput, error) {
	in := &lambda.UpdateFunctionCodeInput{FunctionName: &name, RevisionId: revision}
	if code.Image != "" {
		in.ImageUri = &code.Image
	} else {
		in.S3Bucket, in.S3Key = &code.Bucket, &code.Key
	}
	out, err := v.client.UpdateFunctionCode(ctx, in)
	if err != nil {
		return nil, domain("take the new code", err)
	}
	if code.Image == "" && digest(aws.ToString(out.CodeSha256)) != want {
		return nil, &rollout.Error{
			Kind: rollout.Invalid, Message: "The archive is not the one that was built.", Hint: "Build it again: somebody has overwritten it.",
			Err: errors.New("CodeSha256 is " + aws.ToString(out.CodeSha256)),
		}
	}
	latest, err := v.settled(ctx, name, "")
	switch {
	case err != nil:
		return nil, domain("read the function", err)
	case latest.Configuration.LastUpdateStatus == types.LastUpdateStatusFailed:
		return nil, domain("take the new code", errors.New(aws.ToString(latest.Configuration.LastUpdateStatusReason)))
	case codeOf(latest) != want:
		return nil, &rollout.Error{Kind: rollout.Stale, Message: "Somebody else changed the function's code meanwhile."}
	}
	return latest, nil
}

// settled waits until $LATEST (an empty version) or a version is neither being made
// nor being updated, for as long as the context allows, and gives it as it is then.
func (v *Versions) settled(ctx context.Context, name, version string) (*lambda.GetFunctionOutput, error) {
	in := &lambda.GetFunctionInput{FunctionName: &name}
	if version != "" {
		in.Qualifier = &version
	}
	waiter := lambda.NewFunctionUpdatedV2Waiter(v.client, func(o *lambda.FunctionUpdatedV2WaiterOptions) {
		o.MinDelay, o.MaxDelay = time.Second, 2*time.Second
		o.Retryable = func(_ context.Context, _ *lambda.GetFunctionInput, out *lambda.GetFunctionOutput, err error) (bool, error) {
			if err == nil && out.Configuration == nil {
				err = errors.New("an answer without a configuration")
			}
			return err == nil && busy(out.Configuration), err
		}
	})
	const untilContextEnds = time.Hour
	return waiter.WaitForOutput(ctx, in, untilContextEnds)
}

func busy(c *types.FunctionConfiguration) bool {
	return c.State == types.StatePending || c.LastUpdateStatus == types.LastUpdateStatusInProgress
}
