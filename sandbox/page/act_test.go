package page_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

const (
	posted = "1763647200.000100"

	row = `[{"type": "actions", "block_id": "row", "elements": [
		{"type": "button", "action_id": "rollback", "value": "01A", "text": {"type": "plain_text", "text": "Roll back"}},
		{"type": "multi_users_select", "action_id": "reviewers"},
		{"type": "external_select", "action_id": "commit", "min_query_length": 0}]}]`

	form = `{"type": "modal", "callback_id": "deploy", "notify_on_close": true,
		"title": {"type": "plain_text", "text": "Deploy"}, "submit": {"type": "plain_text", "text": "Deploy"},
		"blocks": [{"type": "input", "block_id": "ref", "label": {"type": "plain_text", "text": "What"},
			"element": {"type": "plain_text_input", "action_id": "typed"}}]}`
)

// post puts a message with something to press into #checkout.
func (w *world) post() {
	w.t.Helper()
	w.ok(w.slack.Preload(slack.Message{Channel: checkout, TS: posted, Text: "live", Blocks: json.RawMessage(row)}))
}

// ui is what somebody does on the page, to the message unless something else is said.
func (w *world) ui(path, fields string) *httptest.ResponseRecorder {
	return w.do("POST", "/sandbox/ui/"+path, `{"user": "U0BEN", `+fields+`}`)
}

const there = `"channel": "C0CHECKOUT", "ts": "` + posted + `", "block_id": "row", `

// payload is the latest that the bot was sent.
func (w *world) payload() string { return w.sent[len(w.sent)-1].Get("payload") }

// got fails if the latest payload lacks one of the words.
func (w *world) got(words ...string) {
	w.t.Helper()
	for _, word := range words {
		if !strings.Contains(w.payload(), word) {
			w.t.Errorf("the bot got %s, without %s", w.payload(), word)
		}
	}
}

// open has the bot open a modal for Ben, and gives its id.
func (w *world) open() string {
	w.t.Helper()
	w.post()
	w.taken(w.ui("act", there+`"action_id": "rollback"`))
	var press struct {
		Trigger string `json:"trigger_id"`
	}
	w.ok(json.Unmarshal([]byte(w.payload()), &press))
	r := httptest.NewRequestWithContext(w.t.Context(), "POST", home+"/api/views.open", strings.NewReader(`{"trigger_id": "`+press.Trigger+`", "view": `+form+`}`))
	r.Header.Set("Authorization", "Bearer xoxb-1")
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	rec := httptest.NewRecorder()
	w.slack.Handler().ServeHTTP(rec, r)
	var opened struct{ View struct{ ID string } }
	w.ok(json.Unmarshal(rec.Body.Bytes(), &opened))
	if opened.View.ID == "" {
		w.t.Fatalf("no modal: %s", rec.Body)
	}
	return opened.View.ID
}

func (w *world) taken(rec *httptest.ResponseRecorder) {
	w.t.Helper()
	if rec.Code != http.StatusNoContent {
		w.t.Errorf("%d %s, want 204", rec.Code, rec.Body)
	}
}

func TestAButtonIsPressedAsWhoeverSeesIt(t *testing.T) {
	w := newWorld(t)
	w.post()
	w.taken(w.ui("act", there+`"action_id": "rollback"`))
	w.got(`"rollback"`, `"01A"`, ben)
	says(t, w.ui("act", there+`"action_id": "promote"`), 400, problem("that is not there to be used any more (action_not_found)"))
	w.status = http.StatusInternalServerError
	says(t, w.ui("act", there+`"action_id": "rollback"`), 400, problem("the bot could not be reached, or it answered with an error (dispatch_failed)"))
}

func TestAMenuTakesSeveralValues(t *testing.T) {
	w := newWorld(t)
	w.post()
	w.taken(w.ui("act", there+`"action_id": "reviewers", "values": ["U0ANA", "U0BEN"]`))
	w.got(`"selected_users":["U0ANA","U0BEN"]`)
	if rec := w.ui("act", there+`"action_id": "reviewers", "values": ["U0NOBODY"]`); rec.Code != 400 || len(w.sent) != 1 {
		t.Errorf("%d %s, %d payloads", rec.Code, rec.Body, len(w.sent))
	}
}

func TestAnExternalMenuOffersWhatTheBotSuggests(t *testing.T) {
	w := newWorld(t)
	w.post()
	w.answer = `{"options": [{"text": {"type": "plain_text", "text": "abc123"}, "value": "abc123"}]}`
	says(t, w.ui("suggest", there+`"action_id": "commit", "query": "abc"`), 200, w.answer)
	w.got(`"block_suggestion"`, `"value":"abc"`)
	w.taken(w.ui("act", there+`"action_id": "commit", "value": "abc123"`))
	w.got(`"selected_option"`, `"abc123"`)
	w.answer = `{"options": 1}`
	if rec := w.ui("suggest", there+`"action_id": "commit", "query": "abc"`); rec.Code != 400 || !strings.Contains(rec.Body.String(), "Slack refuses it: invalid_options") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
}

func TestAFormSaysWhatIsWrongInIt(t *testing.T) {
	w := newWorld(t)
	modal := w.open()
	rec := w.ui("submit", `"view_id": "`+modal+`", "values": {}`)
	if rec.Code != 200 || !strings.Contains(rec.Body.String(), `{"errors":{"ref":`) {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	filled := `"view_id": "` + modal + `", "values": {"ref": {"typed": {"value": "abc123"}}}`
	w.answer = `{"response_action": "errors", "errors": {"ref": "There is no such commit."}}`
	says(t, w.ui("submit", filled), 200, `{"errors": {"ref": "There is no such commit."}}`)
	w.status = http.StatusInternalServerError
	says(t, w.ui("submit", filled), 400, problem("the bot could not be reached, or it answered with an error (dispatch_failed)"))
	w.status, w.answer = http.StatusOK, ""
	w.taken(w.ui("submit", filled))
	w.got(`"view_submission"`, `"abc123"`)
	says(t, w.ui("submit", filled), 400, problem("that window is closed already (view_not_found)"))
}

func TestAModalIsClosedHoweverTheBotTakesIt(t *testing.T) {
	w := newWorld(t)
	modal := w.open()
	w.status = http.StatusInternalServerError
	w.taken(w.ui("close", `"view_id": "`+modal+`", "all": false`))
	w.got(`"view_closed"`)
	says(t, w.ui("close", `"view_id": "`+modal+`", "all": true`), 400, problem("that window is closed already (view_not_found)"))
}

func TestTheBotHearsThatItsHomeWasOpened(t *testing.T) {
	w := newWorld(t)
	w.taken(w.ui("home", `"tab": "home"`))
	if !strings.Contains(w.events, `"app_home_opened"`) || !strings.Contains(w.events, `"tab":"home"`) {
		t.Errorf("it heard %q", w.events)
	}
	says(t, w.ui("home", `"tab": "about"`), 400, problem("Slack refuses it: invalid_tab"))
}

func TestAShortcutIsUsedOnAMessageOrAnywhere(t *testing.T) {
	w := newWorld(t)
	w.post()
	w.taken(w.ui("shortcut", `"callback_id": "deploy"`))
	w.got(`"type":"shortcut"`)
	w.taken(w.ui("shortcut", `"callback_id": "blame", "channel": "C0CHECKOUT", "ts": "`+posted+`"`))
	w.got(`"type":"message_action"`, posted)
	if rec := w.ui("shortcut", `"callback_id": "blame"`); rec.Code != 400 {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
}
