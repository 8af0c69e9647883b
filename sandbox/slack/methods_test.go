package slack_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	slackgo "github.com/slack-go/slack"
)

func TestAuthTestSaysWhoTheAppIs(t *testing.T) {
	w := newWorld(t)
	me, err := w.client.AuthTest()
	ok(t, err)
	equal(t, "user", me.UserID, bot)
	equal(t, "name", me.User, "shipbot")
	equal(t, "bot", me.BotID, "BBOT")
	equal(t, "team", me.TeamID, "TTEAM")
}

func TestTheTokenIsTakenFromHeaderOrFormButNotFromJSON(t *testing.T) {
	w := newWorld(t)
	const form, asJSON = "application/x-www-form-urlencoded", "application/json; charset=utf-8"
	for name, c := range map[string]struct{ verb, kind, body, bearer, want string }{
		"form":                {"POST", form, "token=" + token, "", ""},
		"header":              {"POST", form, "", token, ""},
		"header and JSON":     {"POST", asJSON, "{}", token, ""},
		"header and GET":      {"GET", "", "", token, ""},
		"header, no body":     {"POST", "", "", token, ""},
		"in JSON":             {"POST", asJSON, `{"token":"` + token + `"}`, "", "not_authed"},
		"none":                {"POST", form, "", "", "not_authed"},
		"wrong":               {"POST", form, "", "xoxb-wrong", "invalid_auth"},
		"broken JSON":         {"POST", asJSON, "{", token, "invalid_json"},
		"JSON, no object":     {"POST", asJSON, "[]", token, "json_not_object"},
		"another type":        {"POST", "text/plain", "x", token, "invalid_post_type"},
		"a body, no type":     {"POST", "", "x", token, "missing_post_type"},
		"a form out of joint": {"POST", form, "a=%zz", token, "invalid_form_data"},
	} {
		t.Run(name, func(t *testing.T) {
			got := w.do(c.verb, "/api/auth.test", c.kind, c.body, c.bearer)
			equal(t, "ok", got["ok"], any(c.want == ""))
			if c.want != "" {
				equal(t, "error", got["error"], any(c.want))
			}
		})
	}
	equal(t, "error", w.call("chat.shout", nil)["error"], any("unknown_method"))
}

func TestAMessageIsPostedEditedAndDeleted(t *testing.T) {
	w := newWorld(t)
	section := slackgo.NewSectionBlock(slackgo.NewTextBlockObject(slackgo.MarkdownType, "*hi*", false, false), nil, nil)
	ts := w.post("hi", slackgo.MsgOptionBlocks(section),
		slackgo.MsgOptionMetadata(slackgo.SlackMetadata{EventType: "deploy", EventPayload: map[string]any{"id": "01"}}))

	history, err := w.client.GetConversationHistory(&slackgo.GetConversationHistoryParameters{ChannelID: channel, IncludeAllMetadata: true})
	ok(t, err)
	m := history.Messages[0]
	equal(t, "ts", m.Timestamp, ts)
	equal(t, "text", m.Text, "hi")
	equal(t, "user", m.User, bot)
	equal(t, "bot", m.BotID, "BBOT")
	equal(t, "metadata", m.Metadata.EventPayload["id"], any("01"))
	if m.Blocks.BlockSet[0].ID() == "" {
		t.Error("the block got no block_id")
	}

	_, _, text, err := w.client.UpdateMessage(channel, ts, slackgo.MsgOptionText("bye", false))
	ok(t, err)
	equal(t, "text", text, "bye")
	got := w.seen(ana)[0]
	equal(t, "edited", got.Edited, true)
	equal(t, "blocks that went with the text", string(got.Blocks), "")
	_, _, _, err = w.client.UpdateMessage(channel, ts, slackgo.MsgOptionBlocks(section))
	ok(t, err)
	equal(t, "blocks", strings.Contains(string(w.seen(ana)[0].Blocks), "*hi*"), true)

	_, _, err = w.client.DeleteMessage(channel, ts)
	ok(t, err)
	equal(t, "messages", len(w.seen(ana)), 0)
	_, _, _, err = w.client.UpdateMessage(channel, ts, slackgo.MsgOptionText("again", false))
	refused(t, err, "message_not_found")
}

