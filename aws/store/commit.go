package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/slipway-dev/slipway/rollout"
)

// Commit writes the whole change or nothing of it, in one call. A
// *rollout.ConflictError names the first record whose guard did not hold, the
// records to put coming before those to delete. A *rollout.Error of kind
// Throttled means that nothing was written although it was tried several times.
//
// A change may hold at most 100 items: its records, one more for each index that
// one is in, and its deletions.
func (s *Store) Commit(ctx context.Context, c rollout.Change) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	t := &transaction{table: s.table, token: s.newToken()}
	if err := t.fill(c); err != nil {
		return unfit("commit", err)
	}
	if len(t.actions) == 0 {
		return nil
	}
	in := &dynamodb.TransactWriteItemsInput{TransactItems: t.actions, ClientRequestToken: aws.String(t.token)}
	return s.retry(ctx, "commit", func() error {
		_, err := s.db.TransactWriteItems(ctx, in)
		return t.outcome(err)
	})
}

// outcome says what the answer to a transaction means. One that was written,
// its reply lost, and sent again is refused by its own records: their nonce
// tells. DynamoDB itself knows the token for ten minutes only.
func (t *transaction) outcome(err error) error {
	reasons := reasonsOf(err)
	own := func(r types.CancellationReason) bool { return readText(r.Item, nonce) == t.token }
	if slices.ContainsFunc(reasons, own) {
		return nil
	}
	for i, r := range reasons[:min(len(reasons), len(t.keys))] {
		if aws.ToString(r.Code) == conditionFailed {
			return &rollout.ConflictError{Key: t.keys[i]}
		}
	}
	return err
}

// reasonsOf says, action by action, why a transaction was cancelled; it is empty
// for any other error.
func reasonsOf(err error) []types.CancellationReason {
	var cancelled *types.TransactionCanceledException
	if !errors.As(err, &cancelled) {
		return nil
	}
	return cancelled.CancellationReasons
}
