package store_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"go.etcd.io/bbolt"

	"github.com/slipway-dev/slipway/local/store"
)

// during has writes come while another one is being flushed, and gives what became
// of them once it was.
func during(t *testing.T, s *store.Store, writes ...func(*bbolt.Tx) error) []error {
	t.Helper()
	errs := make([]error, len(writes))
	flush := make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		if err := s.Batch(func(*bbolt.Tx) error { <-flush; return nil }); err != nil {
			t.Error(err)
		}
	})
	synctest.Wait()
	for i, w := range writes {
		all.Go(func() { errs[i] = s.Batch(w) })
	}
	synctest.Wait() // all have joined
	close(flush)
	all.Wait()
	return errs
}

// note writes a key of its own into a bucket of the test's own.
func note(key string) func(*bbolt.Tx) error {
	return func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists([]byte("notes"))
		if err != nil {
			return err
		}
		return b.Put([]byte(key), nil)
	}
}

// notes are the keys that are there, in order.
func notes(t *testing.T, s *store.Store) string {
	t.Helper()
	var keys []string
	err := s.View(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte("notes")).ForEach(func(key, _ []byte) error {
			keys = append(keys, string(key))
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(keys, " ")
}

func TestWritesThatComeDuringAFlushShareTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, file(t))
		in := make([]int, 50)
		var writes []func(*bbolt.Tx) error
		for i := range in {
			writes = append(writes, func(tx *bbolt.Tx) error { in[i] = tx.ID(); return nil })
		}
		if err := errors.Join(during(t, s, writes...)...); err != nil {
			t.Fatal(err)
		}
		for _, tx := range in {
			if tx != in[0] {
				t.Fatalf("transactions %v, want one for all", in)
			}
		}
	})
}

func TestAWriteThatFailsUndoesItselfAndNobodyElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, file(t))
		refused := errors.New("refused")
		errs := during(t, s, note("a"),
			func(tx *bbolt.Tx) error { return errors.Join(note("half")(tx), refused) },
			note("b"),
			func(tx *bbolt.Tx) error { panic(fmt.Sprint("oh: ", note("torn")(tx))) },
			note("c"))
		for i, err := range errs {
			switch {
			case i == 1 && errors.Is(err, refused), i == 3 && err != nil && err.Error() == "panic: oh: <nil>":
			case i == 1 || i == 3 || err != nil:
				t.Errorf("write %d: %v", i, err)
			}
		}
		if got := notes(t, s); got != "a b c" {
			t.Errorf("written are %q, want those that did not fail", got)
		}
	})
}

// A flush keeps the only core busy: whoever is about to write has to be let in
// before the next, or each has one of its own.
func TestOnOneCoreWritersStillShareFlushes(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	const writers, each = 64, 20
	s := open(t, file(t))
	s.DB().NoSync = true // a disk that is quick is the worst case
	before := flushes(t, s)
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := range each {
				if err := s.Batch(note(fmt.Sprint(w, i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if n := flushes(t, s) - before; n > writers*each/4 { // some 40; without that nearly all
		t.Errorf("%d flushes for %d writes", n, writers*each)
	}
}

// flushes is how often the file has been flushed.
func flushes(t testing.TB, s *store.Store) (n int) {
	t.Helper()
	if err := s.View(func(tx *bbolt.Tx) error { n = tx.ID(); return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}
