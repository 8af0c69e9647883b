package worker_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/slipway-dev/slipway/bot/client"
	"github.com/slipway-dev/slipway/bot/worker"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/local/store"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	origin   = "https://slack.test"
	ana      = "UANA"
	ben      = "UBEN"
	channel  = "CCHECKOUT"
	fallback = "CDEPLOYS"
	id       = "01ROLLOUT"
)

// world is a worker with a real store, the real client and a simulated workspace
// around it, in a bubble of time. Only the commands are made up.
type world struct {
	*worker.Worker
	t       *testing.T
	slack   *slack.Workspace
	client  *client.Client
	disk    *store.Store
	store   *flakyStore
	wire    *wire
	runner  *runner
	screens *screens
	dialogs *dialogs
	log     *bytes.Buffer
	states  int64 // of the rollout, as far as it was told of
}

// newWorld makes a world in the test's bubble, where waiting takes no time.
func newWorld(t *testing.T, change ...func(*slack.Options)) *world {
	t.Helper()
	time.Sleep(time.Until(time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC))) // bubbles begin in 2000
	var mu sync.Mutex
	ids := 0
	members := []string{ana, ben, "UGUEST", "USTRANGER", "UBOT", "UOTHERBOT", "UGONE"}
	o := slack.Options{
		TeamID: "TTEAM", AppID: "AAPP", BotToken: "xoxb-canary-token", BotUserID: "UBOT", SigningSecret: "secret",
		Users: []slack.User{
			{ID: ana, RealName: "Ana Silva"}, {ID: ben, RealName: "Ben Ito"}, {ID: "UGUEST", IsRestricted: true},
			{ID: "USTRANGER", TeamID: "TOTHER"}, {ID: "UOTHERBOT", IsBot: true}, {ID: "UGONE", Deleted: true},
		},
		Channels: []slack.Channel{{ID: channel, Name: "checkout", Members: members}, {ID: fallback, Name: "deploys", Members: members}},
		Now:      time.Now,
		NewID: func(prefix string) string {
			mu.Lock()
			defer mu.Unlock()
			ids++
			return fmt.Sprintf("%s%06d", prefix, ids)
		},
		PublicURL: origin, RequestURL: origin,
		HTTP: &http.Client{Transport: &wire{handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}},
	}
	for _, c := range change {
		c(&o)
	}
	ws, err := slack.New(o)
	ok(t, err)
	disk, err := store.Open(filepath.Join(t.TempDir(), "slipway.db"))
	ok(t, err)
	t.Cleanup(func() { ok(t, disk.Close()) })
	disk.DB().NoSync = true // nobody pulls the plug here
	w := &world{
		t: t, slack: ws, disk: disk, store: &flakyStore{Store: disk}, wire: &wire{handler: ws.Handler()},
		runner: &runner{done: map[string]bool{}, undoable: finished()}, screens: &screens{}, dialogs: &dialogs{}, log: &bytes.Buffer{},
	}
	w.client, err = client.New(client.Options{
		Token: "xoxb-canary-token", API: origin + "/api/", ResponseOrigin: origin, Transport: w.wire, Now: time.Now,
	})
	ok(t, err)
	w.Worker = worker.New(worker.Options{
		Commands: w.runner, Screens: w.screens, Dialogs: w.dialogs, Store: w.store, Answers: w.client, Posts: w.client, Links: w.client, Pictures: w.client, Fallback: fallback,
		Now: time.Now, Real: time.Now, NewRef: func() string { return "a1b2c3" },
		Log: slog.New(slog.NewJSONHandler(w.log, nil)),
	})
	return w
}

// seen is what a person sees in a channel, oldest first.
func (w *world) seen(user, at string) []slack.MessageView {
	for _, c := range w.slack.View(user).Channels {
		if c.ID == at {
			return c.Messages
		}
	}
	return nil
}

// runner carries out commands as it is told, each request once.
type runner struct {
	answer func() (commands.Outcome, error) // nil shows the help

	undoable rollout.Rollout // what Undo would take back
	refusal  error           // in its place

	mu     sync.Mutex
	asked  []commands.Request
	undone []rollout.ID
	done   map[string]bool // ids of requests
}

func (r *runner) Undoable(_ context.Context, _ commands.Request, id rollout.ID) (rollout.Rollout, error) {
	r.undoable.ID = id
	return r.undoable, r.refusal
}

func (r *runner) Run(_ context.Context, q commands.Request) (commands.Outcome, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = append(r.asked, q)
	if r.done[q.ID] {
		return nil, commands.ErrRepeated
	}
	r.done[q.ID] = true
	if r.answer != nil {
		return r.answer()
	}
	return commands.HelpShown{}, nil
}

func (r *runner) Undo(ctx context.Context, q commands.Request, id rollout.ID) (commands.Outcome, error) {
	out, err := r.Run(ctx, q)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.undone = append(r.undone, id)
	return out, err
}

// flakyStore is a store that can fail before or after a write.
type flakyStore struct {
	*store.Store
	effect func(do func() error) error // around each write; nil for none
	lost   bool                        // nothing can be read
	shut   bool                        // nothing can be listed
}

func (s *flakyStore) Commit(ctx context.Context, c rollout.Change) error {
	if s.effect == nil {
		return s.Store.Commit(ctx, c)
	}
	return s.effect(func() error { return s.Store.Commit(ctx, c) })
}

func (s *flakyStore) Load(ctx context.Context, k rollout.Key) (rollout.Stored, error) {
	if s.lost {
		return rollout.Stored{}, errors.New("the disk is gone")
	}
	return s.Store.Load(ctx, k)
}

func (s *flakyStore) Query(ctx context.Context, q rollout.Query) ([]rollout.Stored, error) {
	if s.shut {
		return nil, errors.New("the index is gone")
	}
	return s.Store.Query(ctx, q)
}

// wire carries requests to a handler of this process. It remembers when, and can
// fail or dawdle before and after.
type wire struct {
	handler http.Handler
	effect  func(q *http.Request, do func() error) error // around each call; nil for none

	mu    sync.Mutex
	calls []call
}

type call struct {
	path string
	at   time.Time
}

func (w *wire) RoundTrip(q *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(q.Body)
	if err != nil {
		return nil, err
	}
	out := httptest.NewRecorder()
	do := func() error {
		if err := q.Context().Err(); err != nil {
			return err
		}
		w.mu.Lock()
		w.calls = append(w.calls, call{q.URL.Path, time.Now()})
		w.mu.Unlock()
		in := q.Clone(q.Context())
		in.Body = io.NopCloser(bytes.NewReader(body))
		w.handler.ServeHTTP(out, in)
		return nil
	}
	if w.effect != nil {
		err = w.effect(q, do)
	} else {
		err = do()
	}
	if err != nil {
		return nil, err
	}
	return out.Result(), nil
}

// at is when a method was called.
func (w *wire) at(method string) (times []time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.calls {
		if strings.HasSuffix(c.path, method) {
			times = append(times, c.at)
		}
	}
	return times
}

// hang answers no call, until the caller has had enough.
func hang(q *http.Request, _ func() error) error {
	<-q.Context().Done()
	return q.Context().Err()
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

func contains(t testing.TB, what, got, want string) {
	t.Helper()
	if !strings.Contains(got, want) {
		t.Errorf("%s: got %q, which does not say %q", what, got, want)
	}
}
