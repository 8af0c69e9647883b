package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"
)

// measureCommit has bbolt commit these rows to the disk, without us.
func measureCommit(rows [][]byte) (result testing.BenchmarkResult, err error) {
	dir, err := os.MkdirTemp("", "slipway-bench-")
	if err != nil {
		return result, fmt.Errorf("make a folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // thrown away
	db, err := bbolt.Open(filepath.Join(dir, "rows.db"), 0o600, nil)
	if err != nil {
		return result, fmt.Errorf("open a file of rows: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return quickest(func() error {
		return db.Update(func(tx *bbolt.Tx) error { return put(tx, rows) })
	})
}

func put(tx *bbolt.Tx, rows [][]byte) error {
	bucket, err := tx.CreateBucketIfNotExists([]byte("rows"))
	if err != nil {
		return err
	}
	for i, row := range rows {
		if err := bucket.Put(binary.AppendUvarint(nil, uint64(i)), row); err != nil {
			return err
		}
	}
	return nil
}
