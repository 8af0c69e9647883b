package worker_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// eventful is an incident in which four things happened, of which the second is told to
// nobody, with the notices of the others.
func (w *world) eventful() {
	w.t.Helper()
	at := time.Now()
	w.alarms(func(i *rollout.Incident) {
		for _, kind := range []rollout.HappensKind{rollout.HappensBack, rollout.HappensGreen, rollout.HappensRestored, rollout.HappensAgain} {
			*i = i.Note(rollout.Happens{At: at, Kind: kind, Told: kind != rollout.HappensGreen})
		}
	}, entry(1), entry(3), entry(4))
}

// entry is the notice of an entry of the incident's log.
func entry(n int) rollout.Notice {
	r := reply(n)
	r.ID = fmt.Sprintf("%s/%d", incident, n)
	return r
}

// thread is what the replies begin with, in order.
func (w *world) thread() string {
	w.t.Helper()
	var signs []string
	for _, m := range w.message().Replies {
		sign, _, _ := strings.Cut(m.Text, " ")
		signs = append(signs, sign)
	}
	return strings.Join(signs, " ")
}

func TestAThreadReadsAsThingsWereInWhateverOrderTheyAreDelivered(t *testing.T) {
	for _, order := range [][]int{{1, 3, 4}, {1, 4, 3}, {3, 1, 4}, {3, 4, 1}, {4, 1, 3}, {4, 3, 1}, {3, 3, 1, 4, 4}} {
		synctest.Test(t, func(t *testing.T) {
			w, _ := pipelined(t)
			w.eventful()
			for _, n := range order {
				ok(t, w.Deliver(t.Context(), entry(n).ID))
			}
			ok(t, w.Deliver(t.Context(), incident))
			equal(t, fmt.Sprint("the thread after ", order), w.thread(), "↩️ ✅ 🔴")
			equal(t, "in the outbox", w.outbox(), 0)
		})
	}
}

func TestAThreadReadsAsThingsWereWhenAllIsDeliveredAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, _ := pipelined(t)
		w.eventful()
		ended := make(chan error)
		for _, n := range []int{4, 3, 1, 4} {
			go func() { ended <- w.Deliver(t.Context(), entry(n).ID) }()
		}
		for range 4 {
			ok(t, <-ended)
		}
		equal(t, "the thread", w.thread(), "↩️ ✅ 🔴")
		ok(t, w.Deliver(t.Context(), incident))
		equal(t, "in the outbox", w.outbox(), 0)
	})
}

// faults.md B16: what Slack does not take holds up what came after it, but not for ever.
func TestWhatCannotBeToldHoldsTheRestUpForAFewMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, _ := pipelined(t)
		w.eventful()
		ok(t, w.Deliver(t.Context(), incident))
		refuses := func() { w.slack.Fail("chat.postMessage", "internal_error", 1) }
		refuses()
		if err := w.Deliver(t.Context(), entry(4).ID); err == nil {
			t.Error("it was taken for sent")
		}
		equal(t, "the thread", w.thread(), "")
		time.Sleep(5*time.Minute + time.Second)
		refuses()
		ok(t, w.Deliver(t.Context(), entry(4).ID))
		equal(t, "the thread", w.thread(), "✅ 🔴")
		contains(t, "the log", w.log.String(), "goes before an earlier one")
		ok(t, w.Deliver(t.Context(), entry(1).ID))
		equal(t, "the thread", w.thread(), "✅ 🔴 ↩️")
	})
}

// An incident's message names what took the place of its suspect, a deploy's what took
// its own.
func TestWhatCameNextIsNamed(t *testing.T) {
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	was := rollout.Rollout{ID: id, Revision: 1, Phase: rollout.Succeeded, Candidate: "42", Stable: "41", Channel: channel, Until: at, Replaced: "01NEXT"}
	next := rollout.Rollout{ID: "01NEXT", Revision: 1, Phase: rollout.Succeeded, Candidate: "43", By: ana, Created: at, Ended: at.Add(time.Second)}
	for name, c := range map[string]struct {
		too  []rollout.Record
		want string
	}{
		"a fix":                         {[]rollout.Record{was, next}, "It ended after v43"},
		"one of which nothing is known": {[]rollout.Record{was}, "It ended by itself"},
		"no rollout":                    {nil, "It ended by itself"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, _ := pipelined(t)
				w.alarms(func(i *rollout.Incident) { i.Closed = time.Now().Add(time.Minute) }, c.too...)
				ok(t, w.Deliver(t.Context(), incident))
				contains(t, "the message", w.message().Text, c.want)
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		w, _ := pipelined(t)
		w.put(was, next, rollout.Notice{ID: id, Version: 1, Kind: rollout.Progress, Channel: channel, Rollout: id, At: time.Now()})
		ok(t, w.Deliver(t.Context(), id))
		contains(t, "the message", w.message().Text, "replaced by v43")
	})
}
