package worker_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

// tell commits the next state of the rollout with its notice, as a tick does.
func (w *world) tell() {
	w.t.Helper()
	w.states++
	revision := w.states
	ok(w.t, w.disk.Commit(w.t.Context(), rollout.Change{Put: []rollout.Record{
		rollout.Rollout{
			ID: id, Revision: revision, Phase: rollout.Deploying, Created: time.Now(), By: ana, Channel: channel,
			Target: rollout.Target{Service: "checkout", Environment: "prod"}, Release: rollout.Release{SHA: "abc1234def5678"},
			Reason: fmt.Sprintf("state %d;", revision),
		},
		rollout.Notice{ID: id, Version: revision, Kind: rollout.Progress, Channel: channel, Rollout: id, At: time.Now()},
	}}))
}

// soon allows for the milliseconds in which the store collects writes.
func soon(t *testing.T, what string, took time.Duration) {
	t.Helper()
	if took < 0 || took > 100*time.Millisecond {
		t.Errorf("%s took %s", what, took)
	}
}

// rollout is what is stored of it.
func (w *world) rollout() rollout.Rollout {
	w.t.Helper()
	row, err := w.disk.Load(w.t.Context(), rollout.RolloutKey(id))
	ok(w.t, err)
	r, err := rollout.Decode[rollout.Rollout](row)
	ok(w.t, err)
	return r
}

// public are the messages that everybody sees, in both channels.
func (w *world) public() []slack.MessageView {
	return append(w.seen(ben, channel), w.seen(ben, fallback)...)
}

// message is the one public message that there is.
func (w *world) message() slack.MessageView {
	w.t.Helper()
	all := w.public()
	if len(all) != 1 {
		w.t.Fatalf("there are %d messages", len(all))
	}
	return all[0]
}

// outbox is how many notices wait to be sent.
func (w *world) outbox() int {
	w.t.Helper()
	rows, err := w.disk.Query(w.t.Context(), rollout.Query{Index: rollout.OutboxIndex})
	ok(w.t, err)
	return len(rows)
}

// amiss is what is wrong, unless there is one message that shows the newest
// state, and nothing waits.
func (w *world) amiss() string {
	w.t.Helper()
	all, want := w.public(), w.rollout().Reason
	switch {
	case len(all) != 1:
		return fmt.Sprintf("there are %d messages", len(all))
	case !strings.Contains(all[0].Text, want):
		return fmt.Sprintf("the message does not show %s It says: %s", want, all[0].Text)
	case w.outbox() != 0:
		return fmt.Sprintf("%d notices are still in the outbox", w.outbox())
	}
	return ""
}

// sent checks that nothing is amiss.
func (w *world) sent() {
	w.t.Helper()
	if amiss := w.amiss(); amiss != "" {
		w.t.Error(amiss)
	}
}

func TestANoticeIsPostedOnceAndThenEditedInPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.tell()
		ok(t, w.Deliver(t.Context(), id))
		w.sent()
		first := w.message().TS
		w.tell()
		ok(t, w.Deliver(t.Context(), id))
		w.sent()
		equal(t, "ts", w.message().TS, first)
	})
}

// faults.md B17
func TestANewerStateTakesTheOlderOnesPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		for range 5 {
			w.tell()
		}
		began := time.Now()
		for range 5 {
			ok(t, w.Deliver(t.Context(), id))
		}
		w.sent()
		equal(t, "calls", len(w.wire.calls), 1)
		soon(t, "delivering", time.Since(began))
	})
}

func TestAStateThatComesWhileAnOlderOneWaitsIsShownInItsPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.told()
		w.tell()
		time.AfterFunc(time.Second, func() { w.tell() })
		ok(t, w.Deliver(t.Context(), id))
		w.sent()
		equal(t, "edits", len(w.wire.at("chat.update")), 1)
	})
}

func TestANoticeThatIsNotThereCostsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		ok(t, w.Deliver(t.Context(), "01NOTHING"))
		equal(t, "calls", len(w.wire.calls), 0)
	})
}

// faults.md B16
func TestEditsOfOneMessageAreApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		for range 6 {
			w.tell()
			ok(t, w.Deliver(t.Context(), id))
		}
		w.sent()
		times := append(w.wire.at("chat.postMessage"), w.wire.at("chat.update")...)
		equal(t, "calls", len(times), 6)
		for i := range times[1:] {
			apart := times[i+1].Sub(times[i])
			equal(t, "at least", apart >= 1200*time.Millisecond, true)
			soon(t, "all but the pace", apart-1200*time.Millisecond)
		}
	})
}

func TestAClockThatWasSetBackHoldsNothingUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.told()
		w.tell()
		w.Real = func() time.Time { return time.Now().Add(-time.Hour) }
		began := time.Now()
		ok(t, w.Deliver(t.Context(), id))
		w.sent()
		soon(t, "all but the pace", time.Since(began)-1200*time.Millisecond)
	})
}

func TestWaitingToEditEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.told()
		w.tell()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := w.Deliver(ctx, id)
		equal(t, "why", errors.Is(err, context.DeadlineExceeded), true)
		equal(t, "in the outbox", w.outbox(), 1)
	})
}

func TestWhatWasSentAboutALockLeavesNothingBehind(t *testing.T) {
	for _, kind := range []rollout.NoticeKind{rollout.Locked, rollout.Unlocked} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.tellOfLock(kind)
			ok(t, w.Deliver(t.Context(), "01NOTICE"))
			contains(t, "the message", w.message().Text, "checkout in prod")
			w.forgotten()
		})
	}
}

func TestWhatWasSentAboutASplitLeavesNothingBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		s := rollout.Stray{Target: rollout.Target{Service: "checkout", Environment: "prod"}, Found: rollout.Split("41", "42", 0.1), Origin: rollout.Foreign}
		n := rollout.Notice{ID: "01NOTICE", Version: 1, Kind: rollout.Strayed, Channel: channel, Stray: &s, At: time.Now()}
		ok(t, w.disk.Commit(t.Context(), rollout.Change{Put: []rollout.Record{n}}))
		ok(t, w.Deliver(t.Context(), "01NOTICE"))
		contains(t, "the message", w.message().Text, "checkout in prod is split")
		w.forgotten()
	})
}

// forgotten checks that nothing of a notice about a lock or a split is left in the store.
func (w *world) forgotten() {
	w.t.Helper()
	equal(w.t, "in the outbox", w.outbox(), 0)
	_, err := w.disk.Load(w.t.Context(), rollout.PostedKey("01NOTICE"))
	var missing *rollout.MissingError
	equal(w.t, "forgotten", errors.As(err, &missing), true)
}

func (w *world) tellOfLock(kind rollout.NoticeKind) {
	w.t.Helper()
	l := rollout.Lock{Target: rollout.Target{Service: "checkout", Environment: "prod"}}
	if kind == rollout.Locked {
		l = l.Hold(rollout.Hold{By: ana, Reason: "migrating orders", Since: time.Now()})
	}
	n := rollout.Notice{ID: "01NOTICE", Kind: kind, Channel: channel, By: ana}
	ok(w.t, w.disk.Commit(w.t.Context(), rollout.Held(l, n, string(kind), time.Now())))
}
