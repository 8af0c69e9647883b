package client_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/rollout"
)

// ways are the calls that show a message.
func ways() map[string]func(*world, views.Message) error {
	return map[string]func(*world, views.Message) error{
		"chat.postMessage": func(w *world, m views.Message) error {
			_, err := w.Post(w.t.Context(), channel, "", m)
			return err
		},
		"chat.update": func(w *world, m views.Message) error {
			return w.Update(w.t.Context(), channel, w.post(plain("before")), m)
		},
		"chat.postEphemeral": func(w *world, m views.Message) error {
			return w.Ephemeral(w.t.Context(), channel, ana, m)
		},
	}
}

func TestAMessageIsPostedAndEditedInPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		ts := w.post(about("01ROLLOUT"))
		ok(t, w.Update(t.Context(), channel, ts, plain("and now")))
		seen := w.seen(ben)
		equal(t, "messages", len(seen), 1)
		equal(t, "ts", seen[0].TS, ts)
		equal(t, "text", seen[0].Text, "and now")
		equal(t, "metadata", string(seen[0].Metadata), `{"event_type":"slipway_rollout","event_payload":{"rollout":"01ROLLOUT"}}`)
		equal(t, "unfurled", strings.Contains(w.wire.calls[0].body, "unfurl_links=false&unfurl_media=false"), true)
	})
}

func TestAnEphemeralMessageIsForOnePersonOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		ok(t, w.Ephemeral(t.Context(), channel, ana, plain("only you")))
		equal(t, "ana sees", len(w.seen(ana)), 1)
		equal(t, "ana sees it as ephemeral", w.seen(ana)[0].Ephemeral, true)
		equal(t, "ben sees", len(w.seen(ben)), 0)
	})
}

// faults.md B16
func TestBlocksThatTheWorkspaceDoesNotTakeAreSentInPlainerOnes(t *testing.T) {
	for name, show := range ways() {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				ok(t, show(w, tooLong("in short")))
				seen := w.seen(ana)
				equal(t, "blocks", strings.Contains(string(seen[0].Blocks), "in short"), true)
				equal(t, "calls", w.wire.count("/api/"+name), 2)
			})
		})
	}
}

// faults.md B16
func TestARefusalThatPlainerBlocksDoNotMendIsNotTriedAgain(t *testing.T) {
	for _, code := range []string{"msg_too_long", "invalid_auth", "internal_error"} {
		for name, show := range ways() {
			t.Run(code+" "+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := newWorld(t)
					w.Fail(name, code, 1)
					if err := show(w, tooLong("in short")); err == nil || !strings.HasSuffix(err.Error(), ": "+code) {
						t.Errorf("got %v, want %s", err, code)
					}
					equal(t, "calls", w.wire.count("/api/"+name), 1)
				})
			})
		}
	}
}

// faults.md B16
func TestBlocksWithoutPlainerOnesAreRefusedForGood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		m := tooLong("in short")
		m.Fallback = nil
		if _, err := w.Post(t.Context(), channel, "", m); err == nil {
			t.Error("blocks that break a limit were posted")
		}
		equal(t, "calls", w.wire.count("/api/chat.postMessage"), 1)
	})
}

// faults.md B15
func TestAMessageThatIsGoneIsSaidToBe(t *testing.T) {
	for name, lose := range map[string]func(*world) (ts string){
		"deleted by somebody": func(w *world) string {
			ts := w.post(plain("hello"))
			ok(w.t, w.DeleteMessage(channel, ts))
			return ts
		},
		"never there": func(*world) string { return "1700000000.000100" },
		"written by a person": func(w *world) string {
			ts, err := w.Say(ana, channel, "hello", "")
			ok(w.t, err)
			return ts
		},
		"too old to be edited": func(w *world) string {
			w.Fail("chat.update", "edit_window_closed", 1)
			return w.post(plain("hello"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				missing(t, w.Update(t.Context(), channel, lose(w), plain("edited")), "message", channel)
			})
		})
	}
}

