package slack_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	slackgo "github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

const appToken = "xapp-right"

// socketed is a world whose app is in Socket Mode, and has nothing open yet.
func socketed(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.opts.AppToken = appToken
	w.opts.Events = []string{"app_home_opened"}
	w.reopen()
	w.answer(func(http.ResponseWriter, *http.Request) { t.Error("an app in Socket Mode was sent a request") })
	return w
}

// connect opens connections as the real client does, and gives everything that comes to
// answer, until the test ends.
func (w *world) connect(n int, answer func(c *socketmode.Client, r socketmode.Request)) {
	w.t.Helper()
	before := w.Connections()
	for range n {
		c := socketmode.New(slackgo.New(token, slackgo.OptionAPIURL(w.url+"/api/"), slackgo.OptionAppLevelToken(appToken)))
		ctx, end := context.WithCancel(w.t.Context())
		ended := make(chan error, 1)
		go func() { ended <- c.RunContext(ctx) }()
		go func() {
			for {
				select {
				case e := <-c.Events:
					if e.Request != nil && e.Request.EnvelopeID != "" {
						answer(c, *e.Request)
					}
				case <-ctx.Done():
					return
				}
			}
		}()
		w.t.Cleanup(func() {
			end()
			<-ended //nolint:errcheck // the context's
		})
	}
	w.connected(before + n)
}

// connected waits until there are so many connections.
func (w *world) connected(n int) {
	w.t.Helper()
	for range 1000 {
		if w.Connections() == n {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	w.t.Fatalf("%d connections, want %d", w.Connections(), n)
}

func TestWhatAnAppWouldBeSentComesInEnvelopes(t *testing.T) {
	w := socketed(t)
	seen := make(chan socketmode.Request, 10)
	w.connect(2, func(c *socketmode.Client, r socketmode.Request) {
		seen <- r
		ok(t, c.Ack(r, map[string]any{"text": "looking"}))
	})

	d, err := w.Command(t.Context(), ana, channel, "/deploy", "prod abc & co")
	ok(t, err)
	equal(t, "error", d.Error, "")
	r := <-seen
	var command struct{ Command, Text, Response_URL, Team_ID string }
	ok(t, json.Unmarshal(r.Payload, &command))
	equal(t, "text", command.Text, "prod abc & co")
	equal(t, "team", command.Team_ID, "TTEAM")
	equal(t, "answer", texts(w.seen(ana))[0], "looking")

	ts := w.post("press", slackgo.MsgOptionBlocks(button("ship", "01")))
	d, err = w.Click(t.Context(), ana, channel, ts, "ship", "")
	ok(t, err)
	equal(t, "error", d.Error, "")
	r = <-seen
	equal(t, "type", r.Type, "interactive")
	if !strings.Contains(string(r.Payload), `"block_actions"`) || !r.AcceptsResponsePayload {
		t.Errorf("%+v", r)
	}

	d, err = w.OpenHome(t.Context(), ana, "home")
	ok(t, err)
	r = <-seen
	equal(t, "event", r.Type, "events_api")
	equal(t, "what the app answers to an event", string(d.Body), "")
	equal(t, "it takes an answer", r.AcceptsResponsePayload, false)
}

// Nobody hears of what is not answered: people see that it has failed, and an event comes
// again.
func TestWhatIsNotAnsweredHasFailed(t *testing.T) {
	w := socketed(t)
	d, err := w.Command(t.Context(), ana, channel, "/deploy", "")
	ok(t, err)
	equal(t, "without a connection", d.Error, "dispatch_failed")

	seen := make(chan socketmode.Request, 10)
	w.connect(1, func(c *socketmode.Client, r socketmode.Request) {
		seen <- r
		if r.RetryAttempt > 0 {
			ok(t, c.Ack(r))
		}
	})
	d, err = w.OpenHome(t.Context(), ana, "home")
	ok(t, err)
	equal(t, "without an answer", d.Error, "http_timeout")
	_, err = w.Retry(t.Context())
	ok(t, err)
	if first, second := <-seen, <-seen; second.RetryAttempt != 1 || second.RetryReason != "http_timeout" || string(first.Payload) != string(second.Payload) {
		t.Errorf("%+v then %+v", first, second)
	}
}

// Slack ends connections every few hours. The real client opens them anew, and nothing is
// lost meanwhile.
func TestConnectionsEndAndComeAnew(t *testing.T) {
	w := socketed(t)
	w.connect(2, func(c *socketmode.Client, r socketmode.Request) { _ = c.Ack(r) })
	for _, end := range []func() bool{
		func() bool { return w.Disconnect("refresh_requested") }, w.Cut, func() bool { return w.Disconnect("warning") },
	} {
		equal(t, "there was one", end(), true)
		for range 3 {
			d, err := w.Command(t.Context(), ana, channel, "/deploy", "status")
			ok(t, err)
			equal(t, "error", d.Error, "")
		}
		w.connected(2)
	}
}

func TestOnlyTheAppOpensConnections(t *testing.T) {
	w := socketed(t)
	open := func(token string) map[string]any {
		w.clock.forward(2 * time.Second)
		return w.do(http.MethodPost, "/api/apps.connections.open", "", "", token)
	}
	equal(t, "no token", open("")["error"], any("not_authed"))
	equal(t, "the bot's", open(token)["error"], any("not_allowed_token_type"))
	equal(t, "a wrong one", open("xapp-wrong")["error"], any("invalid_auth"))
	equal(t, "another method by the app's", w.do(http.MethodPost, "/api/auth.test", "", "", appToken)["error"], any("not_allowed_token_type"))

	address, _ := open(appToken)["url"].(string)
	http1 := "http" + strings.TrimPrefix(address, "ws")
	get := func(address string) int {
		resp, err := http.Get(address) //nolint:noctx // our own server
		ok(t, err)
		ok(t, resp.Body.Close())
		return resp.StatusCode
	}
	equal(t, "an address without a handshake", get(http1), http.StatusBadRequest)
	equal(t, "an address is good once", get(http1), http.StatusNotFound)
	address, _ = open(appToken)["url"].(string)
	w.clock.forward(time.Minute)
	equal(t, "an address that is old", get("http"+strings.TrimPrefix(address, "ws")), http.StatusNotFound)
}

func TestConnectionsAreOpenedAsFastAsTheirTierAllows(t *testing.T) {
	w := socketed(t)
	calls := 0
	for w.do(http.MethodPost, "/api/apps.connections.open", "", "", appToken)["ok"] == true {
		calls++
	}
	equal(t, "calls", calls, 50)
}
