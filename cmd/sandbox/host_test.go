package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
)

const url = "http://127.0.0.1:8080"

// hosted is a host that runs, in a bubble.
func hosted(t *testing.T, dir string) (h *host, end func() error) {
	t.Helper()
	time.Sleep(time.Until(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))) // bubbles begin in 2000, when Slack's ts were shorter
	h, err := newHost(t.Context(), world.Options{
		Dir: dir, URL: url, Seed: 7, Real: time.Now, Random: rand.Reader, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- h.run(ctx) }()
	return h, func() error {
		stop()
		return errors.Join(<-ended, h.close())
	}
}

// ask sends a request to whatever world there is.
func ask(t *testing.T, h *host, method, path, body string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, url+path, strings.NewReader(body)))
	return w
}

func TestResetPutsANewWorldInThePlaceOfTheOld(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		h, end := hosted(t, dir)
		before := h.info()
		ask(t, h, http.MethodPut, "/sandbox/api/speed", `{"speed":60}`)
		time.Sleep(time.Second) // it is saved
		old, _ := h.current()
		if w := ask(t, h, http.MethodPost, "/sandbox/api/reset", ""); w.Code != http.StatusNoContent {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		now, _ := h.current()
		if now == old || now.Secrets != old.Secrets || now.Clock.Speed() != world.DefaultSpeed {
			t.Errorf("the speed is %v", now.Clock.Speed())
		}
		if after := h.info(); after.SigningSecret != before.SigningSecret || after.BotToken != before.BotToken {
			t.Error("the secrets are others")
		}
		if w := ask(t, h, http.MethodGet, "/sandbox/api/state", ""); w.Code != http.StatusOK {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if err := end(); err != nil {
			t.Error(err)
		}
	})
}

func TestAPageThatWaitsForNewsHearsOfAReset(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		h, end := hosted(t, dir)
		var view struct{ Version int64 }
		path := "/sandbox/ui/view?user=" + world.People()[0].ID
		if err := json.Unmarshal(ask(t, h, http.MethodGet, path, "").Body.Bytes(), &view); err != nil {
			t.Fatal(err)
		}
		began, waited := time.Now(), make(chan time.Duration)
		go func() {
			ask(t, h, http.MethodGet, path+"&since="+strconv.FormatInt(view.Version, 10), "")
			waited <- time.Since(began)
		}()
		time.Sleep(time.Second)
		ask(t, h, http.MethodPost, "/sandbox/api/reset", "")
		if d := <-waited; d < time.Second || d > 2*time.Second {
			t.Errorf("it waited for %s", d)
		}
		if err := end(); err != nil {
			t.Error(err)
		}
	})
}

func TestAfterTheEndThereIsNoReset(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		h, end := hosted(t, dir)
		if err := end(); err != nil {
			t.Fatal(err)
		}
		if err := h.reset(context.WithoutCancel(t.Context())); !errors.Is(err, errEnding) {
			t.Error(err)
		}
	})
}

func TestAResetThatFailsEndsTheSandboxWithTheReason(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		h, end := hosted(t, dir)
		secrets := filepath.Join(dir, "secrets.json")
		if err := os.WriteFile(secrets, []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
		if w := ask(t, h, http.MethodPost, "/sandbox/api/reset", ""); w.Code != http.StatusInternalServerError {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if err := end(); err == nil || !strings.Contains(err.Error(), "secrets") {
			t.Errorf("it ended with %v", err)
		}
	})
}

func TestThePolicyIsSwitchedOnThePageWithoutAGap(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		h, end := hosted(t, dir)
		before := `"policies":[{"environment":"staging","judge":"enforce","rollback_on_alarm":false},{"environment":"prod","judge":"enforce","rollback_on_alarm":false}]`
		if body := ask(t, h, http.MethodGet, "/sandbox/api/state", "").Body.String(); !strings.Contains(body, before) {
			t.Error(body)
		}
		if w := ask(t, h, http.MethodPut, "/sandbox/api/policy", `{"environment":"prod","judge":"shadow","rollback_on_alarm":true}`); w.Code != http.StatusNoContent {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		after := `"bot":"up","policies":[{"environment":"staging","judge":"enforce","rollback_on_alarm":false},{"environment":"prod","judge":"shadow","rollback_on_alarm":true}]`
		if body := ask(t, h, http.MethodGet, "/sandbox/api/state", "").Body.String(); !strings.Contains(body, after) {
			t.Error(body)
		}
		ask(t, h, http.MethodPost, "/sandbox/api/reset", "")
		if body := ask(t, h, http.MethodGet, "/sandbox/api/state", "").Body.String(); !strings.Contains(body, before) {
			t.Error(body)
		}
		if err := end(); err != nil {
			t.Error(err)
		}
	})
}
