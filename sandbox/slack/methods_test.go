package slack_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/sandbox/slack"
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

func TestAttachmentsAreKeptAndCanBeTakenAway(t *testing.T) {
	w := newWorld(t)
	ts := w.post("", slackgo.MsgOptionAttachments(slackgo.Attachment{Text: "old style"}))
	equal(t, "attachment", strings.Contains(string(w.seen(ana)[0].Attachments), "old style"), true)
	w.call("chat.update", map[string]string{"channel": channel, "ts": ts, "text": "new", "attachments": "[]"})
	equal(t, "attachments", string(w.seen(ana)[0].Attachments), "")
}

func TestChannelsAreListedByTypeAndPage(t *testing.T) {
	w := newWorld(t)
	names := func(p slackgo.GetConversationsParameters) (out []string) {
		for {
			list, next, err := w.client.GetConversations(&p)
			ok(t, err)
			for _, c := range list {
				out = append(out, c.Name)
			}
			if next == "" {
				return out
			}
			p.Cursor = next
		}
	}
	for name, c := range map[string]struct {
		ask  slackgo.GetConversationsParameters
		want string
	}{
		"all public":   {slackgo.GetConversationsParameters{}, "checkout random old shared"},
		"by ones":      {slackgo.GetConversationsParameters{Limit: 1}, "checkout random old shared"},
		"in use":       {slackgo.GetConversationsParameters{ExcludeArchived: true}, "checkout random shared"},
		"private ones": {slackgo.GetConversationsParameters{Types: []string{"private_channel"}}, ""},
	} {
		t.Run(name, func(t *testing.T) { equal(t, "channels", strings.Join(names(c.ask), " "), c.want) })
	}
	shared, err := w.client.GetConversationInfo(&slackgo.GetConversationInfoInput{ChannelID: "CSHARED"})
	ok(t, err)
	equal(t, "shared", shared.IsExtShared, true)
	checkout, err := w.client.GetConversationInfo(&slackgo.GetConversationInfoInput{ChannelID: channel})
	ok(t, err)
	equal(t, "topic", checkout.Topic.Value, "money")
	equal(t, "member", checkout.IsMember, true)
}

func TestUsersCarryWhatRightsDependOn(t *testing.T) {
	w := newWorld(t)
	info := func(id string) *slackgo.User {
		u, err := w.client.GetUserInfo(id)
		ok(t, err)
		return u
	}
	equal(t, "real name", info(ana).RealName, "Ana Silva")
	equal(t, "display name", info(ana).Profile.DisplayName, "ana")
	equal(t, "time zone", info(ana).TZ, "Europe/Lisbon")
	equal(t, "admin", info(ben).IsAdmin, true)
	equal(t, "guest", info(guest).IsRestricted && info(guest).IsUltraRestricted, true)
	equal(t, "bot", info(bot).IsBot, true)
	equal(t, "bot id", info(bot).Profile.BotID, "BBOT")
	equal(t, "gone", info("UGONE").Deleted, true)
	equal(t, "no more about who has gone", info("UGONE").TZ, "")
	equal(t, "stranger", info("USTRANGER").IsStranger, true)
	equal(t, "stranger's team", info("USTRANGER").TeamID, "TOTHER")
	all, err := w.client.GetUsers(slackgo.GetUsersOptionLimit(2))
	ok(t, err)
	equal(t, "users", len(all), 6)
}

func TestHistoryIsPagedAndCut(t *testing.T) {
	w := newWorld(t)
	var ts []string
	for _, text := range strings.Fields("a b c d e") {
		ts = append(ts, w.post(text))
	}
	read := func(p slackgo.GetConversationHistoryParameters) (string, *slackgo.GetConversationHistoryResponse) {
		p.ChannelID = channel
		got, err := w.client.GetConversationHistory(&p)
		ok(t, err)
		var said []string
		for _, m := range got.Messages {
			said = append(said, m.Text)
		}
		return strings.Join(said, " "), got
	}
	said, first := read(slackgo.GetConversationHistoryParameters{Limit: 2})
	equal(t, "first page", said, "e d")
	equal(t, "more", first.HasMore, true)
	w.post("f") // must not shift the next page
	said, second := read(slackgo.GetConversationHistoryParameters{Limit: 3, Cursor: first.ResponseMetaData.NextCursor})
	equal(t, "second page", said, "c b a")
	equal(t, "more", second.HasMore, false)
	said, _ = read(slackgo.GetConversationHistoryParameters{Oldest: ts[1], Latest: ts[3]})
	equal(t, "between", said, "c")
	said, _ = read(slackgo.GetConversationHistoryParameters{Oldest: ts[1], Latest: ts[3], Inclusive: true})
	equal(t, "between, with both", said, "d c b")
}

func TestAWorkspaceNeedsItsOptions(t *testing.T) {
	_, err := slack.New(slack.Options{})
	for _, missing := range []string{"TeamID", "AppID", "BotToken", "BotUserID", "SigningSecret", "Now"} {
		if err == nil || !strings.Contains(err.Error(), missing) {
			t.Errorf("%v does not name %s", err, missing)
		}
	}
}

func TestTheAppsUserIsThereEvenIfNotListed(t *testing.T) {
	w := newWorld(t)
	w.opts.Users, w.opts.Disk = nil, nil
	w.reopen()
	me, err := w.client.AuthTest()
	ok(t, err)
	equal(t, "user", me.UserID, bot)
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
