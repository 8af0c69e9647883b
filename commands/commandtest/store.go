package commandtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/slipway-dev/slipway/rollout"
)

// Store keeps records in memory, as strictly as the real ones. It may be used by
// many goroutines; the hooks are to be set while nobody does.
type Store struct {
	// Before is asked before each commit and may use the store itself; its error
	// is answered, and nothing is written. May be nil.
	Before func(rollout.Change) error
	// After is asked when the change was written: its error takes the place of
	// the answer, as when a reply is lost. May be nil.
	After func(rollout.Change) error
	// Down is what reading answers, when it is not nil.
	Down error

	mu   sync.Mutex
	rows map[rollout.Key]row
}

type row struct {
	rollout.Stored
	indexes []string
}

// NewStore makes an empty store.
func NewStore() *Store { return &Store{rows: map[rollout.Key]row{}} }

// Load gives a record, or a *rollout.MissingError.
func (s *Store) Load(ctx context.Context, k rollout.Key) (rollout.Stored, error) {
	if err := errors.Join(ctx.Err(), s.Down); err != nil {
		return rollout.Stored{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.rows[k]
	if !ok {
		return rollout.Stored{}, &rollout.MissingError{Key: k}
	}
	return found.copy(), nil
}

// Query gives the records of an index, in the order of their ids.
func (s *Store) Query(ctx context.Context, q rollout.Query) ([]rollout.Stored, error) {
	if err := errors.Join(ctx.Err(), s.Down); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []rollout.Stored
	for _, r := range s.rows {
		after := cmp.Compare(r.Key.ID, q.After)
		if q.Descending {
			after = -after
		}
		if slices.Contains(r.indexes, q.Index) && (q.After == "" || after > 0) {
			out = append(out, r.copy())
		}
	}
	slices.SortFunc(out, func(a, b rollout.Stored) int { return strings.Compare(a.Key.ID, b.Key.ID) })
	if q.Descending {
		slices.Reverse(out)
	}
	if q.Limit > 0 && q.Limit < len(out) {
		out = out[:q.Limit]
	}
	return out, nil
}

// Leave puts a row in its place as it is, such as an earlier version of this
// binary has left it.
func (s *Store) Leave(r rollout.Stored, indexes []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rows[r.Key] = row{Stored: r, indexes: slices.Clone(indexes)}
}

// Commit writes all of the change or nothing.
func (s *Store) Commit(ctx context.Context, c rollout.Change) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.Before != nil {
		if err := s.Before(c); err != nil {
			return err
		}
	}
	if err := s.write(c); err != nil {
		return err
	}
	if s.After != nil {
		return s.After(c)
	}
	return nil
}

func (s *Store) write(c rollout.Change) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := maps.Clone(s.rows)
	seen := map[rollout.Key]bool{}
	var conflict error
	for _, r := range c.Put {
		if err := put(next, r, seen); errors.As(err, new(*rollout.ConflictError)) {
			conflict = cmp.Or(conflict, err)
		} else if err != nil {
			return err
		}
	}
	for _, d := range c.Delete {
		switch {
		case seen[d.Key]:
			return fmt.Errorf("%s is in the change twice", d.Key)
		case s.rows[d.Key].Rev != d.Rev || d.Rev < 1:
			conflict = cmp.Or(conflict, error(&rollout.ConflictError{Key: d.Key}))
		}
		seen[d.Key] = true
		delete(next, d.Key)
	}
	if conflict == nil {
		s.rows = next
	}
	return conflict
}

// put holds a record against its guard, and writes it.
func put(rows map[rollout.Key]row, r rollout.Record, seen map[rollout.Key]bool) error {
	key, indexes := r.Key(), r.Indexes()
	rev, guard := r.Rev()
	switch names := key.String() + strings.Join(indexes, ""); {
	case key.Kind == "", key.ID == "", strings.Contains(key.Kind, "/"), strings.Contains(names, "\x00"), rev < 1:
		return fmt.Errorf("%s at revision %d cannot be stored", key, rev)
	case seen[key]:
		return fmt.Errorf("%s is in the change twice", key)
	}
	seen[key] = true
	body, err := rollout.Encode(r)
	if err != nil {
		return err
	}
	was := rows[key].Rev
	allowed := map[rollout.Guard]bool{rollout.Next: was == rev-1, rollout.Newer: was < rev}
	if open, known := allowed[guard]; !known {
		return fmt.Errorf("%s has an unknown guard", key)
	} else if !open {
		return &rollout.ConflictError{Key: key}
	}
	rows[key] = row{Stored: rollout.Stored{Key: key, Rev: rev, Body: body}, indexes: slices.Clone(indexes)}
	return nil
}

func (r row) copy() rollout.Stored {
	out := r.Stored
	out.Body = slices.Clone(out.Body)
	return out
}
