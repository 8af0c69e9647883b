// Package store keeps records in one bbolt file on this machine.
//
// Every write is on the disk before it is acknowledged, so a kill or a power cut
// loses nothing that was promised. Writes that come at the same time share one
// flush; the conflict of one does not touch the others.
package store

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"github.com/slipway-dev/slipway/rollout"
)

const (
	records = "records" // "kind/id" → entry
	indexes = "indexes" // "index\x00id\x00kind" → "kind/id"

	lockWait = time.Second // how long Open waits for another process to let go of the file
)

// Store is a file of records. It may be used by many goroutines, and by one process.
type Store struct {
	db     *bbolt.DB
	writes joint
}

// Open opens the file, and makes it if there is none. It fails after a second
// when another process has it open.
func Open(path string) (*Store, error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockWait, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for _, name := range []string{records, indexes} {
			if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		_ = db.Close() // the first error says more
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	return &Store{db: db, writes: joint{db: db}}, nil
}

// Close waits for what is under way and lets go of the file.
func (s *Store) Close() error {
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("close store: %w", err)
	}
	return nil
}

// DB is the file underneath.
func (s *Store) DB() *bbolt.DB { return s.db }

// View lets others read buckets of their own in the file.
func (s *Store) View(read func(*bbolt.Tx) error) error { return s.db.View(read) }

// Batch lets others write buckets of their own in the file; "records" and
// "indexes" belong to the store. It returns when that is on the disk. What comes
// at the same time shares a transaction, so do may be called more than once; an
// error or a panic of do undoes only what do did, and is returned.
func (s *Store) Batch(do func(*bbolt.Tx) error) error { return s.writes.join(do) }

// Load gives the record of that key, or a *rollout.MissingError.
func (s *Store) Load(ctx context.Context, k rollout.Key) (rollout.Stored, error) {
	if err := ctx.Err(); err != nil {
		return rollout.Stored{}, fmt.Errorf("load %s: %w", k, err)
	}
	var out rollout.Stored
	err := s.db.View(func(tx *bbolt.Tx) error {
		e, err := read(tx, k)
		out = stored(k, e)
		return err
	})
	if err != nil {
		return rollout.Stored{}, fmt.Errorf("load %s: %w", k, err)
	}
	if out.Rev == 0 {
		return rollout.Stored{}, &rollout.MissingError{Key: k}
	}
	return out, nil
}

// read gives the entry of a key; a missing one has revision 0. Its body is only
// valid during the transaction.
func read(tx *bbolt.Tx, k rollout.Key) (entry, error) {
	raw := tx.Bucket([]byte(records)).Get([]byte(k.String()))
	if raw == nil {
		return entry{}, nil
	}
	return decode(raw)
}

// stored is what callers get: a copy that outlives the transaction.
func stored(k rollout.Key, e entry) rollout.Stored {
	return rollout.Stored{Key: k, Rev: e.rev, Body: bytes.Clone(e.body)}
}
