package slack_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

// everyElement is one of each element that a person can use in a message.
const everyElement = `[{"type":"actions","block_id":"b","elements":[
	{"type":"button","action_id":"button","value":"v","text":{"type":"plain_text","text":"B"}},
	{"type":"static_select","action_id":"one","options":[` + optionA + `,` + optionB + `]},
	{"type":"static_select","action_id":"grouped","option_groups":[{"label":{"type":"plain_text","text":"G"},"options":[` + optionA + `]}]},
	{"type":"multi_static_select","action_id":"many","max_selected_items":2,"options":[` + optionA + `,` + optionB + `,` + optionC + `]},
	{"type":"checkboxes","action_id":"boxes","options":[` + optionA + `,` + optionB + `],"initial_options":[` + optionB + `]},
	{"type":"radio_buttons","action_id":"radio","options":[` + optionA + `,` + optionB + `],"initial_option":` + optionA + `},
	{"type":"overflow","action_id":"overflow","options":[` + optionA + `,` + optionB + `]},
	{"type":"users_select","action_id":"user"},
	{"type":"multi_users_select","action_id":"users"},
	{"type":"channels_select","action_id":"channel"},
	{"type":"conversations_select","action_id":"conversation"},
	{"type":"conversations_select","action_id":"private","filter":{"include":["private"]}},
	{"type":"conversations_select","action_id":"ours","filter":{"exclude_external_shared_channels":true}},
	{"type":"datepicker","action_id":"date","initial_date":"2026-01-02"},
	{"type":"timepicker","action_id":"time","timezone":"Europe/Lisbon"},
	{"type":"datetimepicker","action_id":"moment"}
]},{"type":"context_actions","block_id":"c","elements":[
	{"type":"feedback_buttons","action_id":"thumbs",
		"positive_button":{"text":{"type":"plain_text","text":"Good"},"value":"up"},
		"negative_button":{"text":{"type":"plain_text","text":"Bad"},"value":"down"}},
	{"type":"icon_button","action_id":"icon","icon":"trash","text":{"type":"plain_text","text":"Del"},"visible_to_user_ids":["UANA"]}
]}]`

const (
	optionA = `{"text":{"type":"plain_text","text":"A"},"value":"a"}`
	optionB = `{"text":{"type":"plain_text","text":"B"},"value":"b"}`
	optionC = `{"text":{"type":"plain_text","text":"C"},"value":"c"}`
)

// posted is a message of the app with those blocks.
func (w *world) posted(blocks string) slack.Place {
	w.t.Helper()
	got := w.call("chat.postMessage", map[string]string{"channel": channel, "text": "x", "blocks": blocks})
	ts, _ := got["ts"].(string)
	if ts == "" {
		w.t.Fatal(got)
	}
	return slack.Place{Channel: channel, TS: ts}
}

