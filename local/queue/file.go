package queue

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"
)

// The buckets of a queue. Numbers are written so that they sort.
const (
	waiting = "queue/waiting" // number → letter
	dead    = "queue/dead"    // number → DeadMessage
	seen    = "queue/seen"    // message id → when it was sent
	expiry  = "queue/expiry"  // when it was sent + message id → nothing
)

// window is how long an id is remembered.
const window = 15 * time.Minute

// letter is a message with its history.
type letter struct {
	Message
	Attempts int `json:"attempts,omitempty"` // that failed
}

func create(tx *bbolt.Tx) error {
	for _, name := range []string{waiting, dead, seen, expiry} {
		if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
			return err
		}
	}
	return nil
}

// send appends a message, if its id is new.
func send(tx *bbolt.Tx, m Message, now time.Time) error {
	if err := forget(tx, now.Add(-window)); err != nil {
		return err
	}
	ids, at := tx.Bucket([]byte(seen)), stamp(now)
	if ids.Get([]byte(m.ID)) != nil {
		return nil
	}
	if err := ids.Put([]byte(m.ID), at); err != nil {
		return err
	}
	if err := tx.Bucket([]byte(expiry)).Put(slices.Concat(at, []byte(m.ID)), nil); err != nil {
		return err
	}
	n, err := tx.Bucket([]byte(waiting)).NextSequence()
	if err != nil {
		return err
	}
	return put(tx, waiting, n, letter{Message: m})
}

// forget drops the ids that were sent at that time or before.
func forget(tx *bbolt.Tx, before time.Time) error {
	ids, times := tx.Bucket([]byte(seen)), tx.Bucket([]byte(expiry))
	last := stamp(before)
	for c := times.Cursor(); ; {
		key, _ := c.First()
		if key == nil || bytes.Compare(key[:len(last)], last) > 0 {
			return nil
		}
		if err := ids.Delete(key[len(last):]); err != nil {
			return err
		}
		if err := times.Delete(key); err != nil {
			return err
		}
	}
}

// stamp is a time as a key: always of the same length.
func stamp(t time.Time) []byte {
	return t.UTC().AppendFormat(nil, "2006-01-02T15:04:05.000000000")
}

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// put writes v under a number.
func put(tx *bbolt.Tx, bucket string, n uint64, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return tx.Bucket([]byte(bucket)).Put(number(n), raw)
}

// each reads what is in a bucket after a number, in order.
func each[T any](tx *bbolt.Tx, bucket string, after uint64, yield func(n uint64, v T)) error {
	c := tx.Bucket([]byte(bucket)).Cursor()
	for key, raw := c.Seek(number(after + 1)); key != nil; key, raw = c.Next() {
		var v T
		if err := json.Unmarshal(raw, &v); err != nil {
			return fmt.Errorf("%s %x: %w", bucket, key, err)
		}
		yield(binary.BigEndian.Uint64(key), v)
	}
	return nil
}
