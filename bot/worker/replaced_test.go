package worker_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// A deploy that was replaced long after says so where its message still is: workspaces
// delete old messages, and nobody wants to hear of it anew.
func TestAnOldMessageIsBroughtUpToDateWhereItStillIs(t *testing.T) {
	for name, c := range map[string]struct {
		lose func(w *world)
		want int
	}{
		"still there": {func(*world) {}, 1},
		"deleted":     {func(w *world) { ok(w.t, w.slack.DeleteMessage(channel, w.message().TS)) }, 0},
		"never there": {func(w *world) {
			ok(w.t, w.slack.DeleteMessage(channel, w.message().TS))
			p := posted(w)
			ok(w.t, w.disk.Commit(w.t.Context(), rollout.Change{Delete: []rollout.Deletion{{Key: p.Key(), Rev: p.Revision}}}))
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.told()
				c.lose(w)
				time.Sleep(time.Hour)
				w.tell()
				row, err := w.disk.Load(t.Context(), rollout.Notice{ID: id}.Key())
				ok(t, err)
				n, err := rollout.Decode[rollout.Notice](row)
				ok(t, err)
				n.Version, n.Late = n.Version+1, true
				w.put(n)
				for range 2 {
					ok(t, w.Deliver(t.Context(), id))
				}
				equal(t, "messages", len(w.public()), c.want)
				equal(t, "in the outbox", w.outbox(), 0)
			})
		})
	}
}

// posted is what is known of the message.
func posted(w *world) rollout.Posted {
	w.t.Helper()
	row, err := w.disk.Load(w.t.Context(), rollout.PostedKey(id))
	ok(w.t, err)
	p, err := rollout.Decode[rollout.Posted](row)
	ok(w.t, err)
	return p
}
