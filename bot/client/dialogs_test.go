package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

func theForm() slackgo.ModalViewRequest {
	return views.Form(commands.FormShown{Services: []string{"checkout"}, Environments: []string{"prod"}}, job.Source{Channel: channel})
}

// dialogs are the three ways of showing one.
func (w *world) dialogs() map[string]func(context.Context) error {
	home := slackgo.HomeTabViewRequest{Type: slackgo.VTHomeTab, Blocks: slackgo.Blocks{BlockSet: section("hello")}}
	return map[string]func(context.Context) error{
		"/api/views.open":    func(ctx context.Context) error { _, err := w.OpenView(ctx, "1.2.abc", theForm()); return err },
		"/api/views.update":  func(ctx context.Context) error { return w.UpdateView(ctx, "V1", theForm()) },
		"/api/views.publish": func(ctx context.Context) error { return w.PublishView(ctx, ana, home) },
	}
}

// shown is the only dialog that ana has open.
func (w *world) shown() (id, channel string) {
	w.t.Helper()
	open := w.View(ana).Modals
	equal(w.t, "dialogs", len(open), 1)
	var v slackgo.View
	ok(w.t, json.Unmarshal(open[0], &v))
	from, err := job.ReadSource(v.PrivateMetadata)
	ok(w.t, err)
	return v.ID, from.Channel
}

// faults.md B9, B13
func TestADialogIsOpenedInTimeAndEveryChangeOfItIsShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		d, err := w.Command(t.Context(), ana, channel, "/deploy", "")
		ok(t, err)
		opened, err := w.OpenView(t.Context(), d.TriggerID, theForm())
		ok(t, err)
		again, err := w.OpenView(t.Context(), d.TriggerID, theForm()) // the job has come twice
		ok(t, err)
		equal(t, "opened again", again, "")
		id, from := w.shown()
		equal(t, "opened", opened, id)
		equal(t, "opened from", from, channel)
		for _, service := range []string{"payments", "search"} { // two quick choices, in order
			newer := views.Form(commands.FormShown{Services: []string{service}, Environments: []string{"prod"}}, job.Source{Channel: channel})
			ok(t, w.UpdateView(t.Context(), id, newer))
			if now := string(w.View(ana).Modals[0]); !strings.Contains(now, service) {
				t.Errorf("%s is not in the dialog: %s", service, now)
			}
		}
		missing(t, w.UpdateView(t.Context(), "V0", theForm()), "view", "V0")
		d, err = w.Command(t.Context(), ben, channel, "/deploy", "")
		ok(t, err)
		time.Sleep(4 * time.Second)
		_, err = w.OpenView(t.Context(), d.TriggerID, theForm())
		missing(t, err, "trigger", "")
		ok(t, w.PublishView(t.Context(), ana, views.HomeSaying(plain("hello"))))
		if home := string(w.View(ana).Home); !strings.Contains(home, "hello") {
			t.Errorf("the Home tab is %s", home)
		}
	})
}

func TestADialogThatSlackDoesNotShowSaysWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		for path, show := range w.dialogs() {
			for word, kind := range map[string]string{
				"expired_trigger_id": "trigger", "invalid_trigger_id": "trigger", "not_found": "view", "fatal_error": "",
			} {
				w.wire.fault = answers(http.StatusOK, `{"ok":false,"error":"`+word+`"}`)
				err := show(t.Context())
				var gone *rollout.MissingError
				if err == nil || errors.As(err, &gone) != (kind != "") || kind != "" && gone.Key.Kind != kind {
					t.Errorf("%s, %s: %v", path, word, err)
				}
			}
		}
	})
}

func TestATriggerThatHasOpenedADialogIsNoError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.wire.fault = answers(http.StatusOK, `{"ok":false,"error":"exchanged_trigger_id"}`)
		id, err := w.OpenView(t.Context(), "1.2.abc", theForm())
		ok(t, err)
		equal(t, "id", id, "")
	})
}

// faults.md B16
func TestADialogIsWaitedForAndNotForever(t *testing.T) {
	for name, c := range map[string]struct {
		fault fault
		calls int
		took  time.Duration
	}{
		"rate limited": {answers(http.StatusTooManyRequests, "", "Retry-After", "2"), 2, 2 * time.Second},
		"for long":     {answers(http.StatusTooManyRequests, "", "Retry-After", "30"), 1, 0},
		"hanging":      {hangs, 1, 10 * time.Second},
		"broken":       {breaks, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.wire.fault = c.fault
				for path, show := range w.dialogs() {
					began := time.Now()
					if show(t.Context()) == nil {
						t.Errorf("%s: it was shown", path)
					}
					equal(t, path+" took", time.Since(began), c.took)
					equal(t, path+" calls", w.wire.count(path), c.calls)
				}
			})
		})
	}
}
