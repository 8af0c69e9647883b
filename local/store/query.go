package store

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"strings"

	"go.etcd.io/bbolt"

	"github.com/slipway-dev/slipway/rollout"
)

// Query gives the records of one index in the order of their ids. An index that
// nobody is in is empty, not an error.
func (s *Store) Query(ctx context.Context, q rollout.Query) ([]rollout.Stored, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("query %s: %w", q.Index, err)
	}
	var out []rollout.Stored
	err := s.db.View(func(tx *bbolt.Tx) error {
		for key := range walk(tx, q) {
			e, err := read(tx, key)
			if err != nil {
				return fmt.Errorf("read %s: %w", key, err)
			}
			out = append(out, stored(key, e))
			if len(out) == q.Limit {
				break
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("query %s: %w", q.Index, err)
	}
	return out, nil
}

// walk yields the keys of an index from where the query begins.
func walk(tx *bbolt.Tx, q rollout.Query) iter.Seq[rollout.Key] {
	return func(yield func(rollout.Key) bool) {
		c := tx.Bucket([]byte(indexes)).Cursor()
		step := c.Next
		if q.Descending {
			step = c.Prev
		}
		prefix := []byte(q.Index + sep)
		for at, value := first(c, q); bytes.HasPrefix(at, prefix); at, value = step() {
			kind, id, _ := strings.Cut(string(value), "/")
			if !yield(rollout.Key{Kind: kind, ID: id}) {
				return
			}
		}
	}
}

// first puts the cursor on the first place that the query asks for.
func first(c *bbolt.Cursor, q rollout.Query) (at, value []byte) {
	switch {
	case !q.Descending && q.After == "":
		return c.Seek([]byte(q.Index + sep))
	case !q.Descending:
		return c.Seek([]byte(q.Index + sep + q.After + above))
	case q.After == "":
		return before(c, q.Index+above)
	default:
		return before(c, q.Index+sep+q.After+sep)
	}
}

// before puts the cursor on the last place below bound.
func before(c *bbolt.Cursor, bound string) (at, value []byte) {
	if at, _ = c.Seek([]byte(bound)); at == nil {
		return c.Last()
	}
	return c.Prev()
}
