package slack_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	slackgo "github.com/slack-go/slack"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

// wait is how long Slack's client was told to wait.
func wait(t testing.TB, err error) time.Duration {
	t.Helper()
	var limited *slackgo.RateLimitedError
	if !errors.As(err, &limited) {
		t.Fatalf("got %v, want a 429", err)
	}
	return limited.RetryAfter
}

func TestAMethodThatIsCalledTooOftenSaysHowLongToWait(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		name  string
		burst int
		wait  time.Duration
		call  func() error
	}{
		{"chat.postMessage, in a channel", 5, time.Second, func() error {
			_, _, err := w.client.PostMessage(channel, slackgo.MsgOptionText("x", false))
			return err
		}},
		{"conversations.list, tier 2", 20, 3 * time.Second, func() error {
			_, _, err := w.client.GetConversations(&slackgo.GetConversationsParameters{})
			return err
		}},
		{"conversations.info, tier 3", 50, 2 * time.Second, func() error {
			_, err := w.client.GetConversationInfo(&slackgo.GetConversationInfoInput{ChannelID: channel})
			return err
		}},
		{"users.info, tier 4", 100, time.Second, func() error { _, err := w.client.GetUserInfo(ana); return err }},
		{"auth.test, special", 300, time.Second, func() error { _, err := w.client.AuthTest(); return err }},
	} {
		t.Run(c.name, func(t *testing.T) {
			for range c.burst {
				ok(t, c.call())
			}
			equal(t, "wait", wait(t, c.call()), c.wait)
			w.clock.forward(c.wait)
			ok(t, c.call())
		})
	}
}

func TestOneBusyChannelDoesNotSlowAnother(t *testing.T) {
	w := newWorld(t)
	for range 5 {
		_, _, err := w.client.PostMessage(channel, slackgo.MsgOptionText("x", false))
		ok(t, err)
	}
	_, _, err := w.client.PostMessage("#checkout", slackgo.MsgOptionText("x", false))
	wait(t, err)
	_, _, err = w.client.PostMessage("CSHARED", slackgo.MsgOptionText("x", false))
	ok(t, err)
}

func TestATestCanForceTrouble(t *testing.T) {
	w := newWorld(t)
	ts := w.post("x")
	update := func() error {
		_, _, _, err := w.client.UpdateMessage(channel, ts, slackgo.MsgOptionText("y", false))
		return err
	}
	w.RateLimit("chat.update", 1500*time.Millisecond, 2)
	equal(t, "wait", wait(t, update()), 2*time.Second)
	equal(t, "wait", wait(t, update()), 2*time.Second)
	ok(t, update())
	w.Fail("chat.update", "fatal_error", 1)
	refused(t, update(), "fatal_error")
	ok(t, update())
	before := toJSON(t, w.View(ana))
	look := w.View(ana)
	ok(t, w.RemoveApp(channel))
	equal(t, "what was looked at before", toJSON(t, look), before)
	refused(t, update(), "not_in_channel")
	ok(t, w.Archive(channel))
	refused(t, update(), "is_inactive")
	refused(t, w.Archive("CNONE"), "channel_not_found")
	refused(t, w.DeleteMessage(channel, "1.2"), "message_not_found")
}

func TestNoPaceOfPostingBeatsTheLimit(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := quiet(t)
		handler := w.Handler()
		post := func() int {
			req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/chat.postMessage?text=x&channel="+channel, nil)
			req.Header.Set("Authorization", "Bearer "+token)
			rec := httptest.NewRecorder()
			handler.ServeHTTP(rec, req)
			return rec.Code
		}
		posted, forward := 0, time.Duration(0)
		for range 20 {
			pause := time.Duration(rapid.Int64Range(-int64(time.Second), int64(2*time.Second)).Draw(rt, "pause"))
			forward += max(0, pause)
			w.clock.forward(pause)
			if post() == http.StatusOK {
				posted++
			}
			if most := 5 + int(forward/time.Second); posted > most {
				rt.Fatalf("%d posted, at most %d are allowed", posted, most)
			}
		}
		if posted < 5 {
			rt.Fatalf("only %d posted of a burst of 5", posted)
		}
	})
}

func TestEveryMethodHasTheTierOfItsPage(t *testing.T) {
	const tier2, tier3, tier4, special = 20, 50, 100, 300
	tiers := map[string]int{
		"api.test": tier4, "auth.test": special, "bots.info": tier3, "team.info": tier3,
		"chat.delete": tier3, "chat.getPermalink": special, "chat.postEphemeral": tier4,
		"chat.postMessage": special, "chat.unfurl": tier3, "chat.update": tier3,
		"conversations.history": tier3, "conversations.info": tier3, "conversations.join": tier3,
		"conversations.list": tier2, "conversations.members": tier4, "conversations.open": tier3, "conversations.replies": tier3,
		"files.completeUploadExternal": tier4, "files.delete": tier3, "files.getUploadURLExternal": tier4, "files.info": tier4,
		"reactions.add": tier3, "reactions.get": tier3, "reactions.remove": tier2,
		"usergroups.list": tier2, "usergroups.users.list": tier2,
		"users.conversations": tier3, "users.info": tier4, "users.list": tier2, "users.lookupByEmail": tier3,
		"views.open": tier4, "views.publish": tier4, "views.push": tier4, "views.update": tier4,
	}
	w := quiet(t)
	handler := w.Handler()
	for _, name := range slack.Methods() {
		if name == "apps.connections.open" { // by another token: socket_test.go
			continue
		}
		calls := 0
		for code := http.StatusOK; code == http.StatusOK; calls++ {
			req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/"+name, nil)
			req.Header.Set("Authorization", "Bearer "+token)
			rec := httptest.NewRecorder()
			handler.ServeHTTP(rec, req)
			code = rec.Code
		}
		equal(t, name, calls-1, tiers[name])
	}
}
