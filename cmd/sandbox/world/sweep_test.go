package world_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// Whoever commits a notice says so to the outbox right after, unless it dies between.
func TestANoticeThatNobodySendsIsSentByTheSweep(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		toThePresent()
		w := open(t, options(dir))
		end := run(t, w)
		prod := rollout.Target{Service: "checkout", Environment: "prod"}
		row, err := w.Store.Load(t.Context(), rollout.LockKey(prod))
		if err != nil {
			t.Fatal(err)
		}
		lock, err := rollout.Decode[rollout.Lock](row)
		if err != nil {
			t.Fatal(err)
		}
		n := rollout.Notice{ID: "01NOTICE", Kind: rollout.Locked, Channel: channel, By: "U0BEN"}
		held := lock.Hold(rollout.Hold{By: "U0BEN", Reason: "migrating orders", Since: w.Clock.Now()})
		if err := w.Store.Commit(t.Context(), rollout.Held(held, n, "lock", w.Clock.Now())); err != nil {
			t.Fatal(err)
		}
		time.Sleep(30 * time.Second)
		if n := len(messages(w, "migrating orders")); n != 0 {
			t.Fatalf("%d messages tell of it, and nobody sent one", n)
		}
		time.Sleep(time.Minute)
		if n := len(messages(w, "migrating orders")); n != 1 {
			t.Errorf("%d messages tell of it", n)
		}
		end()
		closed(t, w)
	})
}
