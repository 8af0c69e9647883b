package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/slipway-dev/slipway/rollout"
)

// parkingLife is how long after its last use a parking may be swept away. One
// that is gone counts as never used.
const parkingLife = 8 * 7 * 24 * time.Hour

// Wake counts a wake of that rollout. It gives the count, and the task token that
// the rollout is or was last parked with, or "". A wake whose reply was lost may
// count twice, which only makes for one tick too many.
func (s *Store) Wake(ctx context.Context, id rollout.ID) (count int64, token string, err error) {
	out, err := s.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName:                 s.table,
		Key:                       parkingKey(id),
		UpdateExpression:          aws.String("ADD wakes :one SET expires = :expires"),
		ExpressionAttributeValues: item{":one": number(1), ":expires": s.expiry()},
		ReturnValues:              types.ReturnValueAllNew,
	})
	if err != nil {
		return 0, "", failed("wake "+string(id), err)
	}
	return parking(out.Attributes)
}

// Keep keeps the task token that a rollout waits with since then, if no wake was
// counted since the caller saw that many, and if none that it has waited with since
// later is there: a caller may be late. It gives the count as it is, and whether the
// token was kept; if not, no wake finds it, so that the caller has to use it itself.
// A rollout never woken has none.
func (s *Store) Keep(ctx context.Context, id rollout.ID, since time.Time, seen int64, token string) (count int64, kept bool, err error) {
	condition := "wakes = :wakes AND attribute_not_exists(parkedSince) OR wakes = :wakes AND parkedSince < :later"
	if seen == 0 {
		condition += " OR attribute_not_exists(wakes)"
	}
	_, err = s.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName:           s.table,
		Key:                 parkingKey(id),
		UpdateExpression:    aws.String("SET wakes = :wakes, parkedSince = :since, task = :task, expires = :expires"),
		ConditionExpression: &condition,
		ExpressionAttributeValues: item{
			":wakes": number(seen), ":since": number(since.UnixMilli()), ":later": number(since.UnixMilli() + 1), ":task": text(token), ":expires": s.expiry(),
		},
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	})
	var refused *types.ConditionalCheckFailedException
	switch {
	case err == nil:
		return seen, true, nil
	case errors.As(err, &refused):
		count, _, err = parking(refused.Item)
		return count, false, err
	default:
		return 0, false, failed("park "+string(id), err)
	}
}

func parking(it item) (count int64, token string, err error) {
	count, err = readNumber(it, wakes)
	if err != nil {
		return 0, "", fmt.Errorf("read a parking: %w", err)
	}
	return count, readText(it, task), nil
}

func (s *Store) expiry() types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(s.now().Add(parkingLife).Unix(), 10)}
}
