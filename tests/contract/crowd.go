package contract

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
)

// crowd is how many write at the same time.
const crowd = 32

// together runs do once for each of a crowd, and gives their errors.
func together(do func(i int) error) []error {
	errs := make([]error, crowd)
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range crowd {
		all.Go(func() {
			<-start
			errs[i] = do(i)
		})
	}
	close(start)
	all.Wait()
	return errs
}

// faults.md G1.
func oneWinner(t *testing.T, s Store) {
	errs := together(func(i int) error {
		return s.Commit(t.Context(), change(
			note{ID: fmt.Sprint(i), At: 1, Text: "mine"},
			note{ID: "lock", At: 1, Text: fmt.Sprint(i)},
		))
	})
	winners := 0
	for i, err := range errs {
		var conflict *rollout.ConflictError
		switch {
		case err == nil:
			winners++
			if holder := text(t, s, "lock"); holder != fmt.Sprint(i) || text(t, s, holder) != "mine" {
				t.Errorf("%d was told that it won, and %q holds the lock", i, holder)
			}
		case !errors.As(err, &conflict):
			t.Errorf("%d: %v", i, err)
		case text(t, s, fmt.Sprint(i)) != "":
			t.Errorf("%d lost, and half of its change is there", i)
		}
	}
	if winners != 1 {
		t.Errorf("%d writers won", winners)
	}
}

func conflictsStayAlone(t *testing.T, s Store) {
	mustCommit(t, s, change(note{ID: "taken", At: 1}))
	errs := together(func(i int) error {
		if i%2 == 0 {
			return s.Commit(t.Context(), change(note{ID: "taken", At: 1}))
		}
		return s.Commit(t.Context(), change(note{ID: fmt.Sprint(i), At: 1, Text: "mine"}))
	})
	for i, err := range errs {
		var conflict *rollout.ConflictError
		if i%2 == 0 && !errors.As(err, &conflict) {
			t.Errorf("%d: got %v, want a conflict", i, err)
		}
		if i%2 == 1 && (err != nil || text(t, s, fmt.Sprint(i)) != "mine") {
			t.Errorf("%d: %v, and there is %q", i, err, text(t, s, fmt.Sprint(i)))
		}
	}
}
