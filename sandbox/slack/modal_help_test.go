package slack_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"testing"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

// heard is what an app was sent.
type heard struct {
	paths    []string
	payloads []slackgo.InteractionCallback
	raw      []map[string]any
}

func (h *heard) last() slackgo.InteractionCallback { return h.payloads[len(h.payloads)-1] }

// hear makes the app keep what it is sent, and answer with JSON.
func (w *world) hear(body string) *heard {
	w.t.Helper()
	h := &heard{}
	w.answer(func(rw http.ResponseWriter, r *http.Request) {
		var raw map[string]any
		payload, err := slackgo.InteractionCallbackParse(r)
		if err != nil {
			w.t.Error(err)
		}
		if err := json.Unmarshal([]byte(r.PostForm.Get("payload")), &raw); err != nil {
			w.t.Error(err)
		}
		h.paths, h.payloads, h.raw = append(h.paths, r.URL.Path), append(h.payloads, payload), append(h.raw, raw)
		asJSON(rw, body)
	})
	return h
}

// asJSON answers with a body that says what it is.
func asJSON(rw http.ResponseWriter, body string) {
	rw.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(rw, body)
}

// hearCommands makes the app answer commands with JSON.
func (w *world) hearCommands(body string) {
	w.answer(func(rw http.ResponseWriter, _ *http.Request) { asJSON(rw, body) })
}

// silent makes the app answer everything with nothing.
func (w *world) silent() { w.answer(func(http.ResponseWriter, *http.Request) {}) }

func words(s string) *slackgo.TextBlockObject {
	return slackgo.NewTextBlockObject(slackgo.PlainTextType, s, false, false)
}

// form is a modal with one required input, "reason" in block "why".
func form(title string) slackgo.ModalViewRequest {
	reason := slackgo.NewPlainTextInputBlockElement(nil, "reason").WithMinLength(2).WithMaxLength(8)
	return modalOf(title, slackgo.NewInputBlock("why", words("Why?"), nil, reason))
}

func modalOf(title string, blocks ...slackgo.Block) slackgo.ModalViewRequest {
	return slackgo.ModalViewRequest{
		Type: slackgo.VTModal, Title: words(title), Submit: words("Go"),
		Blocks: slackgo.Blocks{BlockSet: blocks},
	}
}

// open opens a modal for a user, as the app does after a command.
func (w *world) open(userID string, view slackgo.ModalViewRequest) *slackgo.ViewResponse {
	w.t.Helper()
	w.silent()
	d, err := w.Command(w.t.Context(), userID, channel, "/deploy", "")
	ok(w.t, err)
	opened, err := w.client.OpenView(d.TriggerID, view)
	ok(w.t, err)
	return opened
}

// openJSON opens a modal of some blocks for Ana, and gives what she sees.
func (w *world) openJSON(blocks string) slackgo.View {
	w.t.Helper()
	w.silent()
	return w.showJSON("views.open", w.command().TriggerID, blocks)
}

// showJSON opens or pushes a modal of some blocks.
func (w *world) showJSON(method, triggerID, blocks string) slackgo.View {
	w.t.Helper()
	form := url.Values{"token": {token}, "trigger_id": {triggerID}, "view": {`{"type":"modal",
		"title":{"type":"plain_text","text":"T"},"submit":{"type":"plain_text","text":"S"},"blocks":` + blocks + `}`}}
	got := w.do(http.MethodPost, "/api/"+method, "application/x-www-form-urlencoded", form.Encode(), "")
	if got["ok"] != true {
		w.t.Fatal(got)
	}
	open := w.View(ana).Modals
	return seenView(w.t, open[len(open)-1])
}

// pressed uses the button "more" in a modal, which lets the app push.
func (w *world) pressed(userID, viewID string) slack.Delivery {
	w.t.Helper()
	w.silent()
	d, err := w.Act(w.t.Context(), userID, slack.Place{ViewID: viewID}, "", "more", slack.Choice{})
	ok(w.t, err)
	return d
}

// pushy is a modal with the button "more".
func pushy(title string) slackgo.ModalViewRequest { return modalOf(title, button("more", "v")) }

// pile opens modals of some titles on each other and gives the last.
func (w *world) pile(titles ...string) *slackgo.ViewResponse {
	w.t.Helper()
	top := w.open(ana, pushy(titles[0]))
	for _, title := range titles[1:] {
		pushed, err := w.client.PushView(w.pressed(ana, top.ID).TriggerID, pushy(title))
		ok(w.t, err)
		top = pushed
	}
	return top
}

// modals are the titles of what a user has open, bottom to top.
func (w *world) modals(userID string) (titles []string) {
	w.t.Helper()
	for _, raw := range w.View(userID).Modals {
		titles = append(titles, seenView(w.t, raw).Title.Text)
	}
	return titles
}

func seenView(t testing.TB, raw json.RawMessage) (v slackgo.View) {
	t.Helper()
	ok(t, json.Unmarshal(raw, &v))
	return v
}

// state is one value in the state of a user's top modal.
func (w *world) state(userID, block, action string) slackgo.BlockAction {
	w.t.Helper()
	open := w.View(userID).Modals
	return seenView(w.t, open[len(open)-1]).State.Values[block][action]
}

func typed(block, action, value string) map[string]map[string]slack.Choice {
	return map[string]map[string]slack.Choice{block: {action: {Value: value}}}
}
