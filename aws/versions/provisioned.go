package versions

import (
	"context"
	"fmt"
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
}

// enough says that a version is as warm as wanted. One for which nothing was asked
// yet is not, nor is one that failed to get it, for good or not: Publish asks anew.
func (w warmth) enough(wanted int32) bool {
	return w.requested == wanted && w.status == types.ProvisionedConcurrencyStatusEnumReady
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
			out[arn[strings.LastIndex(arn, ":")+1:]] = warmth{c.Status, aws.ToInt32(c.RequestedProvisionedConcurrentExecutions)}
		}
	}
	return out, nil
}

// heat sees to it that a version is as warm as wanted, and waits for it. It asks
// for the version, never for an alias: an alias's share would move with its weights.
func (v *Versions) heat(ctx context.Context, name, version string, wanted int32, all []types.FunctionConfiguration) error {
	for {
		now, err := v.client.GetProvisionedConcurrencyConfig(ctx, &lambda.GetProvisionedConcurrencyConfigInput{
			FunctionName: &name, Qualifier: &version,
		})
		switch {
		case is(err, noneProvisioned) || err == nil && aws.ToInt32(now.RequestedProvisionedConcurrentExecutions) != wanted:
			if err := v.coolUnused(ctx, name, version, all); err != nil {
				return domain("give back provisioned concurrency", err)
			}
			_, err = v.client.PutProvisionedConcurrencyConfig(ctx, &lambda.PutProvisionedConcurrencyConfigInput{
				FunctionName: &name, Qualifier: &version, ProvisionedConcurrentExecutions: &wanted,
			})
		case err == nil && now.Status == types.ProvisionedConcurrencyStatusEnumFailed:
			return v.unheated(ctx, name, version, aws.ToString(now.StatusReason))
		case err == nil && now.Status != types.ProvisionedConcurrencyStatusEnumInProgress:
			return nil
		}
		if err == nil {
			err = smithytime.SleepWithContext(ctx, warmPoll)
		}
		if err != nil {
			return domain("get provisioned concurrency for v"+version, err)
		}
	}
}

// unheated tells that a version could not be made warm. What has failed stays so
// until it is asked for again, so it goes: the next call, of this rollout or of a
// later one, begins anew and may have more luck.
func (v *Versions) unheated(ctx context.Context, name, version, reason string) error {
	if err := v.cool(ctx, name, version); err != nil {
		return domain("give back provisioned concurrency", err)
	}
	return &rollout.Error{
		Kind: rollout.Broken, Message: "v" + version + " could not be kept warm: AWS did not give the concurrency that `provisioned` asks for.",
		Hint: "It is tried again by itself. Look whether the account has so much left, and whether the new code starts at all.",
		Err:  fmt.Errorf("provisioned concurrency of v%s: %q", version, reason),
	}
}
