package slack_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

const (
	token   = "xoxb-right"
	secret  = "8f742231b10e8888abcd99yyyzzz85a5"
	bot     = "UBOT"
	ana     = "UANA"
	ben     = "UBEN"
	guest   = "UGUEST"
	channel = "CCHECKOUT"
)

// clock stands still until a test moves it.
type clock struct{ nanos atomic.Int64 }

func (c *clock) now() time.Time          { return time.Unix(0, c.nanos.Load()) }
func (c *clock) forward(d time.Duration) { c.nanos.Add(int64(d)) }

// disk is a Disk in memory that outlives a workspace and can break.
type disk struct {
	mu     sync.Mutex
	rows   map[string][]byte
	full   bool
	writes int // how many there were
}

var errFull = errors.New("disk full")

func (d *disk) Write(rows map[string][]byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.full {
		return errFull
	}
	d.writes++
	for key, value := range rows {
		if d.rows[key] = slices.Clone(value); value == nil {
			delete(d.rows, key)
		}
	}
	return nil
}

func (d *disk) Each(prefix string, fn func(string, []byte) error) error {
	d.mu.Lock()
	rows := maps.Clone(d.rows)
	d.mu.Unlock()
	for key, value := range rows {
		if strings.HasPrefix(key, prefix) {
			if err := fn(key, value); err != nil {
				return err
			}
		}
	}
	return nil
}

// world is a workspace with a server around it and an app beside it.
type world struct {
	*slack.Workspace
	t      testing.TB
	clock  *clock
	disk   *disk
	opts   slack.Options
	url    string
	client *slackgo.Client
	app    atomic.Pointer[http.HandlerFunc]
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := quiet(t)
	w.answer(func(http.ResponseWriter, *http.Request) {})
	app := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		(*w.app.Load())(rw, r)
	}))
	t.Cleanup(app.Close)
	server := httptest.NewUnstartedServer(nil)
	w.url = "http://" + server.Listener.Addr().String()
	w.opts.RequestURL, w.opts.PublicURL = app.URL, w.url
	w.reopen()
	server.Config.Handler = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.Handler().ServeHTTP(rw, r)
	})
	server.Start()
	t.Cleanup(server.Close)
	w.client = slackgo.New(token, slackgo.OptionAPIURL(w.url+"/api/"))
	return w
}

// quiet is a world without servers: only its people act.
func quiet(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, clock: &clock{}, disk: &disk{rows: map[string][]byte{}}}
	w.clock.nanos.Store(time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC).UnixNano())
	var ids atomic.Int64
	w.opts = slack.Options{
		TeamID: "TTEAM", AppID: "AAPP", BotToken: token, BotUserID: bot, SigningSecret: secret,
		Users: []slack.User{
			{ID: ana, Name: "ana", RealName: "Ana Silva", DisplayName: "ana", TZ: "Europe/Lisbon"},
			{ID: ben, Name: "ben", RealName: "Ben Ito", IsAdmin: true},
			{ID: guest, Name: "gil", RealName: "Gil Guest", IsRestricted: true, IsUltraRestricted: true},
			{ID: bot, Name: "shipbot", IsBot: true},
			{ID: "UGONE", Name: "gone", TZ: "Europe/Rome", Deleted: true},
			{ID: "USTRANGER", Name: "sam", IsStranger: true, TeamID: "TOTHER"},
		},
		Channels: []slack.Channel{
			{ID: channel, Name: "checkout", Topic: "money", Members: []string{ana, ben, guest, bot, "UGONE"}},
			{ID: "CRANDOM", Name: "random", Members: []string{ana}},
			{ID: "CSECRET", Name: "secret", Members: []string{ben}, IsPrivate: true},
			{ID: "COLD", Name: "old", Members: []string{ana, bot}, IsArchived: true},
			{ID: "CSHARED", Name: "shared", Members: []string{ana, bot, "USTRANGER"}, IsExtShared: true},
		},
		Now:   w.clock.now,
		NewID: func(prefix string) string { return fmt.Sprintf("%s%06d", prefix, ids.Add(1)) },
		Disk:  w.disk,
	}
	w.reopen()
	return w
}

// reopen is what a crash and a new start do.
func (w *world) reopen() {
	w.t.Helper()
	opened, err := slack.New(w.opts)
	ok(w.t, err)
	w.Workspace = opened
}

func (w *world) answer(h http.HandlerFunc) { w.app.Store(&h) }

// call posts a form as curl would and gives the decoded answer. The clock moves
// so that no rate limit is in the way.
func (w *world) call(method string, form map[string]string) map[string]any {
	w.t.Helper()
	w.clock.forward(4 * time.Second)
	values := url.Values{"token": {token}}
	for name, value := range form {
		values.Set(name, value)
	}
	return w.do(http.MethodPost, "/api/"+method, "application/x-www-form-urlencoded", values.Encode(), "")
}

func (w *world) do(verb, path, contentType, body, bearer string) map[string]any {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), verb, w.url+path, strings.NewReader(body))
	ok(w.t, err)
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	if bearer != "" {
		req.Header.Set("Authorization", "Bearer "+bearer)
	}
	resp, err := http.DefaultClient.Do(req)
	ok(w.t, err)
	defer func() { _ = resp.Body.Close() }()
	var out map[string]any
	ok(w.t, json.NewDecoder(resp.Body).Decode(&out))
	out["status"] = resp.StatusCode
	return out
}

// post posts a message as the app and returns its ts.
func (w *world) post(text string, more ...slackgo.MsgOption) string {
	w.t.Helper()
	w.clock.forward(time.Second)
	_, ts, err := w.client.PostMessage(channel, append(more, slackgo.MsgOptionText(text, false))...)
	ok(w.t, err)
	return ts
}

// seen are the messages that a user sees in the channel.
func (w *world) seen(userID string) []slack.MessageView {
	w.t.Helper()
	for _, c := range w.View(userID).Channels {
		if c.ID == channel {
			return c.Messages
		}
	}
	return nil
}

func texts(list []slack.MessageView) (out []string) {
	for _, m := range list {
		out = append(out, m.Text)
	}
	return out
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// refused checks for one of Slack's error codes.
func refused(t testing.TB, err error, code string) {
	t.Helper()
	var own *slack.Error
	if errors.As(err, &own) {
		equal(t, "error", own.Code, code)
		return
	}
	var theirs slackgo.SlackErrorResponse
	if !errors.As(err, &theirs) {
		t.Errorf("error: got %v, want %s", err, code)
		return
	}
	equal(t, "error", theirs.Err, code)
}

func toJSON(t testing.TB, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	ok(t, err)
	return string(raw)
}

// button is an actions block with one button.
func button(actionID, value string) slackgo.Block {
	return slackgo.NewActionBlock("row", slackgo.NewButtonBlockElement(actionID, value,
		slackgo.NewTextBlockObject(slackgo.PlainTextType, "Press", false, false)).WithStyle(slackgo.StyleDanger))
}
