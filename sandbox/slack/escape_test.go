package slack_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	slackgo "github.com/slack-go/slack"
	"pgregory.net/rapid"
)

func TestWhatPeopleWriteIsEscapedButForMentions(t *testing.T) {
	w, in := subscribed(t, "message.channels")
	for typed, want := range map[string]string{
		"a & b <c>":            "a &amp; b &lt;c&gt;",
		"&amp;":                "&amp;amp;",
		"<@UBEN> & <#CRANDOM>": "<@UBEN> &amp; <#CRANDOM>",
		"<#CRANDOM|random> <":  "<#CRANDOM|random> &lt;",
		"<!channel> <@uben>":   "&lt;!channel&gt; &lt;@uben&gt;",
		"<https://x.test|y>":   "&lt;https://x.test|y&gt;",
	} {
		in.bodies = nil
		ts, err := w.Say(ana, channel, typed, "")
		ok(t, err)
		w.retry()
		var got struct{ Event struct{ Text, TS string } }
		ok(t, json.Unmarshal([]byte(in.bodies[0]), &got))
		equal(t, "message", got.Event.TS, ts)
		equal(t, typed, got.Event.Text, want)
	}
}

func TestWhatTheAppForgotToEscapeComesBackEscaped(t *testing.T) {
	w := newWorld(t)
	menu := slackgo.NewActionBlock("row", slackgo.NewButtonBlockElement("a", "v & w", words("Yes & <no>")))
	section := slackgo.NewSectionBlock(slackgo.NewTextBlockObject(slackgo.MarkdownType, "a & b &lt; <@UANA>", false, false), nil, nil)
	ts := w.post("a & b &lt; &amp; <@UANA>", slackgo.MsgOptionBlocks(section, menu))
	h := w.hear("")
	_, err := w.Click(t.Context(), ana, channel, ts, "a", "")
	ok(t, err)
	message, _ := h.raw[0]["message"].(map[string]any)
	equal(t, "text", message["text"], any("a &amp; b &lt; &amp; <@UANA>"))
	blocks, _ := message["blocks"].([]any)
	section0, _ := blocks[0].(map[string]any)
	equal(t, "mrkdwn", section0["text"].(map[string]any)["text"], any("a &amp; b &lt; <@UANA>"))
	button, _ := blocks[1].(map[string]any)["elements"].([]any)[0].(map[string]any)
	equal(t, "plain text", button["text"].(map[string]any)["text"], any("Yes &amp; &lt;no&gt;"))
	equal(t, "a value", button["value"], any("v & w"))
	equal(t, "people see what was posted", strings.Contains(string(w.seen(ana)[0].Blocks), `Yes \u0026 \u003cno\u003e`), true)
}

func TestNothingButMentionsIsMarkupInWhatPeopleWrite(t *testing.T) {
	w := quiet(t)
	rapid.Check(t, func(rt *rapid.T) {
		typed := "x" + strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"<", ">", "&", "@UANA", "!here", "amp;", "<@UBEN>", "é", "|"})).Draw(rt, "typed"), "")
		_, err := w.Say(ana, channel, typed, "")
		ok(t, err)
		seen := w.seen(ana)
		got := seen[len(seen)-1].Text
		bare := strings.NewReplacer("<@UBEN>", "", "<@UANA>", "").Replace(got)
		if strings.ContainsAny(bare, "<>") {
			rt.Fatalf("%q became %q", typed, got)
		}
		if back := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(got); back != typed {
			rt.Fatalf("%q became %q, which reads %q", typed, got, back)
		}
	})
}

func TestOnlyPublicChannelsAreNamedToTheApp(t *testing.T) {
	w := withShortcuts(t)
	ok(t, w.AddApp("CSECRET"))
	im, _, _, err := w.client.OpenConversation(&slackgo.OpenConversationParameters{Users: []string{ben}})
	ok(t, err)
	for id, want := range map[string]string{channel: "checkout", "CSECRET": "privategroup", im.ID: "directmessage"} {
		_, ts, err := w.client.PostMessage(id, slackgo.MsgOptionBlocks(button("a", "v")))
		ok(t, err)
		h := w.hear("")
		_, err = w.Click(t.Context(), ben, id, ts, "a", "")
		ok(t, err)
		_, err = w.MessageShortcut(t.Context(), ben, id, ts, "this")
		ok(t, err)
		for i, raw := range h.raw {
			equal(t, h.paths[i], raw["channel"].(map[string]any)["name"], any(want))
		}
		w.answer(func(_ http.ResponseWriter, r *http.Request) { equal(t, "command", r.FormValue("channel_name"), want) })
		_, err = w.Command(t.Context(), ben, id, "/x", "")
		ok(t, err)
	}
}
