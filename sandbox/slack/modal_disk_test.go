package slack_test

import (
	"errors"
	"net/http"
	"testing"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

func TestNothingChangesThatCannotBeWritten(t *testing.T) {
	w := withShortcuts(t)
	at := w.posted(everyElement)
	home, err := w.client.PublishView(ben, homeOf(button("more", "v")), "")
	ok(t, err)
	opened := w.open(ana, modalOf("M", append(form("").Blocks.BlockSet, button("more", "v"))...))
	push, trigger := w.pressed(ana, opened.ID), w.command().TriggerID
	before, ctx := w.View(ana), t.Context()
	w.disk.full = true
	h := w.hear("")
	for name, try := range map[string]func() error{
		"a choice in a modal": func() error {
			_, err := w.Act(ctx, ana, slack.Place{ViewID: opened.ID}, "why", "reason", value("x"))
			return err
		},
		"a click": func() error {
			_, err := w.Click(ctx, ana, at.Channel, at.TS, "button", "")
			return err
		},
		"a shortcut": func() error {
			_, err := w.MessageShortcut(ctx, ana, at.Channel, at.TS, "this")
			return err
		},
		"a submission": func() error {
			_, err := w.Submit(ctx, ana, opened.ID, typed("why", "reason", "a bug"))
			return err
		},
		"a dismissal": func() error {
			_, err := w.Dismiss(ctx, ana, opened.ID, false)
			return err
		},
	} {
		if err := try(); !errors.Is(err, errFull) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for name, try := range map[string]func() (*slackgo.ViewResponse, error){
		"open":   func() (*slackgo.ViewResponse, error) { return w.client.OpenView(trigger, pushy("O")) },
		"push":   func() (*slackgo.ViewResponse, error) { return w.client.PushView(push.TriggerID, pushy("P")) },
		"update": func() (*slackgo.ViewResponse, error) { return w.client.UpdateView(pushy("U"), "", "", opened.ID) },
		"publish": func() (*slackgo.ViewResponse, error) {
			return w.client.PublishView(ben, homeOf(slackgo.NewDividerBlock()), home.Hash)
		},
	} {
		if _, err := try(); err == nil {
			t.Errorf("%s was done on a full disk", name)
		}
	}
	equal(t, "sent", len(h.raw), 0)
	sameView(t, before, w.View(ana))
	w.disk.full = false
	w.reopen()
	sameView(t, before, w.View(ana))
}

func TestAModalStaysIfItsEndCannotBeWritten(t *testing.T) {
	w := newWorld(t)
	opened := w.open(ana, pushy("M"))
	w.answer(func(http.ResponseWriter, *http.Request) {
		w.disk.mu.Lock()
		defer w.disk.mu.Unlock()
		w.disk.full = true
	})
	_, err := w.Submit(t.Context(), ana, opened.ID, nil)
	if !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
	equal(t, "open", len(w.modals(ana)), 1)
}
