// Package traffic reads and moves the aliases of Lambda functions.
//
// A move is written only over the alias that was read (RevisionId), with an
// explicit routing map (AWS leaves the old weights in place without one) and with
// the owner's stamp as its description. It is sent once: after any failed or
// missing answer the alias is read back, and our own write is a success, whatever
// the answer said.
//
// It needs lambda:ListAliases, GetAlias, CreateAlias and UpdateAlias.
package traffic

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/slipway-dev/slipway/rollout"
)

// Traffic meets commands.Traffic.
type Traffic struct {
	client   *lambda.Client
	function func(rollout.Target) string
}

// New reads and moves the aliases of the function that belongs to a target.
func New(c *lambda.Client, function func(rollout.Target) string) *Traffic {
	return &Traffic{client: c, function: function}
}

// Aliases reads the target's aliases as they are now, those of others too.
func (t *Traffic) Aliases(ctx context.Context, target rollout.Target) (map[rollout.Alias]rollout.AliasNow, error) {
	out := map[rollout.Alias]rollout.AliasNow{}
	pages := lambda.NewListAliasesPaginator(t.client, &lambda.ListAliasesInput{FunctionName: aws.String(t.function(target))})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, domain("read the aliases", err)
		}
		for _, a := range page.Aliases {
			out[rollout.Alias(aws.ToString(a.Name))] = rollout.AliasNow{
				Routing:     routing(a.FunctionVersion, a.RoutingConfig),
				Description: aws.ToString(a.Description),
				Revision:    aws.ToString(a.RevisionId),
			}
		}
	}
	return out, nil
}

// routing reads what an alias does with its calls. AWS allows one weight, of 0 and
// of 1 too; then one version has all calls.
func routing(version *string, config *types.AliasRoutingConfiguration) rollout.Routing {
	r := rollout.All(rollout.Version(aws.ToString(version)))
	if config == nil {
		return r
	}
	for other, weight := range config.AdditionalVersionWeights {
		if weight >= 1 {
			return rollout.All(rollout.Version(other))
		}
		r = rollout.Split(r.Version, rollout.Version(other), weight)
	}
	return r
}

// weights is the routing as AWS wants it: never nil.
func weights(r rollout.Routing) *types.AliasRoutingConfiguration {
	config := &types.AliasRoutingConfiguration{AdditionalVersionWeights: map[string]float64{}}
	if r.Weight > 0 {
		config.AdditionalVersionWeights[string(r.Candidate)] = r.Weight
	}
	return config
}
