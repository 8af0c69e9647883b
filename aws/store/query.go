package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	batch = 100 // how many records DynamoDB reads at once
	spare = 25  // how many more entries than records are read, as some may be stale
)

// entry is one place in an index, as it was found.
type entry struct {
	key   rollout.Key
	at    item   // its own key in the table
	nonce string // of the commit that wrote it
}

// Query gives the records of one index in the order of their ids. An index that
// nobody is in is empty, not an error. It takes one call for the entries, and one
// for each hundred records.
func (s *Store) Query(ctx context.Context, q rollout.Query) ([]rollout.Stored, error) {
	activity := "query " + q.Index
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", activity, err)
	}
	var out []rollout.Stored
	var stale []entry
	full := func() bool { return q.Limit > 0 && len(out) >= q.Limit }
	for pages := dynamodb.NewQueryPaginator(s.db, s.entriesOf(q)); pages.HasMorePages() && !full(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, failed(activity, err)
		}
		for rest := page.Items; len(rest) > 0 && !full(); {
			n := min(len(rest), batch)
			if q.Limit > 0 {
				n = min(n, q.Limit-len(out))
			}
			live, left, err := s.look(ctx, q.Index, rest[:n])
			if err != nil {
				return nil, err
			}
			out, stale, rest = append(out, live...), append(stale, left...), rest[n:]
		}
	}
	s.sweep(ctx, stale)
	return out, nil
}

// entriesOf asks for the entries of an index.
func (s *Store) entriesOf(q rollout.Query) *dynamodb.QueryInput {
	in := &dynamodb.QueryInput{
		TableName:                 s.table,
		ConsistentRead:            aws.Bool(true),
		ScanIndexForward:          aws.Bool(!q.Descending),
		KeyConditionExpression:    aws.String("pk = :index"),
		ExpressionAttributeValues: item{":index": text(indexPK(q.Index))},
	}
	if q.Limit > 0 {
		in.Limit = aws.Int32(int32(min(q.Limit, 1000) + spare))
	}
	if q.After == "" {
		return in
	}
	condition, bound := "pk = :index AND sk > :after", q.After+above
	if q.Descending {
		condition, bound = "pk = :index AND sk < :after", q.After+sep
	}
	in.KeyConditionExpression, in.ExpressionAttributeValues[":after"] = &condition, text(bound)
	return in
}

// look reads the records of some entries, and tells those that are still in the
// index from the entries that are stale.
func (s *Store) look(ctx context.Context, index string, found []item) (live []rollout.Stored, stale []entry, err error) {
	entries := make([]entry, len(found))
	keys := make([]item, len(found))
	for i, it := range found {
		id, kind, _ := strings.Cut(readText(it, sorted), sep)
		entries[i] = entry{
			key:   rollout.Key{Kind: kind, ID: id},
			at:    item{partition: it[partition], sorted: it[sorted]},
			nonce: readText(it, nonce),
		}
		keys[i] = recordKey(entries[i].key)
	}
	records, err := s.read(ctx, "query "+index, keys)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range entries {
		r, there := records[e.key.String()]
		if there && slices.Contains(r.indexes, index) {
			live = append(live, r.stored(e.key))
		} else {
			stale = append(stale, e)
		}
	}
	return live, stale, nil
}

// read gives the records of those keys that are there, by partition.
func (s *Store) read(ctx context.Context, activity string, keys []item) (map[string]record, error) {
	out := make(map[string]record, len(keys))
	rest := map[string]types.KeysAndAttributes{*s.table: {Keys: keys, ConsistentRead: aws.Bool(true)}}
	err := s.retry(ctx, activity, func() error {
		got, err := s.db.BatchGetItem(ctx, &dynamodb.BatchGetItemInput{RequestItems: rest})
		if err != nil {
			return err
		}
		for _, it := range got.Responses[*s.table] {
			if out[readText(it, partition)], err = readRecord(it); err != nil {
				return err
			}
		}
		if rest = got.UnprocessedKeys; len(rest) > 0 {
			return errUnread
		}
		return nil
	})
	return out, err
}
