package commands_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// faults.md A5, A14, B3: the same message again, whatever it asked for.
func TestARepeatedMessageIsActedUponOnce(t *testing.T) {
	half := 50
	target := grammar.Subject{Target: prod}
	for name, c := range map[string]struct {
		before func(w *world)
		cmd    grammar.Command
	}{
		"deploy":                {cmd: grammar.Deploy{Target: prod, Ref: goodSHA}},
		"rollback":              {cmd: grammar.Rollback{Target: prod}},
		"rollback of a rollout": {before: func(w *world) { shifting(w) }, cmd: grammar.Rollback{Target: prod}},
		"rollback to a version": {cmd: grammar.Rollback{Target: prod, To: "v39"}},
		"lock":                  {cmd: grammar.Lock{Target: prod, Reason: "careful"}},
		"unlock": {before: func(w *world) {
			_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "careful"})
			w.must(err)
		}, cmd: grammar.Unlock{Target: prod}},
		"pause":   {before: begun, cmd: grammar.Pause{Subject: target}},
		"resume":  {before: paused, cmd: grammar.Resume{Subject: target}},
		"promote": {before: func(w *world) { shifting(w) }, cmd: grammar.Promote{Subject: target}},
		"abort":   {before: begun, cmd: grammar.Abort{Subject: target}},
		"weight":  {before: func(w *world) { shifting(w) }, cmd: grammar.Canary{Target: prod, Percent: &half}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if c.before != nil {
				c.before(w)
			}
			q := commands.Request{ID: "one", Actor: rel, Command: c.cmd}
			_, err := w.Run(t.Context(), q)
			w.must(err)
			before := len(w.actions(prod))
			for range 3 {
				if _, err := w.Run(t.Context(), q); !errors.Is(err, commands.ErrRepeated) {
					t.Fatalf("the second time: %v", err)
				}
			}
			if after := w.actions(prod); len(after) != before {
				t.Errorf("audit %v", after)
			}
		})
	}
}

func TestARepeatedClickIsActedUponOnce(t *testing.T) {
	for name, begin := range map[string]func(w *world) rollout.ID{
		"finished":  func(w *world) rollout.ID { return w.deploy(prod, goodSHA).ID },
		"under way": shifting,
	} {
		w := newWorld(t)
		id := begin(w)
		q := commands.Request{ID: "click", Actor: rel}
		_, err := w.Undo(t.Context(), q, id)
		w.must(err)
		before := len(w.actions(prod))
		if _, err := w.Undo(t.Context(), q, id); !errors.Is(err, commands.ErrRepeated) || len(w.actions(prod)) != before {
			t.Errorf("%s: %v, audit %v", name, err, w.actions(prod))
		}
	}
}

// A refusal changes nothing, so its twin is refused again, in full.
func TestARepeatedMessageThatWasRefusedIsRefusedAgain(t *testing.T) {
	w := newWorld(t)
	q := commands.Request{ID: "one", Actor: rel, Command: grammar.Unlock{Target: prod}}
	for range 2 {
		_, err := w.Run(t.Context(), q)
		refused(t, err, "not_locked")
	}
}

func TestWhatComesWithoutAMessageIsNotTakenForATwin(t *testing.T) {
	w := newWorld(t)
	for i, cmd := range []grammar.Command{grammar.Lock{Target: prod, Reason: "careful"}, grammar.Unlock{Target: prod}} {
		if _, err := w.Run(t.Context(), commands.Request{Actor: rel, Command: cmd}); err != nil {
			t.Errorf("%d: %v", i, err)
		}
	}
	_, err := w.Run(t.Context(), commands.Request{Actor: rel, Command: grammar.Unlock{Target: prod}})
	refused(t, err, "not_locked")
}

// faults.md G2: written, and the answer lost. Asking again is not doing it again.
func TestAChangeWhoseAnswerWasLostIsNotMadeTwice(t *testing.T) {
	w := newWorld(t)
	w.store.After = func(rollout.Change) error { return errDown }
	q := commands.Request{ID: "one", Actor: rel, Command: grammar.Deploy{Target: prod, Ref: goodSHA}}
	if _, err := w.Run(t.Context(), q); !errors.Is(err, errDown) {
		t.Fatal(err)
	}
	w.store.After = nil
	if _, err := w.Run(t.Context(), q); !errors.Is(err, commands.ErrRepeated) {
		t.Error(err)
	}
	if open := list[rollout.Rollout](w, rollout.OpenIndex); len(open) != 1 {
		t.Errorf("%d rollouts are open", len(open))
	}
}

