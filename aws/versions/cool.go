package versions

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
)

// coolUnused gives back the provisioned concurrency of all versions of ours that no
// alias routes to, but for one that will be routed to next. It is paid for by the
// second, and what an account can have of it is limited. A version that somebody
// else has published may be called by its number, so it keeps what it has.
func (v *Versions) coolUnused(ctx context.Context, name, next string, all []types.FunctionConfiguration) error {
	warm, err := v.warm(ctx, name)
	if err != nil {
		return err
	}
	used, err := v.routed(ctx, name) // read last: what nobody uses now is given back now
	if err != nil {
		return err
	}
	for _, c := range all {
		version := aws.ToString(c.Version)
		if _, paid := warm[version]; !paid || !ours(c) || used[version] || version == next {
			continue
		}
		if err := v.cool(ctx, name, version); err != nil {
			return err
		}
	}
	return nil
}

// cool gives back the provisioned concurrency of a version. That it has none, or is
// gone, is no error.
func (v *Versions) cool(ctx context.Context, name, version string) error {
	_, err := v.client.DeleteProvisionedConcurrencyConfig(ctx, &lambda.DeleteProvisionedConcurrencyConfigInput{
		FunctionName: &name, Qualifier: &version,
	})
	if is(err, noneProvisioned) || is(err, notFound) {
		return nil
	}
	return err
}

// routed are the versions that aliases route to, ours and others.
func (v *Versions) routed(ctx context.Context, name string) (map[string]bool, error) {
	out := map[string]bool{}
	pages := lambda.NewListAliasesPaginator(v.client, &lambda.ListAliasesInput{FunctionName: &name})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, a := range page.Aliases {
			out[aws.ToString(a.FunctionVersion)] = true
			if a.RoutingConfig == nil {
				continue
			}
			for other := range a.RoutingConfig.AdditionalVersionWeights {
				out[other] = true
			}
		}
	}
	return out, nil
}
