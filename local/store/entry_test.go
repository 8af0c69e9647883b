package store

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestAnEntryIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := entry{
			rev:     rapid.Int64Min(1).Draw(t, "rev"),
			indexes: rapid.SliceOf(rapid.String()).Draw(t, "indexes"),
			body:    rapid.SliceOf(rapid.Byte()).Draw(t, "body"),
		}
		got, err := decode(want.encode())
		if err != nil {
			t.Fatal(err)
		}
		if got.rev != want.rev || !equal(got.indexes, want.indexes) || string(got.body) != string(want.body) {
			t.Fatalf("wrote %+v, read %+v", want, got)
		}
	})
}

func equal(a, b []string) bool { return len(a) == len(b) && (len(a) == 0 || cmp.Equal(a, b)) }

func TestAMangledEntryIsAnError(t *testing.T) {
	whole := entry{rev: 3, indexes: []string{"all"}}.encode()
	for n := range len(whole) {
		if e, err := decode(whole[:n]); !errors.Is(err, errMangled) {
			t.Errorf("cut after %d bytes: read %+v, %v", n, e, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(entry{rev: 1, indexes: []string{"a", "b"}, body: []byte("{}")}.encode())
	f.Add([]byte{2, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01}) // a vast number of indexes
	f.Add([]byte{2, 2, 0xff})
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, err := decode(raw)
		if err != nil {
			return
		}
		again, err := decode(e.encode())
		if err != nil || again.rev != e.rev || !equal(again.indexes, e.indexes) || string(again.body) != string(e.body) {
			t.Fatalf("%x: read %+v, then %+v, %v", raw, e, again, err)
		}
	})
}
