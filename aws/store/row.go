package store

import (
	"fmt"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/slipway-dev/slipway/rollout"
)

// record is a record as the table holds it.
type record struct {
	rev     int64
	body    []byte
	indexes []string
	nonce   string
}

func (r record) stored(k rollout.Key) rollout.Stored {
	return rollout.Stored{Key: k, Rev: r.rev, Body: r.body}
}

// item is the record as it is written.
func (r record) item(k rollout.Key) item {
	it := recordKey(k)
	it[rev] = number(r.rev)
	it[body] = &types.AttributeValueMemberB{Value: r.body}
	it[nonce] = text(r.nonce)
	if len(r.indexes) > 0 { // a set is never empty
		it[indexes] = &types.AttributeValueMemberSS{Value: r.indexes}
	}
	return it
}

// readRecord takes an item apart. One that was tampered with is an error, not a guess.
func readRecord(it item) (record, error) {
	n, err := readNumber(it, rev)
	if err != nil {
		return record{}, err
	}
	b, ok := it[body].(*types.AttributeValueMemberB)
	if !ok || n < 1 {
		return record{}, fmt.Errorf("the stored item %q is mangled", readText(it, partition))
	}
	r := record{rev: n, body: b.Value, nonce: readText(it, nonce)}
	if set, ok := it[indexes].(*types.AttributeValueMemberSS); ok {
		r.indexes = set.Value
	}
	return r, nil
}

// readText is the text of an attribute; "" when there is none.
func readText(it item, name string) string {
	s, ok := it[name].(*types.AttributeValueMemberS)
	if !ok {
		return ""
	}
	return s.Value
}

// readNumber is the whole number of an attribute; 0 when there is none.
func readNumber(it item, name string) (int64, error) {
	n, ok := it[name].(*types.AttributeValueMemberN)
	if !ok {
		return 0, nil
	}
	i, err := strconv.ParseInt(n.Value, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read %s of %q: %w", name, readText(it, partition), err)
	}
	return i, nil
}
