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
	count, _, token, err = parking(out.Attributes)
	return count, token, err
}

// Park keeps the task token that a rollout waits with, if no wake was counted
// since the caller saw that many. It gives the count as it is: another one than
// the caller's means that the token was not kept and that a wake would not find
// it, so that the caller has to wake itself. A rollout never woken has none.
func (s *Store) Park(ctx context.Context, id rollout.ID, seen int64, token string) (count int64, err error) {
	condition := "wakes = :wakes"
	if seen == 0 {
		condition = "attribute_not_exists(wakes) OR wakes = :wakes"
	}
	_, err = s.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName:           s.table,
		Key:                 parkingKey(id),
		UpdateExpression:    aws.String("SET wakes = :wakes, parkedAt = :wakes, task = :task, expires = :expires"),
		ConditionExpression: aws.String(condition),
		ExpressionAttributeValues: item{
			":wakes": number(seen), ":task": text(token), ":expires": s.expiry(),
		},
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	})
	var woken *types.ConditionalCheckFailedException
	switch {
	case err == nil:
		return seen, nil
	case errors.As(err, &woken):
		count, _, _, err = parking(woken.Item)
		return count, err
	default:
		return 0, failed("park "+string(id), err)
	}
}

// Parked says how many wakes of that rollout were counted, how many of them when
// it was last parked, and with which task token. More of the former means that
// somebody woke it; whether the token was used then, only its user knows.
func (s *Store) Parked(ctx context.Context, id rollout.ID) (count, at int64, token string, err error) {
	out, err := s.db.GetItem(ctx, &dynamodb.GetItemInput{
		TableName:      s.table,
		Key:            parkingKey(id),
		ConsistentRead: aws.Bool(true),
	})
	if err != nil {
		return 0, 0, "", failed("look where "+string(id)+" is parked", err)
	}
	return parking(out.Item)
}

func parking(it item) (count, at int64, token string, err error) {
	count, errCount := readNumber(it, wakes)
	at, errAt := readNumber(it, parkedAt)
	if err := errors.Join(errCount, errAt); err != nil {
		return 0, 0, "", fmt.Errorf("read a parking: %w", err)
	}
	return count, at, readText(it, task), nil
}

func (s *Store) expiry() types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(s.now().Add(parkingLife).Unix(), 10)}
}
