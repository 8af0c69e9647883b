package worker_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// faults.md E12: the queue stood still for hours, and nobody wants it any more.
func TestAJobThatComesLateIsNotBegun(t *testing.T) {
	for _, c := range []struct {
		age   time.Duration
		begun int
	}{{9 * time.Minute, 1}, {10 * time.Minute, 0}, {6 * time.Hour, 0}} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			j := w.command("1")
			time.Sleep(c.age)
			w.Handle(t.Context(), j)
			equal(t, "begun after "+c.age.String(), len(w.runner.asked), c.begun)
			if c.begun == 0 {
				contains(t, "the answer", w.answered(), "more than ten minutes after you asked")
			}
		})
	}
}

// faults.md E12
func TestALateTwinOfAJobThatWasDoneIsSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		j := w.command("1")
		ok(t, w.disk.Commit(t.Context(), rollout.Change{Put: []rollout.Record{rollout.Seen{ID: j.ID, At: j.Received}}}))
		before := len(w.seen(ana, channel))
		time.Sleep(12 * time.Minute)
		w.Handle(t.Context(), j)
		equal(t, "begun", len(w.runner.asked), 0)
		equal(t, "answers", len(w.seen(ana, channel)), before)
	})
}
