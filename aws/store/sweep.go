package store

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// sweep deletes entries whose records are gone or have left the index. A record
// may come back meanwhile: that commit wrote the entry again, under a nonce of its
// own, so that an entry is only deleted as it was found. Whatever fails is left
// to the next query, which finds the same entries.
func (s *Store) sweep(ctx context.Context, stale []entry) {
	if len(stale) == 0 {
		return
	}
	actions := make([]types.TransactWriteItem, 0, maxActions)
	for _, e := range stale[:min(len(stale), maxActions)] {
		actions = append(actions, types.TransactWriteItem{Delete: &types.Delete{
			TableName:                 s.table,
			Key:                       e.at,
			ConditionExpression:       aws.String("attribute_not_exists(pk) OR nonce = :nonce"),
			ExpressionAttributeValues: item{":nonce": text(e.nonce)},
		}})
	}
	_, _ = s.db.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{
		TransactItems: actions, ClientRequestToken: aws.String(s.newToken()),
	})
}
