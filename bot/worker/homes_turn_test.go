package worker_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/bot/worker"
	"github.com/slipway-dev/slipway/rollout"
)

// Slack takes a hundred Home tabs a minute. A thousand changes in a minute, told by many
// at once, cost fewer; each is seen in the tabs in the end; and none waits for long.
func TestAStormOfNoticesFloodsNoHomeTab(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, s := viewed(t, strings.Fields("U1 U2 U3 U4 U5 U6 U7 U8 U9 U10")...)
		w.Posts = quiet{}
		began, longest := time.Now(), atomic.Int64{}
		var all sync.WaitGroup
		for n := range 1000 {
			l := lock(rollout.Locked)
			l.ID = fmt.Sprintf("01LOCK%03d", n)
			w.put(l)
			all.Go(func() {
				began := time.Now()
				ok(t, w.Deliver(t.Context(), l.ID))
				if took := int64(time.Since(began)); took > longest.Load() {
					longest.Store(took)
				}
			})
			time.Sleep(time.Minute / 1000)
		}
		changed := time.Now()
		all.Wait()
		equal(t, "in the outbox", w.outbox(), 0)
		if n := len(s.shown); n < 60 || n > 100 {
			t.Errorf("%d tabs in a minute", n)
		}
		if s.read.Before(changed) {
			t.Errorf("the tabs are as of %v, the last change came after %v", s.read.Sub(began), changed.Sub(began))
		}
		if took := time.Duration(longest.Load()); took > 9*time.Second {
			t.Errorf("one waited for %v", took)
		}
	})
}

// quiet is a channel that takes whatever there is to say.
type quiet struct{ worker.Poster }

func (quiet) Post(context.Context, string, string, views.Message) (string, error) { return "1.1", nil }

// What one change has waited for, the next ones see too. After a rest, the first is shown
// at once.
func TestOneHomeTabIsShownAnewAtOnceAndThenOncePerRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, s := viewed(t, ana)
		w.Posts = quiet{}
		tell := func() {
			w.put(lock(rollout.Locked))
			ok(t, w.Deliver(t.Context(), lock(rollout.Locked).ID))
		}
		began := time.Now()
		tell()
		equal(t, "the first is shown after", time.Since(began), 0)
		tell()
		equal(t, "the second after", time.Since(began), 800*time.Millisecond)
		time.Sleep(time.Hour)
		began = time.Now()
		tell()
		equal(t, "one in an hour after", time.Since(began), 0)
		equal(t, "shown", len(s.shown), 3)
	})
}

// A clock that was set back by an hour does not keep the tabs from changing for one.
func TestAClockThatWasSetBackKeepsNoHomeTabAsItIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, s := viewed(t, ana)
		w.Posts = quiet{}
		began := time.Now()
		for _, ahead := range []time.Duration{time.Hour, 0} {
			w.Real = func() time.Time { return time.Now().Add(ahead) }
			w.put(lock(rollout.Locked))
			ok(t, w.Deliver(t.Context(), lock(rollout.Locked).ID))
		}
		equal(t, "shown", len(s.shown), 2)
		equal(t, "after", time.Since(began), 0)
	})
}

// The store may fail: then nothing is shown, and nothing held up.
func TestWithoutAStoreNoHomeTabIsShownAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, s := viewed(t, ana)
		w.Posts = quiet{}
		w.put(lock(rollout.Locked))
		w.store.effect = func(do func() error) error {
			if w.outbox() == 0 { // it is told by now
				return errors.New("the table is gone")
			}
			return do()
		}
		ok(t, w.Deliver(t.Context(), lock(rollout.Locked).ID))
		equal(t, "shown", len(s.shown), 0)
		contains(t, "log", w.log.String(), "note when Home tabs are shown")
	})
}

// faults.md G1: of two workers that begin at once, one shows the tabs.
func TestOfTwoWorkersOneShowsTheHomeTabs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, s := viewed(t, ana)
		w.Posts = quiet{}
		w.put(lock(rollout.Locked))
		w.store.effect = func(do func() error) error {
			if w.outbox() == 0 {
				return &rollout.ConflictError{Key: rollout.Key{Kind: "homes", ID: "shown"}}
			}
			return do()
		}
		ok(t, w.Deliver(t.Context(), lock(rollout.Locked).ID))
		equal(t, "shown", len(s.shown), 0)
		equal(t, "log", w.log.String(), "")
	})
}
