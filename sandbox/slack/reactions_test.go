package slack_test

import (
	"testing"

	slackgo "github.com/slack-go/slack"
)

func TestAReactionIsAddedOnceAndTakenBack(t *testing.T) {
	w := newWorld(t)
	at := slackgo.NewRefToMessage(channel, w.post("well done"))
	ok(t, w.client.AddReaction("tada", at))
	refused(t, w.client.AddReaction("tada", at), "already_reacted")
	ok(t, w.client.AddReaction("eyes", at))
	w.reopen()
	equal(t, "seen", w.seen(ana)[0].Reactions[1].Name, "eyes")
	got, err := w.client.GetReactions(at, slackgo.NewGetReactionsParameters())
	ok(t, err)
	equal(t, "reactions", len(got.Reactions), 2)
	equal(t, "count", got.Reactions[0].Count, 1)
	ok(t, w.client.RemoveReaction("tada", at))
	refused(t, w.client.RemoveReaction("tada", at), "no_reaction")
	equal(t, "left", len(w.seen(ana)[0].Reactions), 1)
}

func TestReactionsThatAreRefused(t *testing.T) {
	w := newWorld(t)
	ts := w.post("x")
	for want, form := range map[string]map[string]string{
		"no_item_specified": {"name": "eyes", "channel": channel, "timestamp": ""},
		"channel_not_found": {"name": "eyes", "channel": "CSECRET", "timestamp": ts},
		"bad_timestamp":     {"name": "eyes", "channel": channel, "timestamp": "1"},
		"invalid_name":      {"name": "two words", "channel": channel, "timestamp": ts},
		"is_archived":       {"name": "eyes", "channel": "COLD", "timestamp": ts},
		"message_not_found": {"name": "eyes", "channel": channel, "timestamp": "1600000000.000100"},
		"invalid_arguments": {"channel": channel, "timestamp": ts},
	} {
		equal(t, want, w.call("reactions.add", form)["error"], any(want))
	}
	got := w.call("reactions.get", map[string]string{"channel": channel, "timestamp": "1"})
	equal(t, "get", got["error"], any("bad_timestamp"))
}

func TestALinkLeadsToAMessageAndItsThread(t *testing.T) {
	w := newWorld(t)
	w.clock.nanos.Store(1_700_000_000e9)
	root := w.post("root")
	link, err := w.client.GetPermalink(&slackgo.PermalinkParameters{Channel: channel, Ts: root})
	ok(t, err)
	equal(t, "link", link, w.url+"/archives/CCHECKOUT/p1700000001000000")
	link, err = w.client.GetPermalink(&slackgo.PermalinkParameters{Channel: channel, Ts: w.post("x", slackgo.MsgOptionTS(root))})
	ok(t, err)
	equal(t, "link", link, w.url+"/archives/CCHECKOUT/p1700000002000000?thread_ts="+root+"&cid=CCHECKOUT")
	_, err = w.client.GetPermalink(&slackgo.PermalinkParameters{Channel: channel, Ts: "1.2"})
	refused(t, err, "message_not_found")
	_, err = w.client.GetPermalink(&slackgo.PermalinkParameters{Channel: "CNONE", Ts: root})
	refused(t, err, "channel_not_found")
}
