package versions

import (
	"context"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	smithytime "github.com/aws/smithy-go/time"

	"github.com/slipway-dev/slipway/rollout"
)

// warmPoll is how long Publish waits between two looks at whether a version is
// warm; that takes minutes.
const warmPoll = 5 * time.Second

// warmth is how far a version's provisioned concurrency is. The zero value is that
// of a version for which none was asked.
type warmth struct {
	status    types.ProvisionedConcurrencyStatusEnum
	requested int32
	reason    string
}

// asked says that so much was asked for this version.
func (w warmth) asked(wanted int32) bool { return w.requested == wanted }

// decide takes from a version that it is ready, unless it is as warm as wanted. A
// version for which nothing was asked yet is not: Publish asks for it.
func (w warmth) decide(p *rollout.Published, wanted int32) {
	if !w.asked(wanted) || w.status != types.ProvisionedConcurrencyStatusEnumReady {
		p.Ready = false
	}
	if w.asked(wanted) && w.status == types.ProvisionedConcurrencyStatusEnumFailed && p.Failed == "" {
		p.Failed = "its provisioned concurrency could not be had: " + or(w.reason, "Lambda does not say why")
	}
}

// warm reads the provisioned concurrency of the versions, and of the aliases, that
// have some.
func (v *Versions) warm(ctx context.Context, name string) (map[string]warmth, error) {
	out := map[string]warmth{}
	pages := lambda.NewListProvisionedConcurrencyConfigsPaginator(v.client, &lambda.ListProvisionedConcurrencyConfigsInput{FunctionName: &name})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, c := range page.ProvisionedConcurrencyConfigs {
			arn := aws.ToString(c.FunctionArn) // arn:…:function:<name>:<version or alias>
			out[arn[strings.LastIndex(arn, ":")+1:]] = warmth{
				c.Status, aws.ToInt32(c.RequestedProvisionedConcurrentExecutions), aws.ToString(c.StatusReason),
			}
		}
	}
	return out, nil
}

// heat sees to it that a version is as warm as wanted, and waits for it. It asks
// for the version, never for an alias: an alias's share would move with its weights.
func (v *Versions) heat(ctx context.Context, name, version string, wanted int32) error {
	for {
		now, err := v.client.GetProvisionedConcurrencyConfig(ctx, &lambda.GetProvisionedConcurrencyConfigInput{
			FunctionName: &name, Qualifier: &version,
		})
		switch {
		case is(err, noneProvisioned) || err == nil && aws.ToInt32(now.RequestedProvisionedConcurrentExecutions) != wanted:
			if err := v.coolUnused(ctx, name, version); err != nil {
				return domain("give back provisioned concurrency", err)
			}
			_, err = v.client.PutProvisionedConcurrencyConfig(ctx, &lambda.PutProvisionedConcurrencyConfigInput{
				FunctionName: &name, Qualifier: &version, ProvisionedConcurrentExecutions: &wanted,
			})
		case err == nil && now.Status != types.ProvisionedConcurrencyStatusEnumInProgress:
			return nil // List tells whether it worked
		}
		if err == nil {
			err = smithytime.SleepWithContext(ctx, warmPoll)
		}
		if err != nil {
			return domain("get provisioned concurrency for v"+version, err)
		}
	}
}
