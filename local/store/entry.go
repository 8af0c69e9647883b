package store

import (
	"encoding/binary"
	"errors"

	"github.com/slipway-dev/slipway/rollout"
)

// entry is a record as the file holds it. The indexes are kept beside the body,
// so that the next revision knows which ones to leave.
type entry struct {
	rev     int64
	indexes []string
	body    []byte
}

var errMangled = errors.New("the stored entry is mangled")

// encode writes: revision, number of indexes, each with its length, body.
func (e entry) encode() []byte {
	b := binary.AppendVarint(nil, e.rev)
	b = binary.AppendVarint(b, int64(len(e.indexes)))
	for _, index := range e.indexes {
		b = binary.AppendVarint(b, int64(len(index)))
		b = append(b, index...)
	}
	return append(b, e.body...)
}

// decode reads what encode wrote. The body is not copied.
func decode(raw []byte) (entry, error) {
	r := reader{rest: raw}
	e := entry{rev: r.number()}
	for range r.number() {
		if r.bad {
			break
		}
		e.indexes = append(e.indexes, r.text())
	}
	if r.bad || e.rev < 1 {
		return entry{}, errMangled
	}
	e.body = r.rest
	return e, nil
}

// reader takes an entry apart from its front; bad is set once it does not fit.
type reader struct {
	rest []byte
	bad  bool
}

func (r *reader) number() int64 {
	n, size := binary.Varint(r.rest)
	if size <= 0 || n < 0 {
		r.bad = true
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

func (r *reader) text() string {
	n := r.number()
	if n > int64(len(r.rest)) {
		r.bad = true
		return ""
	}
	s := string(r.rest[:n])
	r.rest = r.rest[n:]
	return s
}

// The separators of an index's keys. No name may hold the first, so that "a"
// comes before "a!" and one index never reaches into another.
const (
	sep   = "\x00"
	above = "\x01" // sorts after everything that goes on with sep
)

// indexKey is the place of a record in an index.
func indexKey(index string, k rollout.Key) []byte {
	return []byte(index + sep + k.ID + sep + k.Kind)
}
