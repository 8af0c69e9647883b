package store

import (
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
)

var errForeign = errors.New("it is no store of Slipway's")

// OpenReadOnly opens a file that there is, to be read only: whatever is written to it is
// an error. It fails after a second when a process has it open that may write.
func OpenReadOnly(path string) (*Store, error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockWait, ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	err = db.View(func(tx *bbolt.Tx) error {
		if tx.Bucket([]byte(records)) == nil || tx.Bucket([]byte(indexes)) == nil {
			return errForeign
		}
		return nil
	})
	if err != nil {
		_ = db.Close() // the first error says more
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	return &Store{db: db, writes: joint{db: db}}, nil
}