func TestEachElementIsSentInSlacksWords(t *testing.T) {
	w := newWorld(t)
	at := w.posted(everyElement)
	h := w.hear("")
	for action, c := range map[string]struct {
		choice slack.Choice
		want   string // in the action, besides what all have
		state  string
	}{
		"button":       {slack.Choice{}, `"value":"v","text":{"type":"plain_text","text":"B"}`, ""},
		"one":          {value("b"), `"selected_option":` + optionB, `{"type":"static_select","selected_option":` + optionB + `}`},
		"grouped":      {value("a"), `"selected_option":` + optionA, `{"type":"static_select","selected_option":` + optionA + `}`},
		"many":         {values("c", "a"), `"selected_options":[` + optionC + `,` + optionA + `]`, `{"type":"multi_static_select","selected_options":[` + optionC + `,` + optionA + `]}`},
		"boxes":        {values(), `"selected_options":[],"initial_options":[` + optionB + `]`, `{"type":"checkboxes","selected_options":[]}`},
		"radio":        {value("b"), `"selected_option":` + optionB + `,"initial_option":` + optionA, `{"type":"radio_buttons","selected_option":` + optionB + `}`},
		"overflow":     {value("b"), `"selected_option":` + optionB, ""},
		"user":         {value(ben), `"selected_user":"UBEN"`, `{"type":"users_select","selected_user":"UBEN"}`},
		"users":        {values(ben, ana), `"selected_users":["UBEN","UANA"]`, `{"type":"multi_users_select","selected_users":["UBEN","UANA"]}`},
		"channel":      {value("CRANDOM"), `"selected_channel":"CRANDOM"`, `{"type":"channels_select","selected_channel":"CRANDOM"}`},
		"conversation": {value(channel), `"selected_conversation":"CCHECKOUT"`, `{"type":"conversations_select","selected_conversation":"CCHECKOUT"}`},
		"date":         {value("2026-11-20"), `"selected_date":"2026-11-20","initial_date":"2026-01-02"`, `{"type":"datepicker","selected_date":"2026-11-20"}`},
		"time":         {value("09:30"), `"selected_time":"09:30","timezone":"Europe/Lisbon"`, `{"type":"timepicker","selected_time":"09:30","timezone":"Europe/Lisbon"}`},
		"moment":       {value("1763640000"), `"selected_date_time":1763640000`, `{"type":"datetimepicker","selected_date_time":1763640000}`},
		"thumbs":       {value("down"), `"value":"down","text":{"type":"plain_text","text":"Bad"}`, ""},
		"icon":         {slack.Choice{}, `"text":{"type":"plain_text","text":"Del"}`, ""},
	} {
		t.Run(action, func(t *testing.T) {
			d, err := w.Act(t.Context(), ana, at, "", action, c.choice)
			ok(t, err)
			raw := h.raw[len(h.raw)-1]
			sent := raw["actions"].([]any)[0].(map[string]any)
			if sent["action_ts"] == "" {
				t.Error("no action_ts")
			}
			equal(t, "trigger", raw["trigger_id"], any(d.TriggerID))
			var want map[string]any
			ok(t, json.Unmarshal(fmt.Appendf(nil, `{"action_id":%q,"block_id":%q,"type":%q,"action_ts":%q,%s}`,
				action, sent["block_id"], sent["type"], sent["action_ts"], c.want), &want))
			if diff := cmp.Diff(want, sent); diff != "" {
				t.Error(diff)
			}
			var kept, inState any
			if c.state != "" {
				ok(t, json.Unmarshal([]byte(c.state), &kept))
			}
			values := raw["state"].(map[string]any)["values"].(map[string]any)["b"].(map[string]any)
			if inState = values[action]; c.state == "" {
				equal(t, "in state", inState, nil)
			} else if diff := cmp.Diff(kept, inState); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func value(v string) slack.Choice     { return slack.Choice{Value: v} }
func values(v ...string) slack.Choice { return slack.Choice{Values: append([]string{}, v...)} }
func stateOf(raw any) map[string]any  { return raw.(map[string]any)["values"].(map[string]any) }

func TestAChoiceThatAnElementDoesNotOfferIsRefusedAndNotSent(t *testing.T) {
	w := newWorld(t)
	at := w.posted(everyElement)
	h := w.hear("")
	for name, c := range map[string]struct {
		action string
		choice slack.Choice
	}{
		"an option for a button":           {"button", value("v")},
		"an unknown option":                {"one", value("z")},
		"several where one is":             {"one", values("a")},
		"one where several are":            {"many", value("a")},
		"an unknown one of several":        {"many", values("a", "z")},
		"one twice":                        {"many", values("a", "a")},
		"more than allowed":                {"many", values("a", "b", "c")},
		"no radio button":                  {"radio", slack.Choice{}},
		"nothing in an overflow menu":      {"overflow", slack.Choice{}},
		"a user who has gone":              {"user", value("UGONE")},
		"nobody":                           {"users", values("UNONE")},
		"a private channel":                {"channel", value("CSECRET")},
		"an archived channel":              {"channel", value("COLD")},
		"a conversation of others":         {"conversation", value("CSECRET")},
		"a public one, private wanted":     {"private", value(channel)},
		"a shared one, only ours wanted":   {"ours", value("CSHARED")},
		"no date":                          {"date", value("2026-02-30")},
		"a date without zeros":             {"date", value("2026-2-3")},
		"no time":                          {"time", value("24:00")},
		"a time without a zero":            {"time", value("9:30")},
		"a moment of nine digits":          {"moment", value("999999999")},
		"a moment with a sign":             {"moment", value("+999999999")},
		"a third thumb":                    {"thumbs", value("sideways")},
		"no thumb":                         {"thumbs", slack.Choice{}},
		"an option where nothing is to be": {"icon", values()},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.Act(t.Context(), ana, at, "", c.action, c.choice)
			refused(t, err, "invalid_choice")
		})
	}
	_, err := w.Act(t.Context(), ben, at, "", "icon", slack.Choice{})
	refused(t, err, "action_not_found") // only Ana sees it
	equal(t, "sent", len(h.raw), 0)
}

func TestWhatWasChosenInAMessageIsKeptForEachPerson(t *testing.T) {
	w := newWorld(t)
	at := w.posted(everyElement)
	h := w.hear("")
	act := func(user, action string, c slack.Choice) map[string]any {
		t.Helper()
		_, err := w.Act(t.Context(), user, at, "b", action, c)
		ok(t, err)
		return stateOf(h.raw[len(h.raw)-1]["state"])["b"].(map[string]any)
	}
	selected := func(values map[string]any) any { return values["one"].(map[string]any)["selected_option"] }
	act(ana, "one", value("b"))
	if values := act(ana, "button", slack.Choice{}); selected(values) == nil {
		t.Error("Ana's choice is lost")
	}
	equal(t, "Ben's", selected(act(ben, "button", slack.Choice{})), nil)
	values := act(ana, "one", slack.Choice{})
	equal(t, "emptied", selected(values), nil)
	if diff := cmp.Diff(map[string]any{"type": "multi_users_select", "selected_users": []any{}}, values["users"]); diff != "" {
		t.Error(diff) // never touched
	}
	if diff := cmp.Diff([]any{map[string]any{"value": "b", "text": map[string]any{"type": "plain_text", "text": "B"}}},
		values["boxes"].(map[string]any)["selected_options"]); diff != "" {
		t.Error(diff) // chosen by the app beforehand
	}
}

func TestAMenuOffersAPrivateConversationToItsMembers(t *testing.T) {
	w := newWorld(t)
	at := w.posted(`[{"type":"actions","elements":[
		{"type":"conversations_select","action_id":"direct","filter":{"include":["im"]}},
		{"type":"conversations_select","action_id":"private","filter":{"include":["private"]}}]}]`)
	w.silent()
	_, err := w.Act(t.Context(), ana, at, "", "private", value("CSECRET"))
	refused(t, err, "invalid_choice")
	w.opts.Channels[2].Members = []string{ben, ana}
	delete(w.disk.rows, "channel/CSECRET")
	w.reopen()
	_, err = w.Act(t.Context(), ana, at, "", "private", value("CSECRET"))
	ok(t, err)
	direct, _, _, err := w.client.OpenConversation(&slackgo.OpenConversationParameters{Users: []string{ana}, ReturnIM: true})
	ok(t, err)
	_, err = w.Act(t.Context(), ana, at, "", "private", value(direct.ID))
	refused(t, err, "invalid_choice")
	_, err = w.Act(t.Context(), ana, at, "", "direct", value(direct.ID))
	ok(t, err)
}
