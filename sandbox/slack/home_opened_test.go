package slack_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// insecure is a server whose certificate nobody knows.
func insecure(r *http.Request) (*http.Response, error) {
	server := httptest.NewUnstartedServer(nil)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	req, err := http.NewRequestWithContext(r.Context(), http.MethodGet, server.URL, nil)
	if err != nil {
		return nil, err
	}
	return http.DefaultTransport.RoundTrip(req)
}

func TestOpeningHomeIsTold(t *testing.T) {
	w, in := subscribed(t, "app_home_opened")
	d, err := w.OpenHome(t.Context(), ana, "home")
	ok(t, err)
	equal(t, "status", d.Status, http.StatusOK)
	var got struct{ Event map[string]any }
	ok(t, json.Unmarshal([]byte(in.bodies[0]), &got))
	equal(t, "type", got.Event["type"], any("app_home_opened"))
	equal(t, "user", got.Event["user"], any(ana))
	equal(t, "tab", got.Event["tab"], any("home"))
	equal(t, "in direct messages", strings.HasPrefix(fmt.Sprint(got.Event["channel"]), "D"), true)
	for name, c := range map[string]struct{ user, tab, want string }{
		"nobody": {"UNONE", "home", "user_not_found"}, "no tab": {ana, "about", "invalid_tab"},
	} {
		_, err := w.OpenHome(t.Context(), c.user, c.tab)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
	published := w.call("views.publish", map[string]string{"user_id": ana, "view": `{"type":"home","blocks":[{"type":"divider"}]}`})
	equal(t, "published", published["ok"], any(true))
	_, err = w.OpenHome(t.Context(), ana, "home")
	ok(t, err)
	equal(t, "with the view", strings.Contains(in.bodies[1], `"type":"divider"`), true)
	in.fail = 1
	d, err = w.OpenHome(t.Context(), ana, "messages")
	ok(t, err)
	equal(t, "error", d.Error, "http_error")
	equal(t, "taken at the retry", w.retry().IsZero(), true)
	equal(t, "tries", len(in.bodies), 4)
}

func TestNobodyIsToldOfWhatTheyDidNotSubscribeTo(t *testing.T) {
	w, in := subscribed(t, "message.groups")
	d, err := w.OpenHome(t.Context(), ana, "home")
	ok(t, err)
	equal(t, "status", d.Status, 0)
	_, err = w.Say(ana, channel, "hi <@UBOT>", "")
	ok(t, err)
	ok(t, w.RemoveApp(channel))
	equal(t, "next", w.retry().IsZero(), true)
	equal(t, "events", len(in.bodies), 0)
}

func TestTheAppHearsWhoComesAndGoes(t *testing.T) {
	w, in := subscribed(t, "member_joined_channel", "channel_left")
	_, _, _, err := w.client.JoinConversation("CRANDOM")
	ok(t, err)
	ok(t, w.RemoveApp("CRANDOM"))
	w.retry()
	equal(t, "events", strings.Join(in.said(t), ", "), "member_joined_channel, channel_left")
}

func TestTheAppProvesThatItIsThere(t *testing.T) {
	w, _ := subscribed(t)
	for name, c := range map[string]struct {
		answer func(challenge string) string
		want   string
	}{
		"plain":   {func(c string) string { return c + "\n" }, ""},
		"form":    {func(c string) string { return "challenge=" + c }, ""},
		"JSON":    {func(c string) string { return `{"challenge":"` + c + `"}` }, ""},
		"nothing": {func(string) string { return "" }, "challenge_failed"},
		"another": {func(string) string { return `{"challenge":"x"}` }, "challenge_failed"},
	} {
		t.Run(name, func(t *testing.T) {
			w.answer(func(rw http.ResponseWriter, r *http.Request) {
				var p struct{ Type, Challenge string }
				if err := json.NewDecoder(r.Body).Decode(&p); err != nil || p.Type != "url_verification" {
					t.Errorf("got %+v, %v", p, err)
				}
				_, _ = rw.Write([]byte(c.answer(p.Challenge)))
			})
			d, err := w.Verify(t.Context())
			ok(t, err)
			equal(t, "error", d.Error, c.want)
		})
	}
	w.answer(func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusNotFound) })
	d, err := w.Verify(t.Context())
	ok(t, err)
	equal(t, "error", d.Error, "http_error")
}

func TestAnEventStaysDueWhenItsSenderGoesAway(t *testing.T) {
	w, in := subscribed(t, "message.channels")
	_, err := w.Say(ana, channel, "hi", "")
	ok(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err = w.Retry(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	w.retry()
	equal(t, "tries", strings.Join(in.retry, " "), "")
	equal(t, "events", len(in.bodies), 1)

	_, err = w.Say(ana, channel, "again", "")
	ok(t, err)
	w.disk.full = true
	if _, err := w.Retry(t.Context()); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}

func TestPeopleReadTheirOwnClockBesideAMessage(t *testing.T) {
	w := newWorld(t)
	stamp := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	w.opts.Stamp = func() time.Time { return stamp }
	w.reopen()
	first, err := w.Say(ana, channel, "x", "")
	ok(t, err)
	posted := stamp.Unix()
	stamp = stamp.Add(-time.Hour)
	seen := w.seen(ana)
	equal(t, "read", seen[0].At, posted)
	equal(t, "its own time is Slack's", strings.HasPrefix(first, fmt.Sprint(w.opts.Now().Unix())), true)

	second := w.post("y")
	w.call("chat.update", map[string]string{"channel": channel, "ts": second, "text": "z"})
	w.reopen()
	seen = w.seen(ana)
	equal(t, "an edit changes nothing", seen[len(seen)-1].At, stamp.Unix())
}

func TestEveryEventIsTakenOnceOrTriedFourTimes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := quiet(t)
		tries, taken := map[string]int{}, map[string]int{}
		w.opts.Events = []string{"message.channels"}
		w.opts.HTTP = &http.Client{Transport: wire(func(r *http.Request) (*http.Response, error) {
			var e struct {
				ID string `json:"event_id"`
			}
			ok(t, json.NewDecoder(r.Body).Decode(&e))
			tries[e.ID]++
			rec := httptest.NewRecorder()
			if rapid.Bool().Draw(rt, "fails") {
				rec.WriteHeader(http.StatusBadGateway)
			} else {
				taken[e.ID]++
			}
			return rec.Result(), nil
		})}
		w.reopen()
		said := rapid.IntRange(1, 4).Draw(rt, "messages")
		for range said {
			_, err := w.Say(ana, channel, "x", "")
			ok(t, err)
			w.clock.forward(time.Duration(rapid.IntRange(0, 90).Draw(rt, "seconds")) * time.Second)
			w.retry()
			if rapid.Bool().Draw(rt, "crash") {
				w.reopen()
			}
		}
		w.clock.forward(time.Minute)
		w.retry()
		w.clock.forward(5 * time.Minute)
		w.retry()
		if next := w.retry(); !next.IsZero() {
			w.clock.forward(5 * time.Minute)
			w.retry()
		}
		for id, n := range tries {
			if n > 4 || taken[id] > 1 || taken[id] == 0 && n != 4 {
				rt.Fatalf("%s: %d tries, taken %d times", id, n, taken[id])
			}
		}
		if len(tries) != said {
			rt.Fatalf("%d events of %d messages", len(tries), said)
		}
	})
}
