package slack_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

// respond posts JSON to a response_url.
func (w *world) respond(d slack.Delivery, body string) map[string]any {
	w.t.Helper()
	return w.do(http.MethodPost, strings.TrimPrefix(d.ResponseURL, w.url), "application/json", body, "")
}

func (w *world) command() slack.Delivery {
	w.t.Helper()
	d, err := w.Command(w.t.Context(), ana, channel, "/deploy", "")
	ok(w.t, err)
	return d
}

// clicked is a click by Ana on a button in a new message of the app.
func (w *world) clicked() (ts string, d slack.Delivery) {
	w.t.Helper()
	ts = w.post("press me", slackgo.MsgOptionBlocks(button("a", "v")))
	d, err := w.Click(w.t.Context(), ana, channel, ts, "a", "")
	ok(w.t, err)
	return ts, d
}

func TestAResponseIsForTheUserUnlessTheAppWantsAllToSee(t *testing.T) {
	w := newWorld(t)
	d := w.command()
	root := w.post("root")
	equal(t, "ok", w.respond(d, `{"text":"for you"}`)["ok"], any(true))
	equal(t, "ok", w.respond(d, `{"text":"for all","response_type":"in_channel","blocks":null,"attachments":null}`)["ok"], any(true))
	equal(t, "ok", w.respond(d, `{"text":"below","thread_ts":"`+root+`"}`)["ok"], any(true))
	equal(t, "ok", w.respond(d, `{"text":"a command has no original","replace_original":true}`)["ok"], any(true))
	want := []string{"root", "for you", "for all", "a command has no original"}
	if diff := cmp.Diff(want, texts(w.seen(ana))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"root", "for all"}, texts(w.seen(ben))); diff != "" {
		t.Error(diff)
	}
	equal(t, "in the thread", w.seen(ana)[0].Replies[0].Text, "below")
	equal(t, "replies that count", w.seen(ana)[0].ReplyCount, 0)
}

func TestSlackGoCanUseAResponseURL(t *testing.T) {
	w := newWorld(t)
	_, d := w.clicked()
	_, _, _, err := w.client.SendMessage("", slackgo.MsgOptionReplaceOriginal(d.ResponseURL), slackgo.MsgOptionText("done", false))
	ok(t, err)
	ok(t, slackgo.PostWebhook(d.ResponseURL, &slackgo.WebhookMessage{Text: "and more"}))
	if diff := cmp.Diff([]string{"done", "and more"}, texts(w.seen(ana))); diff != "" {
		t.Error(diff)
	}
}

func TestAResponseReplacesOrDeletesWhatWasClicked(t *testing.T) {
	w := newWorld(t)
	ts, d := w.clicked()
	equal(t, "ok", w.respond(d, `{"replace_original":true,"text":"pressed"}`)["ok"], any(true))
	m := w.seen(ben)[0]
	equal(t, "same message", m.TS, ts)
	equal(t, "text", m.Text, "pressed")
	equal(t, "blocks", string(m.Blocks), "")
	equal(t, "edited", m.Edited, true)
	equal(t, "nothing in place of it", w.respond(d, `{"replace_original":true}`)["error"], any("no_text"))
	equal(t, "ok", w.respond(d, `{"delete_original":true}`)["ok"], any(true))
	equal(t, "messages", len(w.seen(ben)), 0)
	equal(t, "deleted twice", w.respond(d, `{"delete_original":true}`)["error"], any("message_not_found"))
}

func TestAResponseReplacesWhatOnlyOnePersonSees(t *testing.T) {
	w := newWorld(t)
	w.silent()
	ts, err := w.client.PostEphemeral(channel, ana, slackgo.MsgOptionText("sure?", false), slackgo.MsgOptionBlocks(button("yes", "v")))
	ok(t, err)
	d, err := w.Click(t.Context(), ana, channel, ts, "yes", "")
	ok(t, err)
	equal(t, "ok", w.respond(d, `{"replace_original":true,"text":"done","response_type":"in_channel"}`)["ok"], any(true))
	equal(t, "text", w.seen(ana)[0].Text, "done")
	equal(t, "others see", len(w.seen(ben)), 0) // it cannot become one for all
	equal(t, "ok", w.respond(d, `{"delete_original":true}`)["ok"], any(true))
	equal(t, "messages", len(w.seen(ana)), 0)
}

func TestAResponseURLWorksFiveTimesInThirtyMinutes(t *testing.T) {
	w := newWorld(t)
	d := w.command()
	for range 5 {
		equal(t, "ok", w.respond(d, `{"text":"x"}`)["ok"], any(true))
	}
	w.reopen() // the count outlives a crash
	got := w.respond(d, `{"text":"x"}`)
	equal(t, "status", got["status"], any(http.StatusNotFound))
	equal(t, "error", got["error"], any("used_url"))

	late := w.command()
	w.clock.forward(30*time.Minute - time.Nanosecond)
	equal(t, "in time", w.respond(late, `{"text":"x"}`)["ok"], any(true))
	w.clock.forward(time.Nanosecond)
	got = w.respond(late, `{"text":"x"}`)
	equal(t, "status", got["status"], any(http.StatusNotFound))
	equal(t, "error", got["error"], any("expired_url"))
	w.command()
	for key := range w.disk.rows {
		if strings.HasSuffix(key, late.ResponseURL[len(w.url)+1:]) {
			t.Errorf("%s is still on disk", key)
		}
	}
}

func TestAResponseThatMakesNoSenseIsRefused(t *testing.T) {
	w := newWorld(t)
	d := w.command()
	for body, want := range map[string]string{
		`{`:                                "invalid_payload",
		`{}`:                               "no_text",
		`{"blocks":[{}]}`:                  "invalid_blocks",
		`{"text":"x","thread_ts":"1.2"}`:   "invalid_thread_ts",
		`{"text":"x","attachments":[true}`: "invalid_payload",
	} {
		got := w.respond(d, body)
		equal(t, body+" status", got["status"], any(http.StatusBadRequest))
		equal(t, body, got["error"], any(want))
	}
	last := w.command()
	ok(t, w.Archive(channel))
	equal(t, "archived", w.respond(last, `{"text":"x"}`)["error"], any("channel_is_archived"))
}
