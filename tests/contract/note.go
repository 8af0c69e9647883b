// Package contract says what every store and every engine must do, as tests that
// any of them can be put through.
package contract

import (
	"encoding/json"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
)

// note is a record with nothing in it but what the contract looks at.
type note struct {
	ID    string   `json:"id"`
	At    int64    `json:"at"` // revision
	Text  string   `json:"text"`
	Lists []string `json:"lists"`
	Loose bool     `json:"loose"` // guarded by Newer, else by Next
	Of    string   `json:"of"`    // kind; empty means "note"
}

func (n note) Key() rollout.Key {
	if n.Of != "" {
		return rollout.Key{Kind: n.Of, ID: n.ID}
	}
	return rollout.Key{Kind: "note", ID: n.ID}
}

func (n note) Rev() (int64, rollout.Guard) {
	if n.Loose {
		return n.At, rollout.Newer
	}
	return n.At, rollout.Next
}

func (n note) Indexes() []string { return n.Lists }

// change puts those notes.
func change(notes ...note) rollout.Change {
	var c rollout.Change
	for _, n := range notes {
		c.Put = append(c.Put, n)
	}
	return c
}

func mustCommit(t *testing.T, s Store, c rollout.Change) {
	t.Helper()
	if err := s.Commit(t.Context(), c); err != nil {
		t.Fatalf("commit: %v", err)
	}
}

func mustConflict(t *testing.T, s Store, c rollout.Change, id string) {
	t.Helper()
	err := s.Commit(t.Context(), c)
	var conflict *rollout.ConflictError
	if !errors.As(err, &conflict) || conflict.Key != (note{ID: id}).Key() {
		t.Fatalf("commit: got %v, want a conflict over note/%s", err, id)
	}
}

// text is what the note says now; "" when there is none.
func text(t *testing.T, s Store, id string) string {
	t.Helper()
	stored, err := s.Load(t.Context(), note{ID: id}.Key())
	var missing *rollout.MissingError
	if errors.As(err, &missing) {
		return ""
	}
	if err != nil {
		t.Fatalf("load %s: %v", id, err)
	}
	return decode(t, stored).Text
}

func decode(t rapid.TB, stored rollout.Stored) note {
	t.Helper()
	n, err := rollout.Decode[note](stored)
	if err != nil {
		t.Fatalf("decode %s: %v (%s)", stored.Key, err, json.RawMessage(stored.Body))
	}
	if n.At != stored.Rev || n.Key() != stored.Key {
		t.Fatalf("%s at revision %d holds %s at %d", stored.Key, stored.Rev, n.Key(), n.At)
	}
	return n
}

// list is the ids that a query gives, in its order.
func list(t *testing.T, s Store, q rollout.Query) []string {
	t.Helper()
	found, err := s.Query(t.Context(), q)
	if err != nil {
		t.Fatalf("query %+v: %v", q, err)
	}
	ids := make([]string, 0, len(found))
	for _, one := range found {
		ids = append(ids, decode(t, one).ID)
	}
	return ids
}