// faults.md G1: a hundred people at once, of whom one is first.
func TestOfAHundredDeploysAtOnceExactlyOneBegins(t *testing.T) {
	w := newWorld(t)
	var wg sync.WaitGroup
	results := make([]error, 100)
	for i := range results {
		wg.Go(func() {
			_, results[i] = w.Run(t.Context(), commands.Request{ID: fmt.Sprintf("person-%d", i), Actor: rel, Command: grammar.Deploy{Target: prod, Ref: goodSHA}})
		})
	}
	wg.Wait()
	won := 0
	for _, err := range results {
		if err == nil {
			won++
			continue
		}
		hinted(t, err, "busy", "/deploy status prod checkout")
	}
	open := list[rollout.Rollout](w, rollout.OpenIndex)
	if won != 1 || len(open) != 1 || w.lockOf(prod).Fence != 1 || len(w.engine.Started()) != 1 {
		t.Errorf("%d won, %d are open, fence %d, started %v", won, len(open), w.lockOf(prod).Fence, w.engine.Started())
	}
	w.verify(prod)
}

// The twins of one message, at once.
func TestOfTwinsAtOnceExactlyOneIsActedUpon(t *testing.T) {
	w := newWorld(t)
	var wg sync.WaitGroup
	results := make([]error, 20)
	for i := range results {
		wg.Go(func() {
			_, results[i] = w.Run(t.Context(), commands.Request{ID: "one", Actor: rel, Command: grammar.Lock{Target: prod, Reason: "careful"}})
		})
	}
	wg.Wait()
	won := 0
	for _, err := range results {
		switch {
		case err == nil:
			won++
		case !errors.Is(err, commands.ErrRepeated):
			t.Errorf("a twin hears %v", err)
		}
	}
	if won != 1 || len(w.verify(prod)) != 1 {
		t.Errorf("%d won, audit %v", won, w.actions(prod))
	}
}

// overtaken lets somebody else be faster the next n times that somebody commits.
func (w *world) overtaken(n int) {
	w.store.Before = func(c rollout.Change) error {
		if n--; n < 0 || len(c.Put) == 0 {
			return nil
		}
		return &rollout.ConflictError{Key: c.Put[0].Key()}
	}
}

func TestWhoeverIsOvertakenLooksAgainAndGivesUpInTheEnd(t *testing.T) {
	for name, c := range map[string]struct {
		before func(w *world)
		cmd    grammar.Command
	}{
		"deploy":             {cmd: grammar.Deploy{Target: prod, Ref: goodSHA}},
		"rollback":           {cmd: grammar.Rollback{Target: prod}},
		"rollback under way": {before: func(w *world) { shifting(w) }, cmd: grammar.Rollback{Target: prod}},
		"lock":               {cmd: grammar.Lock{Target: prod, Reason: "careful"}},
		"pause":              {before: begun, cmd: grammar.Pause{Subject: grammar.Subject{Target: prod}}},
	} {
		w := newWorld(t)
		if c.before != nil {
			c.before(w)
		}
		before := len(w.actions(prod))
		w.overtaken(100)
		_, err := w.run(rel, c.cmd)
		var ours *rollout.Error
		if !errors.As(err, &ours) || ours.Kind != rollout.Stale || ours.Hint == "" || len(w.actions(prod)) != before {
			t.Errorf("%s, always overtaken: %v", name, err)
		}
		w.overtaken(3)
		_, err = w.run(rel, c.cmd)
		done := slices.DeleteFunc(w.actions(prod)[before:], func(action string) bool { return action == "point live" }) // a rollback's first turn
		if err != nil || len(done) != 1 {
			t.Errorf("%s, overtaken three times: %v, done %v", name, err, done)
		}
		w.verify(prod)
	}
}

// What the winner did is seen by the loser's second look.
func TestTheLoserOfTwoPeopleHearsWhatTheWinnerDid(t *testing.T) {
	w := newWorld(t)
	w.store.Before = func(rollout.Change) error {
		w.store.Before = nil
		_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "first"})
		return err
	}
	_, err := w.run(rel, grammar.Lock{Target: prod, Reason: "second"})
	hinted(t, err, "locked", "first")
}

// A twin cannot be told from the first one while the store is down.
func TestARefusalThatMayBeATwinsIsNotGivenWhileTheStoreIsDown(t *testing.T) {
	w := newWorld(t)
	w.Store = failsOn{Store: w.store, kind: rollout.SeenKind}
	_, err := w.run(rel, grammar.Unlock{Target: prod})
	if !errors.Is(err, errDown) {
		t.Error(err)
	}
}
