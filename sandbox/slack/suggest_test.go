package slack_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

const externalMenus = `[{"type":"actions","block_id":"b","elements":[
	{"type":"external_select","action_id":"one","min_query_length":1},
	{"type":"multi_external_select","action_id":"many"},
	{"type":"users_select","action_id":"user"}
]}]`

func TestAnExternalMenuAsksTheAppAndOffersWhatItSays(t *testing.T) {
	w := newWorld(t)
	at := w.posted(externalMenus)
	h := w.hear(`{"options":[` + optionA + `,` + optionB + `]}`)
	_, err := w.Act(t.Context(), ana, at, "b", "one", value("a"))
	refused(t, err, "invalid_choice") // nothing was suggested yet
	got, err := w.Suggest(t.Context(), ana, at, "b", "one", "x")
	ok(t, err)
	equal(t, "options", string(got), `{"options":[`+optionA+`,`+optionB+`]}`)
	equal(t, "path", h.paths[0], "/slack/options")
	raw := h.raw[0]
	for name, want := range map[string]any{
		"type": "block_suggestion", "block_id": "b", "action_id": "one", "value": "x", "api_app_id": "AAPP",
		"trigger_id": nil, "state": nil, "response_url": nil,
	} {
		equal(t, name, raw[name], want)
	}
	equal(t, "container", raw["container"].(map[string]any)["message_ts"], any(at.TS))

	_, err = w.Act(t.Context(), ana, at, "b", "one", value("b"))
	ok(t, err)
	equal(t, "chosen", h.last().ActionCallback.BlockActions[0].SelectedOption.Text.Text, "B")
	_, err = w.Act(t.Context(), ben, at, "b", "one", value("b"))
	refused(t, err, "invalid_choice") // Ben has not asked
}

func TestSuggestionsInGroupsAndOverTimeCanAllBeChosen(t *testing.T) {
	w := newWorld(t)
	at := w.posted(externalMenus)
	for _, body := range []string{
		`{"option_groups":[{"label":{"type":"plain_text","text":"G"},"options":[` + optionA + `]}]}`,
		`{"options":[` + optionB + `]}`,
	} {
		w.hear(body)
		_, err := w.Suggest(t.Context(), ana, at, "b", "many", "abc")
		ok(t, err)
	}
	h := w.hear("")
	_, err := w.Act(t.Context(), ana, at, "b", "many", values("a", "b"))
	ok(t, err)
	equal(t, "chosen", len(h.last().ActionCallback.BlockActions[0].SelectedOptions), 2)
}

func TestAnExternalMenuInAModalIsSentWithItsView(t *testing.T) {
	w := newWorld(t)
	at := slack.Place{ViewID: w.openJSON(`[{"type":"input","block_id":"b","label":{"type":"plain_text","text":"L"},
		"element":{"type":"external_select","action_id":"a","min_query_length":0}}]`).ID}
	h := w.hear(`{"options":[` + optionA + `]}`)
	_, err := w.Suggest(t.Context(), ana, at, "b", "a", "")
	ok(t, err)
	equal(t, "view", h.last().View.ID, at.ViewID)
	h = w.hear("")
	_, err = w.Submit(t.Context(), ana, at.ViewID, typed("b", "a", "a"))
	ok(t, err)
	equal(t, "chosen", h.last().View.State.Values["b"]["a"].SelectedOption.Value, "a")
}

func TestTooShortAQueryAsksNobody(t *testing.T) {
	w := newWorld(t)
	at := w.posted(externalMenus)
	h := w.hear("")
	got, err := w.Suggest(t.Context(), ana, at, "b", "many", "ab")
	ok(t, err)
	equal(t, "options", string(got), `{"options":[]}`)
	equal(t, "sent", len(h.raw), 0)
}

func TestSuggestionsThatSlackWouldNotTakeAreRefused(t *testing.T) {
	w := newWorld(t)
	at := w.posted(externalMenus)
	hundred := strings.TrimSuffix(strings.Repeat(optionA+",", 100), ",")
	group := `{"label":{"type":"plain_text","text":"G"},"options":[` + hundred + `]}`
	for name, c := range map[string]struct{ body, want string }{
		"none":                {`{"options":[]}`, ""},
		"a hundred":           {`{"options":[` + hundred + `]}`, ""},
		"a hundred and one":   {`{"options":[` + hundred + `,` + optionA + `]}`, "invalid_options"},
		"too many in groups":  {`{"option_groups":[` + group + `,` + group + `]}`, "invalid_options"},
		"nothing":             {``, "invalid_options"},
		"an empty object":     {`{}`, "invalid_options"},
		"both":                {`{"options":[],"option_groups":[]}`, "invalid_options"},
		"a list":              {`[]`, "invalid_options"},
		"an option, no value": {`{"options":[{"text":{"type":"plain_text","text":"A"}}]}`, "invalid_options"},
	} {
		t.Run(name, func(t *testing.T) {
			w.hear(c.body)
			_, err := w.Suggest(t.Context(), ana, at, "b", "one", "x")
			if c.want == "" {
				ok(t, err)
			} else {
				refused(t, err, c.want)
			}
		})
	}
	w.answer(func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write([]byte(`{"options":[]}`)) })
	_, err := w.Suggest(t.Context(), ana, at, "b", "one", "x")
	refused(t, err, "invalid_options") // it does not say that it is JSON
	w.answer(func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusTeapot) })
	_, err = w.Suggest(t.Context(), ana, at, "b", "one", "x")
	refused(t, err, "dispatch_failed")
	for _, action := range []string{"user", "none"} {
		_, err = w.Suggest(t.Context(), ana, at, "b", action, "x")
		refused(t, err, "action_not_found")
	}
	_, err = w.Suggest(t.Context(), "UNONE", at, "b", "one", "x")
	refused(t, err, "user_not_found")
}

func TestAnAppThatIsGoneSuggestsNothing(t *testing.T) {
	w := newWorld(t)
	at := w.posted(externalMenus)
	w.opts.RequestURL = "http://127.0.0.1:1"
	w.reopen()
	_, err := w.Suggest(t.Context(), ana, at, "b", "one", "x")
	refused(t, err, "dispatch_failed")
}
