// Package store keeps records in one DynamoDB table.
//
// A record is one item. For every index that a record is in, the commit that
// writes it also writes an entry, in the same transaction and without reading
// first. An entry is a hint: the record itself says whether it is still in the
// index, so an entry that was left behind costs a look and never a wrong answer.
// Every read is strongly consistent; there is no secondary index, since those
// never are.
package store

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	smithytime "github.com/aws/smithy-go/time"

	"github.com/slipway-dev/slipway/rollout"
)

// Store is a table of records. It may be used by many goroutines and processes.
type Store struct {
	db       *dynamodb.Client
	table    *string
	newToken func() string
	now      func() time.Time
	pause    func(context.Context, time.Duration) error
}

// Options are what a store needs besides a client. All but Pause must be set.
type Options struct {
	Table string
	// NewToken gives a text of 1 to 36 characters that nobody was given before.
	// By it a commit whose reply was lost knows its own write again.
	NewToken func() string
	Now      func() time.Time
	// Pause waits that long, or fails when the context ends. May be nil: then it
	// really waits.
	Pause func(ctx context.Context, d time.Duration) error
}

// New is the store of a table that looks as TableInput says. The client's own
// retries may stay as they are.
func New(c *dynamodb.Client, o Options) *Store {
	s := &Store{db: c, table: aws.String(o.Table), newToken: o.NewToken, now: o.Now, pause: o.Pause}
	if s.pause == nil {
		s.pause = smithytime.SleepWithContext
	}
	return s
}

// Load gives the record of that key, or a *rollout.MissingError.
func (s *Store) Load(ctx context.Context, k rollout.Key) (rollout.Stored, error) {
	activity := "load " + k.String()
	if err := ctx.Err(); err != nil {
		return rollout.Stored{}, fmt.Errorf("%s: %w", activity, err)
	}
	out, err := s.db.GetItem(ctx, &dynamodb.GetItemInput{
		TableName:      s.table,
		Key:            recordKey(k),
		ConsistentRead: aws.Bool(true),
	})
	if err != nil {
		return rollout.Stored{}, failed(activity, err)
	}
	if len(out.Item) == 0 {
		return rollout.Stored{}, &rollout.MissingError{Key: k}
	}
	r, err := readRecord(out.Item)
	if err != nil {
		return rollout.Stored{}, failed(activity, err)
	}
	return r.stored(k), nil
}
