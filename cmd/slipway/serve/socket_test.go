package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack/socketmode"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

// workspace is one whose app is in Socket Mode, and the app's end of it, which answers as
// a test says. It ends, and has to end well, when the test calls stop.
func workspace(t *testing.T, pass func(context.Context, letter) (json.RawMessage, error)) (w *slack.Workspace, stop func()) {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	address := "http://" + server.Listener.Addr().String()
	var ids atomic.Int64
	w, err := slack.New(slack.Options{
		TeamID: "TTEAM", AppID: "AAPP", BotToken: "xoxb-right", AppToken: "xapp-right", BotUserID: "UBOT", SigningSecret: "unused",
		Users: []slack.User{{ID: "UANA", Name: "ana"}, {ID: "UBOT", Name: "bot", IsBot: true}}, Channels: []slack.Channel{{ID: "C1", Name: "c", Members: []string{"UANA", "UBOT"}}},
		Now: time.Now, NewID: func(prefix string) string { return fmt.Sprint(prefix, ids.Add(1)) }, RequestURL: "http://127.0.0.1:1", PublicURL: address,
	})
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = w.Handler()
	server.Start()
	t.Cleanup(server.Close)
	p := post{open: socket(address+"/api/", "xoxb-right", "xapp-right"), pass: pass, up: func() {}, log: slog.New(slog.DiscardHandler)}
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.run(ctx) }()
	for range 1000 {
		if w.Connections() == connections {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	return w, func() {
		end()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

// typed is what a command failed with, as Ana sees it; empty when it did not.
func typed(t *testing.T, w *slack.Workspace) string {
	t.Helper()
	d, err := w.Command(t.Context(), "UANA", "C1", "/deploy", "x")
	if err != nil {
		t.Fatal(err)
	}
	return d.Error
}

// Slack drops an answer of 20 KB and more without a word. Then it is told at least that
// the letter was taken.
func TestAnAnswerThatIsTooLongIsLeftOut(t *testing.T) {
	w, stop := workspace(t, func(context.Context, letter) (json.RawMessage, error) {
		return json.Marshal(map[string]string{"text": strings.Repeat("x", 30_000)})
	})
	defer stop()
	if failed := typed(t, w); failed != "" {
		t.Error(failed)
	}
}

func TestWhatWasNotTakenIsNotAnswered(t *testing.T) {
	w, stop := workspace(t, func(context.Context, letter) (json.RawMessage, error) { return nil, errors.New("the disk is full") })
	defer stop()
	if failed := typed(t, w); failed != "operation_timeout" {
		t.Error(failed)
	}
}

// Who ends while a letter is dealt with answers it first.
func TestWhatCameBeforeTheEndIsAnswered(t *testing.T) {
	came, proceed := make(chan struct{}), make(chan struct{})
	w, stop := workspace(t, func(context.Context, letter) (json.RawMessage, error) {
		close(came)
		<-proceed
		return nil, nil
	})
	failed := make(chan string, 1)
	go func() { failed <- typed(t, w) }()
	<-came
	time.AfterFunc(50*time.Millisecond, func() { close(proceed) })
	stop()
	if got := <-failed; got != "" {
		t.Error(got)
	}
}

// The library knows fewer kinds of blocks than Slack. What it does not understand is for
// the front to read.
func TestALetterThatTheLibraryDoesNotUnderstandIsDealtWith(t *testing.T) {
	p := post{log: slog.New(slog.DiscardHandler)}
	event := func(message string) socketmode.Event {
		return socketmode.Event{Type: socketmode.EventTypeErrorBadMessage, Data: &socketmode.ErrorBadMessage{Cause: errors.New("x"), Message: []byte(message)}}
	}
	r, ok := p.read(t.Context(), event(`{"type":"interactive","envelope_id":"e1","payload":{"new":true},"accepts_response_payload":true}`))
	if !ok || r.EnvelopeID != "e1" || r.Type != "interactive" || !r.AcceptsResponsePayload || string(r.Payload) != `{"new":true}` {
		t.Errorf("%+v %v", r, ok)
	}
	for _, message := range []string{`{"type":"interactive"}`, `nonsense`, ``} {
		if r, ok := p.read(t.Context(), event(message)); ok {
			t.Errorf("%q: %+v", message, r)
		}
	}
}

// The address of a connection lets in whoever has it.
func TestNoLogSaysWhereAConnectionGoes(t *testing.T) {
	failed := &url.Error{Op: "parse", URL: "wss://slack.test/link/?ticket=hush", Err: errors.New("invalid port")}
	if got := plain(fmt.Errorf("dial: %w", failed)); got.Error() != "invalid port" {
		t.Error(got)
	}
	other := errors.New("no route")
	if got := plain(other); !errors.Is(got, other) || plain(nil) != nil {
		t.Error(got)
	}
}
