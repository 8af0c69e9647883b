package worker_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/bot/worker"
	"github.com/slipway-dev/slipway/rollout"
)

// life counts down the effects that a process has left to live: writes to the
// store and calls that change something in Slack.
type life struct {
	left  int
	after bool // it dies after the last one, not before
}

var errDead = errors.New("the process was killed")

// effect lets nothing out of a dead process, and no reply back into it.
func (l *life) effect(do func() error) error {
	l.left--
	if l.left < 0 || l.left == 0 && !l.after {
		return errDead
	}
	if err := do(); err != nil || l.left > 0 {
		return err
	}
	return errDead
}

func (w *world) live(l *life) {
	w.store.effect = l.effect
	w.wire.effect = func(q *http.Request, do func() error) error {
		if !strings.Contains(q.URL.Path, "chat.") {
			return do()
		}
		return l.effect(do)
	}
}

// faults.md B15, B17
func TestWhereverASenderIsKilledTheMessageIsThereOnce(t *testing.T) {
	for name, story := range map[string]struct {
		set func(w *world)
		id  string
	}{
		"the first state": {func(w *world) { w.tell() }, id},
		"a later state":   {func(w *world) { w.told(); w.tell() }, id},
		"in the fallback": {func(w *world) { ok(w.t, w.slack.Archive(channel)); w.tell() }, id},
		"posted anew": {func(w *world) {
			w.told()
			ok(w.t, w.slack.DeleteMessage(channel, w.message().TS))
			w.tell()
		}, id},
		"about a lock": {func(w *world) { w.tell(); w.tellOfLock(rollout.Locked); w.forget() }, "01NOTICE"},
	} {
		for _, after := range []bool{false, true} {
			for last := 1; ; last++ {
				survived := false
				t.Run(fmt.Sprintf("%s, effect %d, after %v", name, last, after), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						w := newWorld(t)
						story.set(w)
						l := &life{left: last, after: after}
						w.live(l)
						err := w.Deliver(t.Context(), story.id)
						survived = l.left > 0
						if !survived && err == nil {
							t.Error("a dead process said that it was done")
						}
						w.store.effect, w.wire.effect = nil, nil
						ok(t, w.Deliver(t.Context(), story.id))
						w.message()
						equal(t, "in the outbox", w.outbox(), 0)
						if story.id == id {
							w.sent()
						}
					})
				})
				if survived || t.Failed() {
					break
				}
			}
		}
	}
}

// forget takes the rollout's own notice out of the outbox.
func (w *world) forget() {
	w.t.Helper()
	ok(w.t, w.disk.Commit(w.t.Context(), rollout.Change{Delete: []rollout.Deletion{{Key: rollout.Notice{ID: id}.Key(), Rev: w.states}}}))
}

// imposter finds what somebody else has said.
type imposter struct {
	worker.Poster
	ts string
}

func (i imposter) Find(context.Context, string, string, string, time.Time) (string, error) {
	return i.ts, nil
}

func (w *world) say() string {
	w.t.Helper()
	ts, err := w.slack.Say(ana, channel, "I am a rollout", "")
	ok(w.t, err)
	return ts
}

// A message of another app that claims to be about our rollout can be found, but
// not edited.
func TestAMessageThatOnlyLooksLikeOursIsNotTakenForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.tell()
		w.live(&life{left: 2}) // the claim is written, the message is not posted
		if err := w.Deliver(t.Context(), id); err == nil {
			t.Fatal("it lived on")
		}
		w.store.effect, w.wire.effect = nil, nil
		w.Posts = imposter{w.Posts, w.say()}
		ok(t, w.Deliver(t.Context(), id))
		seen := w.seen(ben, channel)
		equal(t, "messages", len(seen), 2)
		contains(t, "ours", seen[1].Text, "state 1;")
	})
}

// faults.md B16
func TestWhileNobodyCanLookNothingIsPostedASecondTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.tell()
		w.live(&life{left: 2, after: true}) // the message is posted, but nobody knows
		if err := w.Deliver(t.Context(), id); err == nil {
			t.Fatal("it lived on")
		}
		w.store.effect, w.wire.effect = nil, nil
		w.slack.RateLimit("conversations.history", time.Minute, 1)
		if err := w.Deliver(t.Context(), id); err == nil {
			t.Error("it was taken for sent")
		}
		w.message()
		ok(t, w.Deliver(t.Context(), id))
		w.sent()
	})
}
