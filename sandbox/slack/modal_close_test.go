package slack_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	slackgo "github.com/slack-go/slack"
)

func TestAClosedModalTellsTheAppIfItWantsToKnow(t *testing.T) {
	for name, c := range map[string]struct {
		root, top [2]bool // notify_on_close, clear_on_close
		all       bool
		open      []string
		told      string // the title of the view in view_closed
		cleared   bool
	}{
		"one, and nobody asks":      {[2]bool{true, false}, [2]bool{false, false}, false, []string{"Root"}, "", false},
		"one that asks":             {[2]bool{false, false}, [2]bool{true, false}, false, []string{"Root"}, "Top", false},
		"all, and the root asks":    {[2]bool{true, false}, [2]bool{false, false}, true, nil, "Root", true},
		"all, and the top asks":     {[2]bool{false, false}, [2]bool{true, false}, true, nil, "", false},
		"one that clears the stack": {[2]bool{true, false}, [2]bool{false, true}, false, nil, "Root", true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			root, top := pushy("Root"), pushy("Top")
			root.NotifyOnClose, root.ClearOnClose = c.root[0], c.root[1]
			top.NotifyOnClose, top.ClearOnClose = c.top[0], c.top[1]
			pushed, err := w.client.PushView(w.pressed(ana, w.open(ana, root).ID).TriggerID, top)
			ok(t, err)
			h := w.hear("")
			d, err := w.Dismiss(t.Context(), ana, pushed.ID, c.all)
			ok(t, err)
			equal(t, "trigger", d.TriggerID, "")
			if diff := cmp.Diff(c.open, w.modals(ana)); diff != "" {
				t.Error(diff)
			}
			if c.told == "" {
				equal(t, "sent", len(h.raw), 0)
				return
			}
			got := h.last()
			equal(t, "type", got.Type, slackgo.InteractionTypeViewClosed)
			equal(t, "view", got.View.Title.Text, c.told)
			equal(t, "cleared", got.IsCleared, c.cleared)
			if _, there := h.raw[0]["trigger_id"]; there {
				t.Error("view_closed has a trigger_id")
			}
		})
	}
}

func TestAModalIsGoneWhateverTheAppAnswers(t *testing.T) {
	w := newWorld(t)
	view := pushy("One")
	view.NotifyOnClose = true
	opened := w.open(ana, view)
	w.answer(func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusTeapot) })
	_, err := w.Dismiss(t.Context(), ben, opened.ID, false)
	refused(t, err, "view_not_found")
	d, err := w.Dismiss(t.Context(), ana, opened.ID, false)
	ok(t, err)
	equal(t, "error", d.Error, "dispatch_failed")
	equal(t, "open", len(w.modals(ana)), 0)
	_, err = w.Dismiss(t.Context(), ana, opened.ID, false)
	refused(t, err, "view_not_found")
}
