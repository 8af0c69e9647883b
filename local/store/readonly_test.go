package store_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/slipway-dev/slipway/local/store"
	"github.com/slipway-dev/slipway/rollout"
)

func TestAFileThatIsOnlyReadStaysAsItIs(t *testing.T) {
	name := filepath.Join(t.TempDir(), "s.db")
	note := rollout.Seen{ID: "x"}
	w, err := store.Open(name)
	if err == nil {
		err = errors.Join(w.Commit(t.Context(), rollout.Change{Put: []rollout.Record{note}}), w.Close())
	}
	before, err2 := os.ReadFile(name)
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	r, err := store.OpenReadOnly(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Load(t.Context(), note.Key()); err != nil {
		t.Error(err)
	}
	if err := r.Commit(t.Context(), rollout.Change{Put: []rollout.Record{rollout.Seen{ID: "y"}}}); err == nil {
		t.Error("it was written to")
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if after, err := os.ReadFile(name); err != nil || string(after) != string(before) {
		t.Error("the file has changed", err)
	}
}

func TestOnlyAStoreIsOpenedToBeRead(t *testing.T) {
	missing, other, text := filepath.Join(t.TempDir(), "no.db"), filepath.Join(t.TempDir(), "o.db"), filepath.Join(t.TempDir(), "t.db")
	if _, err := store.OpenReadOnly(missing); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if _, err := os.Stat(missing); !errors.Is(err, fs.ErrNotExist) {
		t.Error("it was made", err)
	}
	db, err := bbolt.Open(other, 0o600, nil)
	if err == nil {
		err = errors.Join(db.Close(), os.WriteFile(text, []byte("hello"), 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{other, text} {
		if _, err := store.OpenReadOnly(name); err == nil {
			t.Error(name, "is no store")
		}
	}
}
