package worker_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// faults.md B15
func TestAMessageThatWasDeletedIsPostedAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.told()
		first := w.message().TS
		ok(t, w.slack.DeleteMessage(channel, first))
		w.tell()
		ok(t, w.Deliver(t.Context(), id))
		w.sent()
		w.tell()
		ok(t, w.Deliver(t.Context(), id))
		w.sent()
	})
}

// faults.md B15
func TestAChannelThatIsGoneIsReplacedByTheFallback(t *testing.T) {
	for name, lose := range map[string]func(*world) error{
		"archived":    func(w *world) error { return w.slack.Archive(channel) },
		"app removed": func(w *world) error { return w.slack.RemoveApp(channel) },
	} {
		t.Run(name+" before", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				ok(t, lose(w))
				w.told()
				equal(t, "channel", w.message().Channel, fallback)
				equal(t, "looked for", len(w.wire.at("conversations.history")), 0)
				w.tell()
				ok(t, w.Deliver(t.Context(), id))
				w.sent()
			})
		})
		t.Run(name+" half-way", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.told()
				ok(t, lose(w))
				w.tell()
				ok(t, w.Deliver(t.Context(), id))
				equal(t, "messages in the fallback", len(w.seen(ben, fallback)), 1)
				contains(t, "the message", w.seen(ben, fallback)[0].Text, "state 2;")
				equal(t, "in the outbox", w.outbox(), 0)
			})
		})
	}
}

// faults.md B15
func TestANoticeWithNowhereToGoIsLoggedAndDropped(t *testing.T) {
	for name, lose := range map[string]func(*world){
		"the fallback is gone": func(w *world) { ok(w.t, w.slack.Archive(fallback)) },
		"there is no fallback": func(w *world) { w.Fallback = "" },
		"it is the fallback":   func(w *world) { w.Fallback = channel },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				ok(t, w.slack.Archive(channel))
				lose(w)
				for range 3 {
					w.tell()
					ok(t, w.Deliver(t.Context(), id))
					equal(t, "in the outbox", w.outbox(), 0)
				}
				equal(t, "told the log", strings.Count(w.log.String(), "a notice has no channel to go to"), 3)
				w.Fallback = fallback
				if name != "the fallback is gone" { // once there is somewhere to go, the next state goes there
					w.tell()
					ok(t, w.Deliver(t.Context(), id))
					w.sent()
				}
			})
		})
	}
}

// faults.md B16
func TestANoticeThatSlackDoesNotTakeIsDeliveredAgain(t *testing.T) {
	for name, fail := range map[string]func(*world, string){
		"429 for 30 s":   func(w *world, method string) { w.slack.RateLimit(method, 30*time.Second, 1) },
		"429 for 1 h":    func(w *world, method string) { w.slack.RateLimit(method, time.Hour, 1) },
		"internal_error": func(w *world, method string) { w.slack.Fail(method, "internal_error", 1) },
		"hangs once":     func(w *world, method string) { w.wire.effect = once("/api/"+method, hang) },
	} {
		for _, method := range []string{"chat.postMessage", "chat.update"} {
			t.Run(name+" "+method, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := newWorld(t)
					if method == "chat.update" {
						w.told()
					}
					w.tell()
					fail(w, method)
					if err := w.Deliver(t.Context(), id); err == nil {
						t.Error("it was taken for sent")
					}
					equal(t, "in the outbox", w.outbox(), 1)
					ok(t, w.Deliver(t.Context(), id))
					w.sent()
				})
			})
		}
	}
}

func once(path string, fault func(*http.Request, func() error) error) func(*http.Request, func() error) error {
	left := 1
	return func(q *http.Request, do func() error) error {
		if q.URL.Path != path || left == 0 {
			return do()
		}
		left--
		return fault(q, do)
	}
}

// faults.md B15, B16
func TestARolloutNeverWaitsForSlack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.tell()
		w.wire.effect = hang
		sending := make(chan error)
		go func() { sending <- w.Deliver(t.Context(), id) }()
		began := time.Now()
		for range 10 {
			w.tell()
		}
		soon(t, "ten states", time.Since(began))
		if err := <-sending; err == nil {
			t.Error("a hanging Slack took the notice")
		}
		w.wire.effect = nil
		ok(t, w.Deliver(t.Context(), id))
		w.sent()
	})
}

func TestANoticeThatMakesNoSenseIsNeitherSentNorLost(t *testing.T) {
	for name, n := range map[string]rollout.Notice{
		"of a rollout that is gone": {ID: id, Version: 1, Kind: rollout.Progress, Channel: channel, Rollout: "01GONE"},
		"of a kind yet unknown":     {ID: id, Version: 1, Kind: "fireworks", Channel: channel},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				ok(t, w.disk.Commit(t.Context(), rollout.Change{Put: []rollout.Record{n}}))
				if err := w.Deliver(t.Context(), id); err == nil {
					t.Error("it was taken for sent")
				}
				equal(t, "calls", len(w.wire.calls), 0)
				equal(t, "in the outbox", w.outbox(), 1)
			})
		})
	}
}

func TestAStoreThatFailsIsAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.tell()
		w.store.lost = true
		if err := w.Deliver(t.Context(), id); err == nil {
			t.Error("it was taken for sent")
		}
	})
}
