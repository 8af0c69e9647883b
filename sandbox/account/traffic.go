package account

import (
	"context"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// Aliases reads the target's aliases as they are now.
func (a *Account) Aliases(_ context.Context, t rollout.Target) (map[rollout.Alias]rollout.AliasNow, error) {
	all, err := a.Cloud.ListAliases(a.Function(t))
	if err != nil {
		return nil, domain("list the aliases", err)
	}
	out := make(map[rollout.Alias]rollout.AliasNow, len(all))
	for _, alias := range all {
		out[rollout.Alias(alias.Name)] = rollout.AliasNow{
			Routing: routing(alias), Description: alias.Description, Revision: alias.RevisionID,
		}
	}
	return out, nil
}

// Point makes an alias route as it should, with an explicit routing map, and
// only if it is still as it was read. After a write whose answer was lost the
// alias is read again: our own write is no conflict.
func (a *Account) Point(_ context.Context, t rollout.Target, i rollout.Intent) error {
	name, weights := a.Function(t), map[string]float64{}
	if i.Routing.Weight > 0 {
		weights[string(i.Routing.Candidate)] = i.Routing.Weight
	}
	if i.Revision == "" {
		_, err := a.Cloud.CreateAlias(cloud.CreateAliasInput{
			FunctionName: name, Name: string(i.Alias), FunctionVersion: string(i.Routing.Version),
			AdditionalVersionWeights: weights, Description: i.Stamp,
		})
		return wrap("make the alias", err)
	}
	_, err := a.Cloud.UpdateAlias(cloud.UpdateAliasInput{
		FunctionName: name, Name: string(i.Alias), FunctionVersion: string(i.Routing.Version),
		AdditionalVersionWeights: weights, Description: &i.Stamp, RevisionID: i.Revision,
	})
	if err == nil {
		return nil
	}
	if now, readErr := a.Cloud.GetAlias(name, string(i.Alias)); readErr == nil && routing(now) == i.Routing && now.Description == i.Stamp {
		return nil // it was our own write
	}
	return domain("move the alias", err)
}

func routing(alias cloud.Alias) rollout.Routing {
	r := rollout.All(rollout.Version(alias.FunctionVersion))
	for v, w := range alias.AdditionalVersionWeights {
		r = rollout.Split(r.Version, rollout.Version(v), w)
	}
	return r
}
