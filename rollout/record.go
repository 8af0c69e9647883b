package rollout

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Key names one stored record.
type Key struct {
	Kind string // "rollout", "lock", …
	ID   string
}

// String is the key as stores and logs write it: "lock/checkout/prod".
func (k Key) String() string { return k.Kind + "/" + k.ID }

// Guard is the condition under which a record may be written.
type Guard int

// The guards.
const (
	Next  Guard = iota // the stored revision is exactly one less; revision 1 means that there is none
	Newer              // the stored revision is less, or there is none
)

// Record is a noun that is stored, under a key and a revision.
type Record interface {
	Key() Key
	// Rev is the revision that this write makes, from 1, and when it may.
	Rev() (int64, Guard)
	// Indexes are the lists that the record is in, each sorted by its ID.
	Indexes() []string
}

// Change is what is written: all of it or nothing.
type Change struct {
	Put    []Record
	Delete []Deletion
}

// Deletion removes a record, if it is still at that revision.
type Deletion struct {
	Key Key
	Rev int64
}

// Query asks for the records of one index, in the order of their ids.
type Query struct {
	Index      string
	After      string // id after which to begin; empty means at the end that Descending says
	Limit      int    // 0 means all
	Descending bool
}

// Stored is a record as a store gives it back.
type Stored struct {
	Key  Key
	Rev  int64
	Body []byte
}

// ConflictError says that a Change was not written, because a record's guard did
// not hold: somebody else was faster, or the same message came twice.
type ConflictError struct{ Key Key }

// Error names the record in the way.
func (c *ConflictError) Error() string { return fmt.Sprintf("%s was changed meanwhile", c.Key) }

// MissingError says that there is no such record.
type MissingError struct{ Key Key }

// Error names what is missing.
func (m *MissingError) Error() string { return fmt.Sprintf("there is no %s", m.Key) }

// IsConflict says whether err is, or wraps, a ConflictError.
func IsConflict(err error) bool {
	var c *ConflictError
	return errors.As(err, &c)
}

// IsMissing says whether err is, or wraps, a MissingError.
func IsMissing(err error) bool {
	var m *MissingError
	return errors.As(err, &m)
}

// Versions of the rows' shape. This binary writes the newest, and reads those of
// the binaries before it: an upgrade happens with rollouts in flight, and what has ended
// is never written again.
//
//   - 2: first deploys and adopted splits.
//   - 3: builds, and what a code host is told. A rollout of before has none of it: no
//     workflow builds for it, no code host is told of it, and it does not say how long
//     it was in which phase. What it ships later counts as any other does.
//   - 4: alarms and incidents. A rollout of before belongs to none, is no drill, is judged
//     in earnest, and no topic hears of it.
const (
	oldest = 1
	schema = 4
)

// row is a record as it is stored. The schema comes first, so that it is known
// even where the rest cannot be read.
type row[T any] struct {
	Schema int `json:"schema"`
	Record T   `json:"record"`
}

// Encode is a record as it is stored, with the version of its shape.
func Encode(r Record) ([]byte, error) {
	body, err := json.Marshal(row[Record]{Schema: schema, Record: r})
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", r.Key(), err)
	}
	return body, nil
}

// Decode reads a stored record. A row of an unknown shape is refused, not guessed
// at: one of a shape to come with an Error of kind Upgrading.
func Decode[T any](s Stored) (T, error) {
	var zero T
	var w row[T]
	err := json.Unmarshal(s.Body, &w)
	switch {
	case w.Schema > schema:
		return zero, &Error{Kind: Upgrading, Message: "A newer version of Slipway has written this.", Hint: "Slipway is being upgraded. Try again in a few minutes.", Err: unknown(s.Key, w.Schema)}
	case err == nil && w.Schema < oldest:
		return zero, unknown(s.Key, w.Schema)
	case err != nil:
		return zero, fmt.Errorf("decode %s: %w", s.Key, err)
	}
	return w.Record, nil
}

// DecodeAll reads stored records, all of them or none.
func DecodeAll[T any](rows []Stored) ([]T, error) {
	out := make([]T, 0, len(rows))
	for _, row := range rows {
		v, err := Decode[T](row)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func unknown(k Key, was int) error {
	return fmt.Errorf("decode %s: schema %d is not one this version knows (%d to %d)", k, was, oldest, schema)
}
