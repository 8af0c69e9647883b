package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/slipway-dev/slipway/local/store"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/contract"
)

// row is a record of four small ones that a tick writes.
type row struct {
	kind, id, index string
	rev             int64
	guard           rollout.Guard
	body            any
}

func (r row) Key() rollout.Key             { return rollout.Key{Kind: r.kind, ID: r.id} }
func (r row) Rev() (int64, rollout.Guard)  { return r.rev, r.guard }
func (r row) MarshalJSON() ([]byte, error) { return json.Marshal(r.body) }
func (r row) Indexes() []string {
	if r.index == "" {
		return nil
	}
	return []string{r.index}
}

func open(t testing.TB, path string) *store.Store {
	t.Helper()
	s, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func file(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "slipway.db")
}

func TestTheStoreKeepsTheContract(t *testing.T) {
	contract.TestStore(t, func(t *testing.T) contract.Store {
		t.Helper()
		return open(t, file(t))
	})
}

func TestASecondProcessIsToldThatTheFileIsTaken(t *testing.T) {
	path := file(t)
	open(t, path)
	if _, err := store.Open(path); !errors.Is(err, bolterrors.ErrTimeout) {
		t.Errorf("opened twice: %v", err)
	}
}

func TestWhatCannotBeEncodedIsNotWritten(t *testing.T) {
	s := open(t, file(t))
	for name, r := range map[string]row{
		"a body that is no JSON": {kind: "note", id: "a", rev: 1, body: func() {}},
		"a guard of the future":  {kind: "note", id: "a", rev: 1, guard: 99},
		"a key too long":         {kind: "note", id: strings.Repeat("a", 40_000), rev: 1},
	} {
		var conflict *rollout.ConflictError
		if err := s.Commit(t.Context(), rollout.Change{Put: []rollout.Record{r}}); err == nil || errors.As(err, &conflict) {
			t.Errorf("%s: got %v, want a refusal", name, err)
		}
	}
}

func TestAFileThatWasTamperedWithIsAnErrorNotAGuess(t *testing.T) {
	s := open(t, file(t))
	r := row{kind: "note", id: "a", rev: 1, index: "all"}
	change := rollout.Change{Put: []rollout.Record{r}}
	if err := s.Commit(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	err := s.DB().Update(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte("records")).Put([]byte("note/a"), []byte{0xff})
	})
	if err != nil {
		t.Fatal(err)
	}
	var conflict *rollout.ConflictError
	var missing *rollout.MissingError
	for name, do := range map[string]func(context.Context) error{
		"load":   func(ctx context.Context) error { _, err := s.Load(ctx, r.Key()); return err },
		"query":  func(ctx context.Context) error { _, err := s.Query(ctx, rollout.Query{Index: "all"}); return err },
		"commit": func(ctx context.Context) error { return s.Commit(ctx, change) },
	} {
		if err := do(t.Context()); err == nil || errors.As(err, &conflict) || errors.As(err, &missing) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAClosedStoreSaysSo(t *testing.T) {
	s := open(t, file(t))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	err := s.Commit(t.Context(), rollout.Change{Put: []rollout.Record{row{kind: "note", id: "a", rev: 1}}})
	if !errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
		t.Errorf("commit: %v", err)
	}
}
