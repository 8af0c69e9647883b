package commands_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// faults.md B3, B5: any number of clicks at once, on either button.
func TestOfClicksAtOnceExactlyOneWins(t *testing.T) {
	w := newWorld(t)
	p := w.plan(rel, goodSHA)
	var wg sync.WaitGroup
	results := make([]error, 40)
	for i := range results {
		q := w.request(rel)
		wg.Go(func() {
			if i%2 == 0 {
				_, results[i] = w.Confirm(context.Background(), q, p.Proposal)
				return
			}
			_, results[i] = w.Dismiss(context.Background(), q, p.Proposal)
		})
	}
	wg.Wait()
	won, began := -1, len(list[rollout.Rollout](w, rollout.OpenIndex))
	for i, err := range results {
		if err != nil {
			hinted(t, err, "not_open")
			continue
		}
		if won >= 0 {
			t.Error("two have won")
		}
		won = i
	}
	if won < 0 || began != 1-won%2 {
		t.Errorf("click %d won, and %d rollouts are open", won, began)
	}
	w.verify(prod)
}

// faults.md B3, G2: the same click again, also when the first one's answer was lost.
func TestARepeatedConfirmationIsActedUponOnce(t *testing.T) {
	w := newWorld(t)
	p := w.plan(rel, goodSHA)
	q := w.request(rel)
	w.store.After = func(rollout.Change) error { return errDown }
	if _, err := w.Confirm(t.Context(), q, p.Proposal); !errors.Is(err, errDown) {
		t.Fatal(err)
	}
	w.store.After = nil
	if _, err := w.Confirm(t.Context(), q, p.Proposal); !errors.Is(err, commands.ErrRepeated) {
		t.Error(err)
	}
	if open := list[rollout.Rollout](w, rollout.OpenIndex); len(open) != 1 {
		t.Errorf("%d rollouts are open", len(open))
	}
}
