package slack_test

import (
	"testing"

	slackgo "github.com/slack-go/slack"
)

func TestTheAppComesBackAndAChannelOpensAgain(t *testing.T) {
	w, in := subscribed(t, "member_joined_channel")
	post := func(id string) error {
		_, _, err := w.client.PostMessage(id, slackgo.MsgOptionText("x", false))
		return err
	}
	ok(t, w.RemoveApp(channel))
	refused(t, post(channel), "not_in_channel")
	ok(t, w.AddApp(channel))
	ok(t, w.AddApp(channel))
	ok(t, post(channel))
	refused(t, post("COLD"), "is_archived")
	ok(t, w.Unarchive("COLD"))
	ok(t, post("COLD"))
	info, err := w.client.GetConversationInfo(&slackgo.GetConversationInfoInput{ChannelID: channel, IncludeNumMembers: true})
	ok(t, err)
	equal(t, "members", info.NumMembers, 5)
	w.retry()
	equal(t, "joined", len(in.bodies), 1)
	refused(t, w.AddApp("CNONE"), "channel_not_found")
	refused(t, w.Unarchive("CNONE"), "channel_not_found")
}
