package slack_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

func TestAnElementInAModalIsSentWithItsViewAndNoChannel(t *testing.T) {
	w := newWorld(t)
	opened := w.open(ana, modalOf("M", button("more", "v")))
	h := w.hear("")
	d, err := w.Act(t.Context(), ana, slack.Place{ViewID: opened.ID}, "row", "more", slack.Choice{})
	ok(t, err)
	equal(t, "response_url", d.ResponseURL, "")
	raw, got := h.raw[0], h.last()
	if diff := cmp.Diff(map[string]any{"type": "view", "view_id": opened.ID}, raw["container"]); diff != "" {
		t.Error(diff)
	}
	for _, name := range []string{"channel", "message", "response_url", "state"} {
		if _, there := raw[name]; there {
			t.Errorf("%s is in the payload", name)
		}
	}
	equal(t, "view", got.View.ID, opened.ID)
	equal(t, "hash", got.View.Hash, opened.Hash)
	equal(t, "type", got.Type, slackgo.InteractionTypeBlockActions)
	_, err = w.Act(t.Context(), ben, slack.Place{ViewID: opened.ID}, "row", "more", slack.Choice{})
	refused(t, err, "view_not_found")
	_, err = w.Act(t.Context(), "UGONE", slack.Place{ViewID: opened.ID}, "row", "more", slack.Choice{})
	refused(t, err, "user_not_found")
}

func TestAnInputIsSentAtOnceOnlyIfItDispatches(t *testing.T) {
	w := newWorld(t)
	loud := slackgo.NewInputBlock("loud", words("L"), nil, slackgo.NewPlainTextInputBlockElement(nil, "text"))
	loud.DispatchAction = true
	quiet := slackgo.NewInputBlock("quiet", words("Q"), nil, slackgo.NewPlainTextInputBlockElement(nil, "text"))
	at := slack.Place{ViewID: w.open(ana, modalOf("M", loud, quiet)).ID}
	h := w.hear("")
	d, err := w.Act(t.Context(), ana, at, "quiet", "text", value("hush"))
	ok(t, err)
	equal(t, "sent", len(h.raw), 0)
	equal(t, "trigger", d.TriggerID, "")
	_, err = w.Act(t.Context(), ana, at, "loud", "text", value("hey"))
	ok(t, err)
	equal(t, "action", h.last().ActionCallback.BlockActions[0].Value, "hey")
	equal(t, "the quiet one in state", h.last().View.State.Values["quiet"]["text"].Value, "hush")
}

func TestTheCurrentConversationIsChosenBeforehandIfTheAppWantsSo(t *testing.T) {
	w := newWorld(t)
	here := `{"type":"input","block_id":"w","label":{"type":"plain_text","text":"W"},"element":
		{"type":"%s","action_id":"a","default_to_current_conversation":true}}`
	for kind, want := range map[string]string{
		"conversations_select":       `{"selected_conversation":"CCHECKOUT","type":"conversations_select"}`,
		"multi_conversations_select": `{"selected_conversations":["CCHECKOUT"],"type":"multi_conversations_select"}`,
	} {
		w.openJSON(fmt.Sprintf("["+here+"]", kind))
		var shown struct {
			State struct {
				Values map[string]map[string]json.RawMessage `json:"values"`
			} `json:"state"`
		}
		ok(t, json.Unmarshal(w.View(ana).Modals[0], &shown))
		equal(t, kind, string(shown.State.Values["w"]["a"]), want)

		below := w.open(ana, pushy("Below"))
		w.showJSON("views.push", w.pressed(ana, below.ID).TriggerID, fmt.Sprintf("["+here+"]", kind))
		ok(t, json.Unmarshal(w.View(ana).Modals[1], &shown))
		equal(t, kind+" in a pushed modal", string(shown.State.Values["w"]["a"]), want)
	}
}
