package slack_test

import (
	"testing"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

func TestAnOptionThatIsTakenAwayIsNoLongerChosen(t *testing.T) {
	w := newWorld(t)
	menus := func(options string) string {
		return `[{"type":"actions","block_id":"b","elements":[
			{"type":"static_select","action_id":"one","options":[` + options + `]},
			{"type":"multi_static_select","action_id":"many","options":[` + options + `]},
			{"type":"external_select","action_id":"else","initial_option":` + optionC + `,"min_query_length":0}]}]`
	}
	at := w.posted(menus(optionA + "," + optionB))
	w.hear(`{"options":[` + optionA + `]}`)
	_, err := w.Suggest(t.Context(), ana, at, "b", "else", "")
	ok(t, err)
	for action, choice := range map[string]slack.Choice{"one": value("a"), "many": values("a", "b"), "else": value("a")} {
		_, err := w.Act(t.Context(), ana, at, "b", action, choice)
		ok(t, err)
	}
	updated := w.call("chat.update", map[string]string{"channel": at.Channel, "ts": at.TS, "blocks": menus(optionB)})
	equal(t, "updated", updated["error"], nil)
	h := w.hear("")
	_, err = w.Act(t.Context(), ana, at, "b", "else", value("a"))
	ok(t, err)
	state := stateOf(h.raw[0]["state"])["b"].(map[string]any)
	equal(t, "one", toJSON(t, state["one"]), `{"selected_option":null,"type":"static_select"}`)
	many, _ := state["many"].(map[string]any)["selected_options"].([]any)
	equal(t, "many", len(many), 1)
	equal(t, "what the app suggested", state["else"].(map[string]any)["selected_option"].(map[string]any)["value"], any("a"))
}
