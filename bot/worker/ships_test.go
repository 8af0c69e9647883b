package worker_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// two commits, of which nobody has taken note yet.
func two() rollout.Shipping {
	return rollout.Shipping{Rollout: id, Comparison: rollout.Comparison{Ahead: 2, Commits: []rollout.Commit{{SHA: "abc1234", Subject: "Round half to even"}, {SHA: "def5678"}}}}
}

func TestWhatNobodyHasComparedYetIsLookedUpWhenItIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, p := pipelined(t)
		p.ships = two()
		w.told()
		w.put(shipsNotice())
		ok(t, w.Deliver(t.Context(), shipsID))
		contains(t, "the reply", w.threaded().Text, "2 commits")
		equal(t, "in the outbox", w.outbox(), 0)
	})
}

func TestWhatIsKnownIsNotLookedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, p := pipelined(t)
		p.err = errors.New("502")
		w.told()
		w.ships()
		ok(t, w.Deliver(t.Context(), shipsID))
		contains(t, "the reply", w.threaded().Text, "1 commit")
		equal(t, "looked up", len(p.calls), 0)
	})
}

func TestWhereThereIsNothingToTellNothingIsPosted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, _ := pipelined(t)
		w.told()
		w.put(shipsNotice())
		ok(t, w.Deliver(t.Context(), shipsID))
		equal(t, "replies", len(w.message().Replies), 0)
		equal(t, "in the outbox", w.outbox(), 0)
	})
}

func TestWhatCannotBeLookedUpIsToldLater(t *testing.T) {
	for name, spoil := range map[string]func(*world, *pipeline){
		"what it ships": func(_ *world, p *pipeline) { p.err = errors.New("the table is gone") },
		"the rollout": func(w *world, _ *pipeline) {
			w.put(rollout.Notice{ID: shipsID, Version: 2, Kind: rollout.Ships, Rollout: "01GONE"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, p := pipelined(t)
				w.told()
				w.put(shipsNotice())
				spoil(w, p)
				if w.Deliver(t.Context(), shipsID) == nil {
					t.Error("it was taken for told")
				}
				equal(t, "replies", len(w.message().Replies), 0)
				equal(t, "in the outbox", w.outbox(), 1)
			})
		})
	}
}

// That nobody knows how long posting takes is no reason to wait for as long as it may.
func TestAReplyComesSoonAfterTheMessageThatItsThreadBeginsWith(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.tell()
		w.ships()
		w.wire.effect = slowly([]time.Duration{500 * time.Millisecond, 0})
		began := time.Now()
		var all sync.WaitGroup
		all.Go(func() { w.crowd(1, id) })
		time.Sleep(100 * time.Millisecond) // it is being posted
		all.Go(func() { w.crowd(1, shipsID) })
		all.Wait()
		w.threaded()
		soon(t, "all but the pace and two posts", time.Since(began)-2200*time.Millisecond)
	})
}

// faults.md B17: of what is told in a deploy's first moment, nothing is an error.
func TestAReplyAndTheMessageItsThreadBeginsWithAreSentAtOnce(t *testing.T) {
	for name, wait := range map[string][]time.Duration{"at once": {0}, "slowly": {time.Second}, "one after the other": {2 * time.Second, 0}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.tell()
				w.ships()
				w.wire.effect = slowly(wait)
				var all sync.WaitGroup
				for _, notice := range []string{id, shipsID} {
					all.Go(func() {
						if err := w.Deliver(t.Context(), notice); err != nil {
							t.Errorf("%s: %v", notice, err)
						}
					})
				}
				all.Wait()
				w.threaded()
				equal(t, "posts", len(w.wire.at("chat.postMessage")), 2)
				equal(t, "edits", len(w.wire.at("chat.update")), 0)
				equal(t, "in the outbox", w.outbox(), 0)
				if log := w.log.String(); strings.Contains(log, `"level":"ERROR"`) {
					t.Error(log)
				}
			})
		})
	}
}
