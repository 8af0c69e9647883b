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

// List gives the published versions, newest first.
func (v *Versions) List(ctx context.Context, t rollout.Target) ([]rollout.Published, error) {
	name := v.o.Function(t)
	all, err := v.all(ctx, name)
	if err != nil {
		return nil, domain("list the versions", err)
	}
	if err := v.askNewest(ctx, name, all); err != nil {
		return nil, domain("read the newest version", err)
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
			warm[string(p.Version)].decide(&p, wanted)
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

// askNewest asks for the newest version's state, since AWS's list leaves the states
// out. The older ones have long become what they are, and GetFunction does not
// count among the calls that are scarce.
func (v *Versions) askNewest(ctx context.Context, name string, all []types.FunctionConfiguration) error {
	if len(all) == 0 || all[0].State != "" {
		return nil
	}
	out, err := v.client.GetFunction(ctx, &lambda.GetFunctionInput{FunctionName: &name, Qualifier: all[0].Version})
	if is(err, notFound) { // deleted just now
		return nil
	}
	if err != nil || out.Configuration == nil {
		return err
	}
	all[0].State, all[0].StateReason = out.Configuration.State, out.Configuration.StateReason
	all[0].LastUpdateStatus = out.Configuration.LastUpdateStatus
	return nil
}

func show(c types.FunctionConfiguration) rollout.Published {
	p := rollout.Published{
		Version: rollout.Version(aws.ToString(c.Version)),
		Release: madeOf(c),
		Ready:   c.State != types.StatePending && c.State != types.StateFailed && c.LastUpdateStatus != types.LastUpdateStatusFailed,
		Role:    aws.ToString(c.Role),
	}
	if c.State == types.StateFailed {
		p.Failed = or(aws.ToString(c.StateReason), "Lambda does not say why")
	}
	if c.DeadLetterConfig != nil {
		p.DeadLetter = aws.ToString(c.DeadLetterConfig.TargetArn)
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
