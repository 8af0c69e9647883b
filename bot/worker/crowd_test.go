package worker_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/rollout"
)

// faults.md B17
func TestOfTwoSendersAtOnceOnePosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.tell()
		w.wire.effect = slowly([]time.Duration{time.Second})
		w.crowd(2, id)
		w.sent()
		equal(t, "posts", len(w.wire.at("chat.postMessage")), 1)
		equal(t, "edits", len(w.wire.at("chat.update")), 0)
	})
}

// faults.md B17
func TestOfTwoSendersOfALockAtOnceOnePosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.tellOfLock(rollout.Locked)
		w.wire.effect = slowly([]time.Duration{time.Second})
		w.crowd(2, "01NOTICE")
		w.message()
		equal(t, "calls", len(w.wire.calls), 1)
		w.forgotten()
	})
}

// faults.md B17
func TestAnOlderStateThatArrivesLateIsPutRight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.told()
		w.tell()
		w.wire.effect = slowly([]time.Duration{4 * time.Second, 0})
		var all sync.WaitGroup
		all.Go(func() { ok(t, w.Deliver(t.Context(), id)) }) // is under way to Slack for long
		time.Sleep(2 * time.Second)
		w.tell()
		all.Go(func() { ok(t, w.Deliver(t.Context(), id)) }) // overtakes it
		all.Wait()
		w.sent()
	})
}

// faults.md B17
func TestASenderWaitsForWhoeverHasBegunToPostMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.tell()
		other := rollout.Posted{ID: id, Channel: channel}
		note := func() {
			t.Helper()
			other.Revision++
			other.At = time.Now()
			ok(t, w.disk.Commit(t.Context(), rollout.Change{Put: []rollout.Record{other}}))
		}
		note() // a first one has begun, and died
		var all sync.WaitGroup
		all.Go(func() { ok(t, w.Deliver(t.Context(), id)) })
		time.Sleep(4 * time.Second)
		note() // a second one has begun
		time.Sleep(2 * time.Second)
		ts, err := w.client.Post(t.Context(), channel, "", views.Progress(w.rollout(), views.Options{Now: time.Now()}))
		ok(t, err)
		other.TS, other.Version = ts, 1
		note()
		all.Wait()
		w.sent()
	})
}

// faults.md B17
func TestHoweverSendersMeetTheMessageIsOneAndTheNewest(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		senders := rapid.IntRange(1, 4).Draw(r, "senders")
		states := rapid.IntRange(1, 4).Draw(r, "states")
		pause := rapid.Custom(func(r *rapid.T) time.Duration {
			return time.Duration(rapid.IntRange(0, 2400).Draw(r, "ms")) * time.Millisecond
		})
		delays := rapid.SliceOfN(pause, 8, 8).Draw(r, "delays of calls, before and after")
		pauses := rapid.SliceOfN(pause, states, states).Draw(r, "pauses before states")
		amiss := ""
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.wire.effect = slowly(delays)
			var all sync.WaitGroup
			for _, p := range pauses {
				time.Sleep(p)
				w.tell()
				all.Go(func() { w.crowd(senders, id) })
			}
			all.Wait()
			amiss = w.amiss()
		})
		if amiss != "" {
			r.Fatal(amiss)
		}
	})
}

// crowd delivers a notice with many senders at once, each until it is done or
// has tried for as long as a queue does.
func (w *world) crowd(senders int, id string) {
	var all sync.WaitGroup
	for range senders {
		all.Go(func() {
			for range 5 {
				if w.Deliver(w.t.Context(), id) == nil {
					return
				}
				time.Sleep(time.Second)
			}
		})
	}
	all.Wait()
}

// slowly delays calls that change something, on the way there and back in turn.
func slowly(delays []time.Duration) func(*http.Request, func() error) error {
	var mu sync.Mutex
	next := 0
	delay := func() {
		mu.Lock()
		d := delays[next%len(delays)]
		next++
		mu.Unlock()
		time.Sleep(d)
	}
	return func(q *http.Request, do func() error) error {
		if !strings.Contains(q.URL.Path, "chat.") {
			return do()
		}
		delay()
		if err := do(); err != nil {
			return err
		}
		delay()
		return q.Context().Err()
	}
}