func TestRepliesStayInTheirThread(t *testing.T) {
	w := newWorld(t)
	root := w.post("root")
	reply := w.post("first", slackgo.MsgOptionTS(root))
	w.post("second", slackgo.MsgOptionTS(root), slackgo.MsgOptionBroadcast())
	_, err := w.Say(ana, channel, "thanks", root)
	ok(t, err)

	thread, more, _, err := w.client.GetConversationReplies(&slackgo.GetConversationRepliesParameters{ChannelID: channel, Timestamp: root})
	ok(t, err)
	var said []string
	for _, m := range thread {
		said = append(said, m.Text)
	}
	if diff := cmp.Diff([]string{"root", "first", "second", "thanks"}, said); diff != "" {
		t.Error(diff)
	}
	equal(t, "more", more, false)
	equal(t, "replies", thread[0].ReplyCount, 3)
	equal(t, "thread of a reply", thread[1].ThreadTimestamp, root)
	equal(t, "parent", thread[1].ParentUserId, bot)

	history, err := w.client.GetConversationHistory(&slackgo.GetConversationHistoryParameters{ChannelID: channel})
	ok(t, err)
	equal(t, "in the channel: root and broadcast", len(history.Messages), 2)
	equal(t, "subtype", history.Messages[0].SubType, "thread_broadcast")

	_, _, err = w.client.PostMessage(channel, slackgo.MsgOptionText("x", false), slackgo.MsgOptionTS(reply))
	refused(t, err, "cannot_reply_to_message")

	t.Run("a deleted root stays as a tombstone while it has replies", func(t *testing.T) {
		ok(t, w.DeleteMessage(channel, root))
		history, err := w.client.GetConversationHistory(&slackgo.GetConversationHistoryParameters{ChannelID: channel})
		ok(t, err)
		equal(t, "subtype", history.Messages[1].SubType, "tombstone")
		equal(t, "replies", history.Messages[1].ReplyCount, 3)
		equal(t, "seen", w.seen(ana)[0].Deleted, true)
	})
	t.Run("a reply to what was deleted is posted in the channel", func(t *testing.T) {
		lone := w.post("lone")
		ok(t, w.DeleteMessage(channel, lone))
		w.post("late", slackgo.MsgOptionTS(lone))
		seen := w.seen(ana)
		equal(t, "thread", seen[len(seen)-1].ThreadTS, "")
		_, _, _, err := w.client.GetConversationReplies(&slackgo.GetConversationRepliesParameters{ChannelID: channel, Timestamp: lone})
		refused(t, err, "thread_not_found")
	})
}

func TestAnEphemeralMessageIsSeenByOneOnly(t *testing.T) {
	w := newWorld(t)
	ts, err := w.client.PostEphemeral(channel, ana, slackgo.MsgOptionText("psst", false))
	ok(t, err)
	equal(t, "ts", w.seen(ana)[0].TS, ts)
	equal(t, "marked", w.seen(ana)[0].Ephemeral, true)
	equal(t, "others see", len(w.seen(ben)), 0)
	history, err := w.client.GetConversationHistory(&slackgo.GetConversationHistoryParameters{ChannelID: channel})
	ok(t, err)
	equal(t, "history", len(history.Messages), 0)
	_, _, _, err = w.client.UpdateMessage(channel, ts, slackgo.MsgOptionText("x", false))
	refused(t, err, "message_not_found")
}

