// Package disk keeps the sandbox's simulated world in one file, key by key.
//
// What was put survives the kill of this process, since it is with the operating
// system before Put returns. It need not survive a power cut: nothing waits for
// the disk, so that the simulation is fast. Slipway's own store does wait.
package disk

import (
	"bytes"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

const bucket = "disk"

// Disk is a file of keys and values. It may be used by many goroutines, and by
// one process.
type Disk struct{ db *bbolt.DB }

// Open opens the file, and makes it if there is none. It fails after a second
// when another process has it open.
func Open(path string) (*Disk, error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second, NoSync: true, NoGrowSync: true})
	if err != nil {
		return nil, fmt.Errorf("open disk %s: %w", path, err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists([]byte(bucket))
		return err
	})
	if err != nil {
		_ = db.Close() // the first error says more
		return nil, fmt.Errorf("open disk %s: %w", path, err)
	}
	return &Disk{db: db}, nil
}

// Close lets go of the file.
func (d *Disk) Close() error {
	if err := d.db.Close(); err != nil {
		return fmt.Errorf("close disk: %w", err)
	}
	return nil
}

// Put keeps value under key, in the place of what was there. The key may not be
// empty.
func (d *Disk) Put(key string, value []byte) error {
	err := d.db.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte(bucket)).Put([]byte(key), value)
	})
	if err != nil {
		return fmt.Errorf("put %s: %w", key, err)
	}
	return nil
}

// Delete forgets key, whether or not it is there.
func (d *Disk) Delete(key string) error {
	err := d.db.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte(bucket)).Delete([]byte(key))
	})
	if err != nil {
		return fmt.Errorf("delete %s: %w", key, err)
	}
	return nil
}

// Write keeps all of some rows or none, each under its key, and forgets those
// whose value is nil. No key may be empty.
func (d *Disk) Write(rows map[string][]byte) error {
	err := d.db.Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte(bucket))
		for key, value := range rows {
			if err := put(b, []byte(key), value); err != nil {
				return fmt.Errorf("%s: %w", key, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write %d rows: %w", len(rows), err)
	}
	return nil
}

func put(b *bbolt.Bucket, key, value []byte) error {
	if value == nil {
		return b.Delete(key)
	}
	return b.Put(key, value)
}

// Each calls fn for every key that begins with prefix, in their order, and stops
// at its first error, which it returns as it is. fn gets copies of what was there
// when Each was called, and may use the disk.
func (d *Disk) Each(prefix string, fn func(key string, value []byte) error) error {
	type pair struct {
		key   string
		value []byte
	}
	var all []pair
	err := d.db.View(func(tx *bbolt.Tx) error {
		c := tx.Bucket([]byte(bucket)).Cursor()
		for k, v := c.Seek([]byte(prefix)); k != nil && bytes.HasPrefix(k, []byte(prefix)); k, v = c.Next() {
			all = append(all, pair{string(k), bytes.Clone(v)})
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read %s…: %w", prefix, err)
	}
	for _, p := range all {
		if err := fn(p.key, p.value); err != nil {
			return err
		}
	}
	return nil
}
