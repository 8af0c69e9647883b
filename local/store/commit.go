package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"github.com/slipway-dev/slipway/rollout"
)

// Commit writes the whole change, on the disk before it returns, or nothing of
// it. A *rollout.ConflictError names the first record whose guard did not hold,
// the records to put coming before those to delete.
func (s *Store) Commit(ctx context.Context, c rollout.Change) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	ops, err := prepare(c)
	if err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	// A conflict leaves the transaction as a result, not as its error: an error
	// would make everybody in it start over.
	var conflict *rollout.ConflictError
	err = s.Batch(func(tx *bbolt.Tx) (err error) {
		conflict, err = apply(tx, ops) // this may run again
		return err
	})
	if err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if conflict != nil {
		return conflict
	}
	return nil
}

// op is one record of a change, made ready outside the transaction.
type op struct {
	key     rollout.Key
	allowed func(stored int64) bool // the guard; a missing record has revision 0
	next    *entry                  // nil deletes
}

// prepare encodes a change and refuses what can't be stored.
func prepare(c rollout.Change) ([]op, error) {
	ops := make([]op, 0, len(c.Put)+len(c.Delete))
	seen := map[rollout.Key]bool{}
	add := func(o op, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", o.key, err)
		case seen[o.key]:
			return fmt.Errorf("%s: it is in the change twice", o.key)
		}
		seen[o.key] = true
		ops = append(ops, o)
		return nil
	}
	for _, r := range c.Put {
		if err := add(put(r)); err != nil {
			return nil, err
		}
	}
	for _, d := range c.Delete {
		still := func(stored int64) bool { return stored == d.Rev && stored > 0 }
		if err := add(op{key: d.Key, allowed: still}, nil); err != nil {
			return nil, err
		}
	}
	return ops, nil
}

func put(r rollout.Record) (op, error) {
	rev, guard := r.Rev()
	o := op{key: r.Key(), next: &entry{rev: rev, indexes: r.Indexes()}}
	if err := storable(o); err != nil {
		return o, err
	}
	switch guard {
	case rollout.Next:
		o.allowed = func(stored int64) bool { return stored == rev-1 }
	case rollout.Newer:
		o.allowed = func(stored int64) bool { return stored < rev }
	default:
		return o, fmt.Errorf("unknown guard %d", guard)
	}
	var err error
	o.next.body, err = rollout.Encode(r)
	return o, err
}

// storable holds the rules that the keys of the file rely on.
func storable(o op) error {
	switch {
	case o.key.Kind == "" || o.key.ID == "":
		return errors.New("a key needs a kind and an id")
	case strings.Contains(o.key.Kind, "/"):
		return errors.New("a kind holds no slash")
	case o.next.rev < 1:
		return fmt.Errorf("revision %d: they begin at 1", o.next.rev)
	case strings.Contains(o.key.String()+strings.Join(o.next.indexes, ""), sep):
		return errors.New("keys and indexes hold no NUL byte")
	default:
		return nil
	}
}

// apply writes the change if all of its guards hold.
func apply(tx *bbolt.Tx, ops []op) (*rollout.ConflictError, error) {
	stored := make([]entry, len(ops))
	for i, o := range ops {
		var err error
		if stored[i], err = read(tx, o.key); err != nil {
			return nil, fmt.Errorf("read %s: %w", o.key, err)
		}
		if !o.allowed(stored[i].rev) {
			return &rollout.ConflictError{Key: o.key}, nil
		}
	}
	for i, o := range ops {
		if err := o.apply(tx, stored[i].indexes); err != nil {
			return nil, fmt.Errorf("write %s: %w", o.key, err)
		}
	}
	return nil, nil
}

// apply writes one record that was in those indexes. It stays where it is in
// those that it does not leave: a page that is not touched need not be written.
func (o op) apply(tx *bbolt.Tx, was []string) error {
	var next []string
	if o.next != nil {
		next = o.next.indexes
	}
	lists, name := bucket(tx, indexes), []byte(o.key.String())
	for _, index := range was {
		if slices.Contains(next, index) {
			continue
		}
		if err := lists.Delete(indexKey(index, o.key)); err != nil {
			return err
		}
	}
	for _, index := range next {
		if slices.Contains(was, index) {
			continue
		}
		if err := lists.Put(indexKey(index, o.key), name); err != nil {
			return err
		}
	}
	if o.next == nil {
		return bucket(tx, records).Delete(name)
	}
	return bucket(tx, records).Put(name, o.next.encode())
}

// full is how full a page is when it is split. A rollout's row takes half a page
// and more, and grows: cut in halves, as bbolt does unless told, the file is a
// quarter bigger.
const full = 0.7

// bucket is one to write to.
func bucket(tx *bbolt.Tx, name string) *bbolt.Bucket {
	b := tx.Bucket([]byte(name))
	b.FillPercent = full
	return b
}
