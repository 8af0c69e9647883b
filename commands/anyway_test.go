package commands_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

func (w *world) anyway(who, proposal string) (commands.Outcome, error) {
	return w.BackAnyway(context.Background(), w.request(who), proposal)
}

// faults.md B1, B2, B4: who, when and what.
func TestAnAnswerThatComesLateOrFromSomebodyElseTakesNothingBack(t *testing.T) {
	for name, c := range map[string]struct {
		before func(w *world, id string)
		who    string
		code   string
		words  []string
	}{
		"somebody else":     {who: dev, code: "not_yours", words: []string{"@" + rel, "`/rollback prod checkout v41`"}},
		"a guest":           {who: guest, code: "guest"},
		"after ten minutes": {before: func(w *world, _ string) { w.now = w.now.Add(10 * time.Minute) }, who: rel, code: "expired", words: []string{"`/rollback prod checkout v41`"}},
		"after it was used": {before: func(w *world, id string) { w.began(w.anyway(rel, id)) }, who: rel, code: "not_open"},
		"after it was cancelled": {before: func(w *world, id string) {
			out, err := w.Dismiss(context.Background(), w.request(rel), id)
			if w.must(err); out != (commands.Dismissed{Target: is(prod), Back: "41"}) {
				w.t.Errorf("%+v", out)
			}
		}, who: rel, code: "not_open"},
		"rights were lost":      {before: func(w *world, _ string) { w.Policy.Roles["releaser"] = nil }, who: rel, code: "not_allowed"},
		"a deploy is under way": {before: func(w *world, _ string) { w.hostIsBack(); w.drive(w.start(prod, badSHA), shifted) }, who: rel, code: "superseded"},
		"somebody was faster": {before: func(w *world, _ string) {
			w.began(w.anyway(rel, w.backAsked(w.asks(rel, grammar.Rollback{Target: prod})).Proposal))
		}, who: rel, code: "rolling_back"},
		"somebody did it by hand": {before: func(w *world, _ string) { w.byHand(prod, rollout.All("41")) }, who: rel, code: "already_back"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.migrated()
			id := w.backAsked(w.asks(rel, grammar.Rollback{Target: prod})).Proposal
			if c.before != nil {
				c.before(w, id)
			}
			before, revision := len(w.actions(prod)), w.aliases(prod)[rollout.Live].Revision
			_, err := w.anyway(c.who, id)
			refused(t, err, c.code)
			if c.words != nil {
				hinted(t, err, c.code, c.words...)
			}
			if len(w.actions(prod)) != before || w.aliases(prod)[rollout.Live].Revision != revision {
				t.Errorf("audit %v, live %s", w.actions(prod), w.live(prod))
			}
			entries := w.verify(prod)
			noted := entries[len(entries)-1].Detail == "rollback: "+c.code
			if known := c.code != "guest" && c.code != "not_open"; noted != known { // who, and of which target
				t.Errorf("audit %+v", entries[len(entries)-1])
			}
		})
	}
}

// faults.md B4: never from something else than what was shown.
func TestARollbackIsAskedAnewWhenSomethingElseIsLiveByNow(t *testing.T) {
	w := newWorld(t)
	w.migrated()
	first := w.backAsked(w.asks(rel, grammar.Rollback{Target: prod}))
	w.byHand(prod, rollout.All("39"))
	again := w.backAsked(w.anyway(rel, first.Proposal))
	if again.From.Version != "39" || again.To.Version != "41" || again.Proposal == first.Proposal ||
		again.Changed.String() != "What is live in prod has changed since you were asked: it is v39 now." {
		t.Fatalf("%+v", again)
	}
	if entries := w.verify(prod); entries[len(entries)-1].Detail != "rollback: live_changed" {
		t.Errorf("audit %+v", entries[len(entries)-1])
	}
	w.began(w.anyway(rel, again.Proposal))
	if w.live(prod) != rollout.All("41") {
		t.Errorf("live %s", w.live(prod))
	}
}

// faults.md B2: a deploy's proposal is no rollback's, and the other way round.
func TestTheButtonOfOneProposalIsNotThatOfAnother(t *testing.T) {
	w := newWorld(t)
	_, err := w.anyway(rel, w.plan(rel, goodSHA).Proposal)
	hinted(t, err, "not_open")
	w.migrated()
	_, err = w.confirm(rel, w.backAsked(w.asks(rel, grammar.Rollback{Target: prod})).Proposal)
	hinted(t, err, "not_open")
	_, err = w.anyway(rel, "01JFORGED")
	hinted(t, err, "not_open")
	if w.lockOf(prod).Owner != "" || w.live(prod) != rollout.All("42") {
		t.Errorf("live %s", w.live(prod))
	}
}

// faults.md B3, B5: any number of clicks at once, on either button.
func TestOfAnswersAtOnceExactlyOneWins(t *testing.T) {
	w := newWorld(t)
	w.migrated()
	id := w.backAsked(w.asks(rel, grammar.Rollback{Target: prod})).Proposal
	var wg sync.WaitGroup
	results := make([]error, 40)
	for i := range results {
		q := w.request(rel)
		wg.Go(func() {
			if i%2 == 0 {
				_, results[i] = w.BackAnyway(context.Background(), q, id)
				return
			}
			_, results[i] = w.Dismiss(context.Background(), q, id)
		})
	}
	wg.Wait()
	won := slices.IndexFunc(results, func(err error) bool { return err == nil })
	for i, err := range results {
		if i != won && asked(err) == "" {
			t.Errorf("click %d: %v", i, err)
		}
	}
	if back := w.live(prod) == rollout.All("41"); won < 0 || back != (won%2 == 0) {
		t.Errorf("click %d won, live %s", won, w.live(prod))
	}
	w.verify(prod)
}

// asked is the code of a refusal; empty for anything else.
func asked(err error) string {
	var refusal *rollout.Refusal
	if errors.As(err, &refusal) {
		return refusal.Code
	}
	return ""
}

func TestWhileTheStoreIsAwayNothingIsAskedAndNothingDone(t *testing.T) {
	w := newWorld(t)
	w.migrated()
	id := w.backAsked(w.asks(rel, grammar.Rollback{Target: prod})).Proposal
	w.Store = failsOn{Store: w.store, kind: "lock"}
	if _, err := w.anyway(rel, id); !errors.Is(err, errDown) {
		t.Error(err)
	}
	w.Store = w.store
	w.store.Before = func(rollout.Change) error { return errDown }
	if out, err := w.asks(rel, grammar.Rollback{Target: prod}); !errors.Is(err, errDown) || out != nil {
		t.Errorf("%v, %v", out, err)
	}
}
