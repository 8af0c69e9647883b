package selftest

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/rollout"
)

const live = string(rollout.Live)

// weight is the second version's in the canary.
const weight = 0.25

func (l *lab) alias(ctx context.Context) error {
	made, err := l.Lambda.CreateAlias(ctx, &lambda.CreateAliasInput{FunctionName: &l.Name, Name: aws.String(live), FunctionVersion: &l.first}, once)
	if err != nil {
		return fmt.Errorf("make the alias: %w", err)
	}
	l.revision = aws.ToString(made.RevisionId)
	return nil
}

// write writes the alias: the weights as they are given, those that are nil not at all.
func (l *lab) write(ctx context.Context, version string, weights map[string]float64, revision string) (*lambda.UpdateAliasOutput, error) {
	in := &lambda.UpdateAliasInput{FunctionName: &l.Name, Name: aws.String(live), FunctionVersion: &version}
	if weights != nil {
		in.RoutingConfig = &types.AliasRoutingConfiguration{AdditionalVersionWeights: weights}
	}
	if revision != "" {
		in.RevisionId = &revision
	}
	return l.Lambda.UpdateAlias(ctx, in, once)
}

// refused notes whether AWS refuses something with that code. Where it could not say, for
// lack of a permission or of time, the test ends: nothing is known then.
func (l *lab) refused(says, code string, err error) error {
	status := failure.Status(err)
	switch {
	case err == nil:
		l.told(says, Fails, "it was done")
	case failure.Code(err) == code:
		l.told(says, Holds, "%s (status %d)", code, status)
	case slices.Contains([]int{http.StatusBadRequest, http.StatusConflict, http.StatusPreconditionFailed}, status):
		l.told(says, Fails, "it was refused, but as %s", failure.Code(err))
	default:
		return fmt.Errorf("try whether it is refused: %w", err)
	}
	return nil
}

// stale writes with a RevisionId, and then with the same one again.
func (l *lab) stale(ctx context.Context) error {
	before := l.revision
	now, err := l.write(ctx, l.first, map[string]float64{}, before)
	if err != nil {
		return fmt.Errorf("write the alias: %w", err)
	}
	l.revision = aws.ToString(now.RevisionId)
	_, err = l.write(ctx, l.first, map[string]float64{}, before)
	return l.refused("A write with an old RevisionId is refused", "PreconditionFailedException", err)
}

func (l *lab) latest(ctx context.Context) error {
	_, err := l.write(ctx, "$LATEST", map[string]float64{l.second: weight}, "")
	if err := l.refused("$LATEST cannot share an alias", "InvalidParameterValueException", err); err != nil {
		return err
	}
	if _, err := l.write(ctx, l.first, map[string]float64{}, ""); err != nil { // in case it was done
		return fmt.Errorf("write the alias: %w", err)
	}
	return nil
}

// keepWeights writes without a routing map.
func (l *lab) keepWeights(ctx context.Context) error {
	now, err := l.write(ctx, l.first, nil, "")
	if err != nil {
		return fmt.Errorf("write the alias without a routing map: %w", err)
	}
	left := weights(now.RoutingConfig)
	l.told("A write without a routing map leaves the weights", holds(left[l.second] == weight), "the weights are %v", left)
	return nil
}

// clearWeights writes an empty one, and sees how soon calls follow.
func (l *lab) clearWeights(ctx context.Context) error {
	now, err := l.write(ctx, l.first, map[string]float64{}, "")
	if err != nil {
		return fmt.Errorf("clear the weights: %w", err)
	}
	left := weights(now.RoutingConfig)
	l.told("An explicit empty routing map clears the weights", holds(len(left) == 0), "the weights are %v", left)
	return l.settle(ctx)
}

func weights(c *types.AliasRoutingConfiguration) map[string]float64 {
	if c == nil {
		return nil
	}
	return c.AdditionalVersionWeights
}
