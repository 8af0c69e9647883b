package worker_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

const shipsID = id + "/ships"

// ships writes what the rollout ships, with the notice that tells of it.
func (w *world) ships() {
	w.t.Helper()
	w.put(
		rollout.Shipping{Rollout: id, Comparison: rollout.Comparison{Ahead: 1, Commits: []rollout.Commit{{SHA: "abc1234", Subject: "Round half to even"}}}},
		shipsNotice(),
	)
}

func shipsNotice() rollout.Notice {
	return rollout.Notice{ID: shipsID, Version: 1, Kind: rollout.Ships, Channel: channel, Rollout: id, At: time.Now()}
}

// threaded checks that the rollout's message has one reply, and nothing else is there.
func (w *world) threaded() slack.MessageView {
	w.t.Helper()
	root := w.message()
	if len(root.Replies) != 1 {
		w.t.Fatalf("there are %d replies", len(root.Replies))
	}
	return root.Replies[0]
}

func TestWhatARolloutShipsIsToldOnceInTheThreadOfItsMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.told()
		w.ships()
		ok(t, w.Deliver(t.Context(), shipsID))
		ok(t, w.Deliver(t.Context(), shipsID))
		contains(t, "the reply", w.threaded().Text, "Round half to even")
		equal(t, "in the outbox", w.outbox(), 0)
		_, err := w.disk.Load(t.Context(), rollout.PostedKey(shipsID))
		equal(t, "forgotten", rollout.IsMissing(err), true)
		equal(t, "edits", len(w.wire.at("chat.update")), 0)
	})
}

func TestWhereABuildFailedIsToldInTheThreadToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.told()
		r := w.rollout()
		r.Revision++
		r.Build = &rollout.Build{State: rollout.BuildFailed, Failure: &rollout.Failure{Job: "test", Step: "Unit tests", Log: []string{"FAIL: TestRound"}}}
		w.put(r, rollout.Notice{ID: id + "/broke", Version: 9, Kind: rollout.Broke, Channel: channel, Rollout: id, At: time.Now()})
		ok(t, w.Deliver(t.Context(), id+"/broke"))
		for _, words := range []string{"Unit tests", "FAIL: TestRound"} {
			contains(t, "the reply", w.threaded().Text, words)
		}
	})
}

func TestAReplyWaitsForTheMessageThatItsThreadBeginsWith(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.tell()
		w.ships()
		ok(t, w.Deliver(t.Context(), shipsID))
		w.threaded()
		equal(t, "in the outbox", w.outbox(), 0)

		w = newWorld(t)
		w.tell()
		w.ships()
		w.slack.Fail("chat.postMessage", "internal_error", 1)
		if err := w.Deliver(t.Context(), shipsID); err == nil {
			t.Error("it was taken for sent")
		}
		equal(t, "messages", len(w.public()), 0)
		time.Sleep(time.Minute)
		ok(t, w.Deliver(t.Context(), shipsID))
		w.threaded()
	})
}

// faults.md B15
func TestAReplyGoesWhereItsMessageWent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		ok(t, w.slack.Archive(channel))
		w.tell()
		w.ships()
		ok(t, w.Deliver(t.Context(), shipsID))
		contains(t, "the reply", w.threaded().Text, "Round half to even")
		equal(t, "in the fallback", len(w.seen(ben, fallback)), 1)
	})
}

// faults.md B15: the rollout goes on.
func TestAReplyThatHasNoThreadToGoToIsLogged(t *testing.T) {
	for name, lose := range map[string]func(*world){
		"nor its message": func(w *world) { w.Fallback = ""; ok(w.t, w.slack.Archive(channel)); w.tell() },
		"any more":        func(w *world) { w.told(); ok(w.t, w.slack.Archive(channel)) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				lose(w)
				w.ships()
				ok(t, w.Deliver(t.Context(), shipsID))
				equal(t, "in the outbox", w.outbox(), 0)
				contains(t, "the log", w.log.String(), "no thread to go to")
			})
		})
	}
}

// Slack posts it in the channel then, where it says itself what it is about.
func TestAReplyToAMessageThatSomebodyDeletedIsPostedAllTheSame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.told()
		ok(t, w.slack.DeleteMessage(channel, w.message().TS))
		w.ships()
		ok(t, w.Deliver(t.Context(), shipsID))
		contains(t, "the message", w.message().Text, "checkout")
		equal(t, "in the outbox", w.outbox(), 0)
	})
}

// faults.md B15, B17
func TestWhereverASenderIsKilledTheReplyIsThereOnce(t *testing.T) {
	for name, set := range map[string]func(*world){
		"the message is there":     func(w *world) { w.told(); w.ships() },
		"the message is not there": func(w *world) { w.tell(); w.ships() },
		"the message is gone": func(w *world) {
			w.told()
			ok(w.t, w.slack.DeleteMessage(channel, w.message().TS))
			w.ships()
		},
	} {
		for _, after := range []bool{false, true} {
			for last := 1; ; last++ {
				survived := false
				t.Run(fmt.Sprintf("%s, effect %d, after %v", name, last, after), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						w := newWorld(t)
						set(w)
						l := &life{left: last, after: after}
						w.live(l)
						err := w.Deliver(t.Context(), shipsID)
						survived = l.left > 0
						if !survived && err == nil {
							t.Error("a dead process said that it was done")
						}
						w.store.effect, w.wire.effect = nil, nil
						ok(t, w.Deliver(t.Context(), shipsID))
						ok(t, w.Deliver(t.Context(), id)) // of which there is word of its own
						equal(t, "in the outbox", w.outbox(), 0)
						if name == "the message is gone" {
							contains(t, "the message", w.message().Text, "Round half")
							return
						}
						w.threaded()
					})
				})
				if survived || t.Failed() {
					break
				}
			}
		}
	}
}
