package slack_test

import (
	"strings"
	"testing"

	slackgo "github.com/slack-go/slack"
)

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