func TestWhatTheAppMayNotDoIsRefusedInSlacksWords(t *testing.T) {
	w := newWorld(t)
	human, err := w.Say(ana, channel, "mine", "")
	ok(t, err)
	own := w.post("own")
	many := "[" + strings.Repeat("{},", 100) + "{}]"
	for _, c := range []struct{ name, method, args, want string }{
		{"an unknown channel", "chat.postMessage", "channel=CNONE&text=x", "channel_not_found"},
		{"no channel", "chat.postMessage", "text=x", "invalid_arguments"},
		{"a channel without a name", "chat.postMessage", "channel=&text=x", "channel_not_found"},
		{"a private channel it cannot see", "chat.postMessage", "channel=CSECRET&text=x", "channel_not_found"},
		{"a channel it is not in", "chat.postMessage", "channel=random&text=x", "not_in_channel"},
		{"an archived channel", "chat.postMessage", "channel=#old&text=x", "is_archived"},
		{"nothing to say", "chat.postMessage", "channel=checkout", "no_text"},
		{"too much to say", "chat.postMessage", "channel=checkout&text=" + strings.Repeat("x", 40001), "msg_too_long"},
		{"blocks that are no JSON", "chat.postMessage", "channel=checkout&blocks=[", "invalid_blocks_format"},
		{"blocks that are no array", "chat.postMessage", "channel=checkout&blocks={}", "invalid_blocks_format"},
		{"blocks with something behind", "chat.postMessage", "channel=checkout&blocks=[]]", "invalid_blocks_format"},
		{"attachments that are no array", "chat.postMessage", "channel=checkout&attachments={}", "invalid_attachments"},
		{"too many attachments", "chat.postMessage", "channel=checkout&attachments=" + many, "too_many_attachments"},
		{"metadata without a type", "chat.postMessage", `channel=checkout&text=x&metadata={"event_payload":{}}`, "invalid_metadata_format"},
		{"a thread that never was", "chat.postMessage", "channel=checkout&text=x&thread_ts=1.2", "invalid_thread_ts"},
		{"an ephemeral for nobody", "chat.postEphemeral", "channel=checkout&text=x&user=UNONE", "user_not_found"},
		{"an ephemeral for an outsider", "chat.postEphemeral", "channel=checkout&text=x&user=USTRANGER", "user_not_in_channel"},
		{"an ephemeral nowhere", "chat.postEphemeral", "channel=CNONE&text=x&user=UANA", "channel_not_found"},
		{"an empty ephemeral", "chat.postEphemeral", "channel=checkout&user=UANA", "no_text"},
		{"an edit of a person's message", "chat.update", "channel=CCHECKOUT&text=x&ts=" + human, "cant_update_message"},
		{"an edit of nothing", "chat.update", "channel=CCHECKOUT&text=x&ts=1.2", "message_not_found"},
		{"an edit by a channel's name", "chat.update", "channel=checkout&text=x&ts=" + own, "channel_not_found"},
		{"an edit where it is not", "chat.update", "channel=CRANDOM&text=x&ts=1.2", "not_in_channel"},
		{"an edit to nothing", "chat.update", "channel=CCHECKOUT&ts=" + own, "no_text"},
		{"an edit to broken blocks", "chat.update", "channel=CCHECKOUT&blocks=[&ts=" + own, "invalid_blocks_format"},
		{"a person's message deleted", "chat.delete", "channel=CCHECKOUT&ts=" + human, "cant_delete_message"},
		{"info on no channel", "conversations.info", "channel=CNONE", "channel_not_found"},
		{"history from outside", "conversations.history", "channel=CRANDOM", "not_in_channel"},
		{"history since nonsense", "conversations.history", "channel=CCHECKOUT&oldest=yesterday", "invalid_ts_oldest"},
		{"history until nonsense", "conversations.history", "channel=CCHECKOUT&latest=2", "invalid_ts_latest"},
		{"history by a foreign cursor", "conversations.history", "channel=CCHECKOUT&cursor=xyz", "invalid_cursor"},
		{"too much history", "conversations.history", "channel=CCHECKOUT&limit=1000", "invalid_limit"},
		{"a thread from outside", "conversations.replies", "channel=CRANDOM&ts=1.2", "not_in_channel"},
		{"no thread", "conversations.replies", "channel=CCHECKOUT&ts=1.2", "thread_not_found"},
		{"a thread since nonsense", "conversations.replies", "channel=CCHECKOUT&oldest=x&ts=" + own, "invalid_ts_oldest"},
		{"channels of no type", "conversations.list", "types=club", "invalid_types"},
		{"minus one channel", "conversations.list", "limit=-1", "invalid_limit"},
		{"an unknown user", "users.info", "user=UNONE", "user_not_found"},
		{"users in a word", "users.list", "limit=some", "invalid_limit"},
	} {
		t.Run(c.name, func(t *testing.T) {
			form := map[string]string{}
			for _, pair := range strings.Split(c.args, "&") {
				name, value, _ := strings.Cut(pair, "=")
				form[name] = value
			}
			got := w.call(c.method, form)
			equal(t, "status", got["status"], any(http.StatusOK))
			equal(t, "error", got["error"], any(c.want))
		})
	}
	equal(t, "messages", len(w.seen(ana)), 2)
}

func TestAJSONBodyMayCarryBlocksAsAnArray(t *testing.T) {
	w := newWorld(t)
	body := `{"channel":"checkout","text":null,"blocks":[{"type":"divider"}],"unfurl_links":false}`
	equal(t, "ok", w.do("POST", "/api/chat.postMessage", "application/json", body, token)["ok"], any(true))
	equal(t, "messages", len(w.seen(ana)), 1)
}

