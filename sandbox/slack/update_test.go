package slack_test

import (
	"maps"
	"strings"
	"testing"

	slackgo "github.com/slack-go/slack"
)

func TestTheTextOfAnEditIsShorterThanThatOfAMessage(t *testing.T) {
	w := newWorld(t)
	ts := w.post(strings.Repeat("é", 4001))
	for n, want := range map[int]any{4000: nil, 4001: "msg_too_long"} {
		got := w.call("chat.update", map[string]string{"channel": channel, "ts": ts, "text": strings.Repeat("é", n)})
		equal(t, "error", got["error"], want)
	}
}

func TestPeopleReadEditedBesideTextAlone(t *testing.T) {
	w := newWorld(t)
	ts := w.post("x")
	edit := func(more map[string]string) bool {
		form := map[string]string{"channel": channel, "ts": ts, "text": "y"}
		maps.Copy(form, more)
		equal(t, "error", w.call("chat.update", form)["error"], nil)
		return w.seen(ana)[0].Edited
	}
	equal(t, "with text", edit(nil), true)
	equal(t, "with blocks", edit(map[string]string{"blocks": `[{"type":"divider"}]`}), false)
	equal(t, "with attachments", edit(map[string]string{"attachments": `[{"text":"x"}]`}), false)
	equal(t, "with text again", edit(nil), true)
	_, d := w.clicked()
	equal(t, "ok", w.respond(d, `{"replace_original":true,"blocks":[{"type":"divider"}]}`)["ok"], any(true))
	equal(t, "a response with blocks", w.seen(ana)[1].Edited, false)
}

func TestAnEditKeepsMetadataUnlessItIsTakenAway(t *testing.T) {
	w := newWorld(t)
	ts := w.post("x", slackgo.MsgOptionMetadata(slackgo.SlackMetadata{EventType: "job", EventPayload: map[string]any{"id": "1"}}))
	edit := map[string]string{"channel": channel, "ts": ts, "text": "y"}
	equal(t, "ok", w.call("chat.update", edit)["ok"], any(true))
	equal(t, "kept", string(w.seen(ana)[0].Metadata) != "", true)
	edit["metadata"] = "{}"
	equal(t, "ok", w.call("chat.update", edit)["ok"], any(true))
	equal(t, "gone", string(w.seen(ana)[0].Metadata), "")
}

func TestASharedChannelNamesTheWorkspacesInIt(t *testing.T) {
	w := newWorld(t)
	_, err := w.Say("USTRANGER", "CSHARED", "hi", "")
	ok(t, err)
	shared, err := w.client.GetConversationInfo(&slackgo.GetConversationInfoInput{ChannelID: "CSHARED"})
	ok(t, err)
	equal(t, "teams", strings.Join(shared.SharedTeamIDs, " "), "TTEAM TOTHER")
	history, err := w.client.GetConversationHistory(&slackgo.GetConversationHistoryParameters{ChannelID: "CSHARED"})
	ok(t, err)
	equal(t, "the stranger's team", history.Messages[0].Team, "TOTHER")
}
