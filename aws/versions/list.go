package versions

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/slipway-dev/slipway/rollout"
)

// List gives the published versions, newest first. One of ours that has failed is
// not ready and no more than that: Publish can make another.
func (v *Versions) List(ctx context.Context, t rollout.Target) ([]rollout.Published, error) {
	name := v.o.Function(t)
	all, err := v.all(ctx, name)
	if err != nil {
		return nil, domain("list the versions", err)
	}
	if err := v.askStates(ctx, name, all); err != nil {
		return nil, domain("read the newest versions", err)
	}
	wanted := v.o.Provisioned(t)
	var warm map[string]warmth
	if wanted > 0 {
		if warm, err = v.warm(ctx, name); err != nil {
			return nil, domain("read the provisioned concurrency", err)
		}
	}
	out := make([]rollout.Published, 0, len(all))
	for _, c := range all {
		p := show(c)
		if wanted > 0 {
			p.Ready = p.Ready && warm[string(p.Version)].enough(wanted)
		}
		out = append(out, p)
	}
	return out, nil
}

// all are the numbered versions, newest first.
func (v *Versions) all(ctx context.Context, name string) ([]types.FunctionConfiguration, error) {
	var out []types.FunctionConfiguration
	pages := lambda.NewListVersionsByFunctionPaginator(v.client, &lambda.ListVersionsByFunctionInput{FunctionName: &name})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		out = append(out, page.Versions...)
	}
	out = slices.DeleteFunc(out, func(c types.FunctionConfiguration) bool { return number(c) == 0 })
	slices.SortFunc(out, func(x, y types.FunctionConfiguration) int { return number(y) - number(x) })
	return out, nil
}

// number is a version's number, and 0 for $LATEST.
func number(c types.FunctionConfiguration) int {
	n, err := strconv.Atoi(aws.ToString(c.Version))
	if err != nil {
		return 0
	}
	return n
}

// asks is how many versions' states List asks for at most.
const asks = 3

// askStates asks for the states of the newest version and of the newest of ours,
// since AWS's list leaves the states out. The newest need not be ours: somebody may
// publish one while ours is being made. The older ones have long become what they
// are, and GetFunction does not count among the calls that are scarce.
func (v *Versions) askStates(ctx context.Context, name string, all []types.FunctionConfiguration) error {
	asked := 0
	for i := range all {
		c := &all[i]
		if c.State != "" || i > 0 && !ours(*c) {
			continue
		}
		if asked++; asked > asks {
			return nil
		}
		out, err := v.client.GetFunction(ctx, &lambda.GetFunctionInput{FunctionName: &name, Qualifier: c.Version})
		if is(err, notFound) { // deleted just now
			continue
		}
		if err != nil {
			return err
		}
		if now := out.Configuration; now != nil {
			c.State, c.StateReason, c.LastUpdateStatus = now.State, now.StateReason, now.LastUpdateStatus
		}
	}
	return nil
}

func show(c types.FunctionConfiguration) rollout.Published {
	p := rollout.Published{
		Version: rollout.Version(aws.ToString(c.Version)),
		Release: madeOf(c),
		Ready:   c.State != types.StatePending && c.State != types.StateFailed && c.LastUpdateStatus != types.LastUpdateStatusFailed,
		Role:    aws.ToString(c.Role),
	}
	if c.State == types.StateFailed && !ours(c) {
		p.Failed = or(aws.ToString(c.StateReason), "Lambda does not say why")
	}
	if c.DeadLetterConfig != nil {
		p.DeadLetter = aws.ToString(c.DeadLetterConfig.TargetArn)
	}
	if len(c.Architectures) > 0 {
		p.Architecture = string(c.Architectures[0])
	}
	if at, err := time.Parse("2006-01-02T15:04:05.999-0700", aws.ToString(c.LastModified)); err == nil {
		p.Created = at.UTC()
	}
	return p
}

// or is the text, or what stands for it when there is none.
func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
