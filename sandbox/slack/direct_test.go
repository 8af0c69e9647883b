package slack_test

import (
	"strings"
	"testing"

	slackgo "github.com/slack-go/slack"
)

func TestAPersonIsWrittenToDirectly(t *testing.T) {
	w := newWorld(t)
	opened, known, already, err := w.client.OpenConversation(&slackgo.OpenConversationParameters{Users: []string{ana}})
	ok(t, err)
	equal(t, "known before", known || already, false)
	id, ts, err := w.client.PostMessage(ana, slackgo.MsgOptionText("psst", false))
	ok(t, err)
	equal(t, "channel", id, opened.ID)
	again, known, _, err := w.client.OpenConversation(&slackgo.OpenConversationParameters{Users: []string{ana}, ReturnIM: true})
	ok(t, err)
	equal(t, "same", again.ID, id)
	equal(t, "known", known, true)
	equal(t, "with", again.User, ana)
	equal(t, "im", again.IsIM, true)
	ims, _, err := w.client.GetConversationsForUser(&slackgo.GetConversationsForUserParameters{Types: []string{"im"}})
	ok(t, err)
	equal(t, "direct messages", len(ims), 1)
	equal(t, "name", ims[0].Name, "")

	other, _, err := w.client.PostMessage(ben, slackgo.MsgOptionText("psst", false))
	ok(t, err)
	equal(t, "ben's are others", other != id, true)

	_, err = w.Say(ana, id, "yes?", ts)
	ok(t, err)
	w.reopen()
	for user, want := range map[string]int{ana: 1, ben: 0} {
		seen := w.View(user).Channels
		equal(t, "replies seen by "+user, len(seen[len(seen)-1].Messages[0].Replies), want)
	}
}

func TestDirectMessagesThatCannotBeOpened(t *testing.T) {
	w := newWorld(t)
	for users, want := range map[string]string{
		"UNONE": "user_not_found", "UGONE": "user_disabled", bot: "cannot_dm_bot", "": "users_list_not_supplied",
		"U1,U2": "method_not_supported_for_channel_type", strings.Repeat("U1,", 9): "too_many_users",
	} {
		equal(t, users, w.call("conversations.open", map[string]string{"users": users})["error"], any(want))
	}
	for id, want := range map[string]string{"CNONE": "channel_not_found", channel: "method_not_supported_for_channel_type"} {
		equal(t, id, w.call("conversations.open", map[string]string{"channel": id})["error"], any(want))
	}
	equal(t, "gone", w.call("chat.postMessage", map[string]string{"channel": "UGONE", "text": "x"})["error"], any("user_disabled"))
}

func TestTheAppJoinsPublicChannelsOnly(t *testing.T) {
	w := newWorld(t)
	joined, warning, _, err := w.client.JoinConversation("CRANDOM")
	ok(t, err)
	equal(t, "member", joined.IsMember, true)
	equal(t, "warning", warning, "")
	_, warning, _, err = w.client.JoinConversation("CRANDOM")
	ok(t, err)
	equal(t, "warning", warning, "already_in_channel")
	members, _, err := w.client.GetUsersInConversation(&slackgo.GetUsersInConversationParameters{ChannelID: "CRANDOM"})
	ok(t, err)
	equal(t, "members", strings.Join(members, " "), ana+" "+bot)
	im, _, _, err := w.client.OpenConversation(&slackgo.OpenConversationParameters{Users: []string{ben}})
	ok(t, err)
	for id, want := range map[string]string{
		"COLD": "is_archived", "CSECRET": "channel_not_found", im.ID: "method_not_supported_for_channel_type",
	} {
		_, _, _, err := w.client.JoinConversation(id)
		refused(t, err, want)
	}
	equal(t, "in whose", w.call("users.conversations", map[string]string{"user": "UNONE"})["error"], any("user_not_found"))
}
