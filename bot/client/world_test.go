package client_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	slackgo "github.com/slack-go/slack"
	"go.uber.org/goleak"

	"github.com/slipway-dev/slipway/bot/client"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	token   = "xoxb-canary-token"
	origin  = "https://slack.test"
	team    = "TTEAM"
	ana     = "UANA"
	ben     = "UBEN"
	channel = "CCHECKOUT"
)

// world is a simulated workspace with the client beside it, in a bubble of time.
type world struct {
	*slack.Workspace
	*client.Client
	t    *testing.T
	wire *wire
}

// newWorld makes a world in the test's bubble, where waiting takes no time.
func newWorld(t *testing.T, change ...func(*slack.Options)) *world {
	t.Helper()
	time.Sleep(time.Until(time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC))) // bubbles begin in 2000
	ids := 0
	members := []string{ana, ben, "UBOT"}
	o := slack.Options{
		TeamID: team, AppID: "AAPP", BotToken: token, BotUserID: "UBOT", SigningSecret: "secret",
		Users: []slack.User{
			{ID: ana, Name: "ana", RealName: "Ana Silva"},
			{ID: ben, Name: "ben", RealName: "Ben Ito"},
			{ID: "UGUEST", RealName: "Gil", IsRestricted: true},
			{ID: "USINGLE", RealName: "Sia", IsRestricted: true, IsUltraRestricted: true},
			{ID: "USTRANGER", RealName: "Sam", IsStranger: true, TeamID: "TOTHER"},
			{ID: "UPARTNER", RealName: "Pat", TeamID: "TOTHER"},
			{ID: "UGONE", RealName: "Gus", Deleted: true},
			{ID: "UBOT", Name: "slipway", RealName: "Slipway", IsBot: true},
		},
		Channels:  []slack.Channel{{ID: channel, Name: "checkout", Members: members}, {ID: "CPRIVATE", Name: "x", IsPrivate: true}},
		Now:       time.Now,
		NewID:     func(prefix string) string { ids++; return fmt.Sprintf("%s%06d", prefix, ids) },
		PublicURL: origin, RequestURL: "https://app.test",
		HTTP: &http.Client{Transport: &wire{hosts: map[string]http.Handler{"app.test": http.HandlerFunc(silent)}}},
	}
	for _, c := range change {
		c(&o)
	}
	ws, err := slack.New(o)
	ok(t, err)
	w := &world{Workspace: ws, t: t, wire: &wire{hosts: map[string]http.Handler{"slack.test": ws.Handler()}}}
	w.Client, err = client.New(w.options())
	ok(t, err)
	return w
}

func (w *world) options() client.Options {
	return client.Options{Token: token, API: origin + "/api/", ResponseOrigin: origin, Transport: w.wire, Now: time.Now}
}

func silent(http.ResponseWriter, *http.Request) {}

// seen is what a person sees in the channel, oldest first.
func (w *world) seen(user string) []slack.MessageView {
	return w.View(user).Channels[0].Messages
}

func (w *world) post(m views.Message) (ts string) {
	w.t.Helper()
	ts, err := w.Post(w.t.Context(), channel, "", m)
	ok(w.t, err)
	return ts
}

// responseURL is a new one, of a command that ana typed.
func (w *world) responseURL() string {
	w.t.Helper()
	d, err := w.Command(w.t.Context(), ana, channel, "/deploy", "status")
	ok(w.t, err)
	return d.ResponseURL
}

// wire carries requests to hosts of this process. It remembers them, and can fail.
type wire struct {
	hosts map[string]http.Handler
	fault fault  // in place of the hosts; nil for none
	only  string // the only path that has the fault; empty for all

	mu    sync.Mutex
	calls []call
}

type call struct{ host, path, body, auth string }

func (w *wire) RoundTrip(q *http.Request) (*http.Response, error) {
	body := []byte(nil)
	if q.Body != nil {
		var err error
		if body, err = io.ReadAll(q.Body); err != nil {
			return nil, err
		}
	}
	w.mu.Lock()
	w.calls = append(w.calls, call{q.URL.Host, q.URL.Path, string(body), q.Header.Get("Authorization")})
	w.mu.Unlock()
	out := httptest.NewRecorder()
	if w.fault != nil && (w.only == "" || w.only == q.URL.Path) {
		if err := w.fault(out, q); err != nil {
			return nil, err
		}
		return out.Result(), nil
	}
	host, known := w.hosts[q.URL.Host]
	if !known {
		return nil, errors.New("no such host")
	}
	in := q.Clone(q.Context())
	in.Body = io.NopCloser(strings.NewReader(string(body)))
	host.ServeHTTP(out, in)
	return out.Result(), nil
}

// count is how often a path was called.
func (w *wire) count(path string) (n int) {
	for _, c := range w.calls {
		if c.path == path {
			n++
		}
	}
	return n
}

// fault answers a call in place of the host, or breaks it.
type fault func(http.ResponseWriter, *http.Request) (broken error)

// answers is a fault: this answer, whatever was asked.
func answers(status int, body string, header ...string) fault {
	return func(out http.ResponseWriter, _ *http.Request) error {
		for i := 0; i < len(header); i += 2 {
			out.Header().Set(header[i], header[i+1])
		}
		out.WriteHeader(status)
		_, err := io.WriteString(out, body)
		return err
	}
}

// breaks is a fault: the connection does.
func breaks(http.ResponseWriter, *http.Request) error { return errors.New("connection reset") }

// hangs is a fault: no answer, until the caller has had enough.
func hangs(_ http.ResponseWriter, q *http.Request) error {
	<-q.Context().Done()
	return q.Context().Err()
}

func section(text string) []slackgo.Block {
	return []slackgo.Block{slackgo.NewSectionBlock(slackgo.NewTextBlockObject(slackgo.MarkdownType, text, false, false), nil, nil)}
}

func plain(text string) views.Message { return views.Message{Text: text, Blocks: section(text)} }

// tooLong has blocks that no workspace takes, and plainer ones.
func tooLong(text string) views.Message {
	return views.Message{Text: text, Blocks: section(strings.Repeat("x", 3001)), Fallback: section(text)}
}

func about(id string) views.Message {
	return views.Progress(rollout.Rollout{
		ID: rollout.ID(id), Phase: rollout.Pending, By: ana,
		Target: rollout.Target{Service: "checkout", Environment: "prod"}, Release: rollout.Release{SHA: "abc1234def5678"},
	}, views.Options{Now: time.Now()})
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

// missing checks that something is gone, and what.
func missing(t testing.TB, err error, kind, id string) {
	t.Helper()
	var m *rollout.MissingError
	if !errors.As(err, &m) || m.Key != (rollout.Key{Kind: kind, ID: id}) {
		t.Errorf("got %v, want that the %s %s is missing", err, kind, id)
	}
}