func TestAttachmentsAreObjectsWithRightBlocks(t *testing.T) {
	w := newWorld(t)
	post := func(attachments string) map[string]any {
		return w.call("chat.postMessage", map[string]string{"channel": channel, "attachments": attachments})
	}
	for attachments, why := range map[string]string{
		`["x"]`:                                 "must provide an object [json-pointer:/attachments/0]",
		`[{},{"blocks":[{"type":"nonsense"}]}]`: "unsupported type: nonsense [json-pointer:/attachments/1/blocks/0/type]",
		`[{"blocks":[{"type":"image","alt_text":"a","slack_file":{"id":"FNONE"}}]}]`:           "invalid slack file [json-pointer:/attachments/0/blocks/0/slack_file]",
		`[{"blocks":{"type":"divider"}}]`:                                                      "must provide an array [json-pointer:/attachments/0/blocks]",
		`[{"color":"#fff","blocks":[{"type":"header","text":{"type":"mrkdwn","text":"x"}}]}] `: "",
	} {
		got := post(attachments)
		equal(t, attachments, got["error"], any("invalid_attachments"))
		equal(t, attachments, strings.Contains(toJSON(t, got["errors"]), why), true)
	}
	equal(t, "right", post(`[{"color":"#fff","blocks":[{"type":"divider"}]},{"blocks":null}]`)["error"], nil)
	equal(t, "ids", strings.Contains(string(w.seen(ana)[0].Attachments), `"block_id":"b`), true)
}

func TestMarkdownIsShownAsABlock(t *testing.T) {
	w := newWorld(t)
	post := func(form map[string]string) any {
		form["channel"] = channel
		return w.call("chat.postMessage", form)["error"]
	}
	long := strings.Repeat("é", 12000)
	equal(t, "alone", post(map[string]string{"markdown_text": "**hi**"}), nil)
	equal(t, "blocks", strings.Contains(string(w.seen(ana)[0].Blocks), `"text":"**hi**","type":"markdown"`), true)
	equal(t, "long", post(map[string]string{"markdown_text": long}), nil)
	equal(t, "too long", post(map[string]string{"markdown_text": long + "x"}), any("msg_too_long"))
	for other, value := range map[string]string{"text": "x", "blocks": `[{"type":"divider"}]`} {
		equal(t, "with "+other, post(map[string]string{"markdown_text": "x", other: value}), any("markdown_text_conflict"))
	}
	form := map[string]string{"channel": channel, "user": ana, "ts": w.seen(ana)[0].TS, "markdown_text": long}
	equal(t, "a long edit", w.call("chat.update", form)["error"], nil)
	form["text"] = "x"
	for _, method := range []string{"chat.update", "chat.postEphemeral"} {
		equal(t, method, w.call(method, form)["error"], any("markdown_text_conflict"))
	}
}

func TestAttachmentsAreKeptAndCanBeTakenAway(t *testing.T) {
	w := newWorld(t)
	ts := w.post("", slackgo.MsgOptionAttachments(slackgo.Attachment{Text: "old style"}))
	equal(t, "attachment", strings.Contains(string(w.seen(ana)[0].Attachments), "old style"), true)
	w.call("chat.update", map[string]string{"channel": channel, "ts": ts, "text": "new", "attachments": "[]"})
	equal(t, "attachments", string(w.seen(ana)[0].Attachments), "")
}

func FuzzAnyRequestIsAnswered(f *testing.F) {
	f.Add("application/json", `{"channel":"checkout","text":"x"}`)
	f.Add("application/x-www-form-urlencoded", "channel=checkout&blocks=%5B%7B%7D%5D")
	w := newWorld(f)
	handler := w.Handler()
	f.Fuzz(func(t *testing.T, kind, body string) {
		req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/chat.postMessage", strings.NewReader(body))
		req.Header["Content-Type"] = []string{kind}
		req.Header.Set("Authorization", "Bearer "+token)
		rec := httptest.NewRecorder()
		handler.ServeHTTP(rec, req)
		if !strings.Contains(rec.Body.String(), `"ok":`) {
			t.Errorf("no answer to %q: %d %s", body, rec.Code, rec.Body)
		}
	})
}
