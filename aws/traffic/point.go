package traffic

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/rollout"
)

// writeLimit is how long a write may hang, so that time is left to read it back.
const writeLimit = 10 * time.Second

// Point makes an alias route as the intent says. It answers an Error of kind Stale
// when somebody else has changed the alias since it was read, and makes at most
// two calls.
func (t *Traffic) Point(ctx context.Context, target rollout.Target, i rollout.Intent) error {
	name := t.function(target)
	err := t.write(ctx, name, i)
	if err == nil {
		return nil
	}
	now, readErr := t.client.GetAlias(ctx, &lambda.GetAliasInput{FunctionName: &name, Name: aws.String(string(i.Alias))})
	switch {
	case readErr != nil: // nothing is known; the next turn sees what there is
		return domain("move the alias", errors.Join(err, readErr))
	case routing(now.FunctionVersion, now.RoutingConfig) == i.Routing && aws.ToString(now.Description) == i.Stamp:
		return nil // it was our own write
	case aws.ToString(now.RevisionId) != i.Revision:
		return stale(err)
	default:
		return domain("move the alias", err)
	}
}

// write sends the move once. An SDK that tried again by itself would report its own
// first try as somebody else's change.
func (t *Traffic) write(ctx context.Context, name string, i rollout.Intent) error {
	ctx, cancel := context.WithTimeout(ctx, writeLimit)
	defer cancel()
	alias, version := string(i.Alias), string(i.Routing.Version)
	if i.Revision == "" {
		_, err := t.client.CreateAlias(ctx, &lambda.CreateAliasInput{
			FunctionName: &name, Name: &alias, FunctionVersion: &version,
			RoutingConfig: weights(i.Routing), Description: &i.Stamp,
		}, once)
		return err
	}
	_, err := t.client.UpdateAlias(ctx, &lambda.UpdateAliasInput{
		FunctionName: &name, Name: &alias, FunctionVersion: &version,
		RoutingConfig: weights(i.Routing), Description: &i.Stamp, RevisionId: &i.Revision,
	}, once)
	return err
}

func once(o *lambda.Options) { o.Retryer = aws.NopRetryer{} }