// faults.md B15
func TestAChannelThatIsGoneIsSaidToBe(t *testing.T) {
	for name, lose := range map[string]func(*world) (channel string){
		"archived":      func(w *world) string { ok(w.t, w.Archive(channel)); return channel },
		"app removed":   func(w *world) string { ok(w.t, w.RemoveApp(channel)); return channel },
		"deleted":       func(*world) string { return "CDELETED" },
		"private":       func(*world) string { return "CPRIVATE" },
		"announcements": func(w *world) string { w.Fail("chat.postMessage", "restricted_action", 1); return channel },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				at := lose(w)
				_, err := w.Post(t.Context(), at, "", plain("hello"))
				missing(t, err, "channel", at)
			})
		})
	}
	t.Run("archived, and edited in", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			ts := w.post(plain("hello"))
			ok(t, w.Archive(channel))
			missing(t, w.Update(t.Context(), channel, ts, plain("edited")), "channel", channel)
		})
	})
	t.Run("frozen, and edited in", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.Fail("chat.update", "is_inactive", 1)
			missing(t, w.Update(t.Context(), channel, w.post(plain("hello")), plain("edited")), "channel", channel)
		})
	})
}

// faults.md B16
func TestOnlyAShortRetryAfterIsWaitedFor(t *testing.T) {
	for _, c := range []struct {
		name    string
		limit   func(*world)
		waits   time.Duration
		posted  bool
		wantErr bool
	}{
		{"1 s", func(w *world) { w.RateLimit("chat.postMessage", time.Second, 1) }, time.Second, true, false},
		{"3 s", func(w *world) { w.RateLimit("chat.postMessage", 3*time.Second, 1) }, 3 * time.Second, true, false},
		{"1 s, twice", func(w *world) { w.RateLimit("chat.postMessage", time.Second, 2) }, time.Second, false, true},
		{"30 s", func(w *world) { w.RateLimit("chat.postMessage", 30*time.Second, 1) }, 0, false, true},
		{"an hour", func(w *world) { w.RateLimit("chat.postMessage", time.Hour, 1) }, 0, false, true},
		{"negative", func(w *world) { w.wire.fault = answers(429, "", "Retry-After", "-9") }, 0, false, true},
		{"no Retry-After", func(w *world) { w.wire.fault = answers(429, "") }, 0, false, true},
		{"a 200 that says so", func(w *world) { w.Fail("chat.postMessage", "ratelimited", 1) }, 0, false, true},
		{"in other words", func(w *world) { w.Fail("chat.postMessage", "rate_limited", 1) }, 0, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				c.limit(w)
				began := time.Now()
				_, err := w.Post(t.Context(), channel, "", plain("hello"))
				equal(t, "waited", time.Since(began), c.waits)
				equal(t, "posted", len(w.seen(ana)) == 1, c.posted)
				equal(t, "throttled", rollout.IsKind(err, rollout.Throttled), c.wantErr)
			})
		})
	}
}

func TestWaitingForTheRateLimitEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.RateLimit("chat.postMessage", 3*time.Second, 1)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := w.Post(ctx, channel, "", plain("hello"))
		equal(t, "gave up", errors.Is(err, context.DeadlineExceeded), true)
		equal(t, "calls", w.wire.count("/api/chat.postMessage"), 1)
	})
}

// faults.md B16
func TestASlackThatHangsIsWaitedForTenSeconds(t *testing.T) {
	for name, show := range ways() {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.wire.fault, w.wire.only = hangs, "/api/"+name
				began := time.Now()
				if err := show(w, plain("hello")); err == nil {
					t.Error("no answer was taken for a good one")
				}
				equal(t, "waited", time.Since(began), 10*time.Second)
			})
		})
	}
}

// faults.md B16
func TestAnOutageIsNeitherGoneNorThrottled(t *testing.T) {
	for name, fault := range map[string]fault{
		"500":       answers(500, "<html>"),
		"503":       answers(503, ""),
		"no JSON":   answers(200, "<html>"),
		"truncated": answers(200, `{"ok":tr`),
		"unplugged": breaks,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.wire.fault = fault
				_, err := w.Post(t.Context(), channel, "", plain("hello"))
				var gone *rollout.MissingError
				if err == nil || errors.As(err, &gone) || rollout.IsKind(err, rollout.Throttled) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}
