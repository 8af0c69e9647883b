package slack_test

import (
	"encoding/json"
	"strings"
	"testing"

	slackgo "github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
)

const ourLink = "https://links.example.com/see/01J?a=1&b=2"

// linked is a world whose app unfurls links to its own domain.
func linked(t *testing.T) (*world, *inbox) {
	t.Helper()
	w, in := subscribed(t, "link_shared")
	w.opts.Unfurls = []string{"links.example.com"}
	w.reopen()
	return w, in
}

// told is the event of links that the app was sent last.
func (in *inbox) told(t *testing.T) *slackevents.LinkSharedEvent {
	t.Helper()
	if len(in.bodies) == 0 {
		t.Fatal("the app hears of nothing")
	}
	outer, err := slackevents.ParseEvent(json.RawMessage(in.bodies[len(in.bodies)-1]), slackevents.OptionNoVerifyToken())
	ok(t, err)
	event, is := outer.InnerEvent.Data.(*slackevents.LinkSharedEvent)
	if !is {
		t.Fatalf("%T", outer.InnerEvent.Data)
	}
	return event
}

// unfurl is the event's unfurl_id, which the client does not read.
func (in *inbox) unfurl(t *testing.T) string {
	t.Helper()
	var outer struct {
		Event struct {
			ID string `json:"unfurl_id"`
		}
	}
	ok(t, json.Unmarshal([]byte(in.bodies[len(in.bodies)-1]), &outer))
	return outer.Event.ID
}

func TestTheAppHearsOfLinksToItsDomain(t *testing.T) {
	w, in := linked(t)
	ts, err := w.Say(ana, channel, "look: "+ourLink+". And again "+ourLink+", not https://other.example.com/see/01J", "")
	ok(t, err)
	w.retry()
	event := in.told(t)
	equal(t, "links", len(event.Links), 1)
	equal(t, "link", event.Links[0].URL, ourLink)
	equal(t, "domain", event.Links[0].Domain, "links.example.com")
	equal(t, "message", event.MessageTimeStamp, ts)
	equal(t, "who", event.User, ana)
}

func TestNobodyHearsOfOtherLinksNorOfTheAppsOwn(t *testing.T) {
	w, in := linked(t)
	_, err := w.Say(ana, channel, "https://other.example.com/see/01J and http://[ and links.example.com", "")
	ok(t, err)
	w.post("mine: " + ourLink)
	w.retry()
	equal(t, "events", len(in.bodies), 0)
}

func TestALinkIsUnfurledBelowItsMessage(t *testing.T) {
	w, in := linked(t)
	ts, err := w.Say(ana, channel, ourLink, "")
	ok(t, err)
	w.retry()
	card := map[string]slackgo.Attachment{ourLink: {Blocks: slackgo.Blocks{BlockSet: []slackgo.Block{
		slackgo.NewSectionBlock(slackgo.NewTextBlockObject("plain_text", "checkout is live", false, false), nil, nil),
	}}}}
	_, _, _, err = w.client.UnfurlMessage(channel, ts, card)
	ok(t, err)
	unfurls, err := json.Marshal(card)
	ok(t, err)
	equal(t, "by its id, too", w.call("chat.unfurl", map[string]string{"unfurl_id": in.unfurl(t), "source": "conversations_history", "unfurls": string(unfurls)})["ok"], any(true))
	for _, m := range w.View(ana).Channels[0].Messages {
		if m.TS == ts && !strings.Contains(string(m.Attachments), "checkout is live") {
			t.Errorf("attachments: %s", m.Attachments)
		}
	}
}

func TestWhatCannotBeUnfurledIsRefusedInSlacksWords(t *testing.T) {
	w, _ := linked(t)
	ts, err := w.Say(ana, channel, ourLink, "")
	ok(t, err)
	plain, err := w.Say(ana, channel, "no link", "")
	ok(t, err)
	fine := `{"` + ourLink + `":{"text":"x"}}`
	for _, c := range []struct {
		want string
		args map[string]string
	}{
		{"missing_unfurls", map[string]string{"channel": channel, "ts": ts}},
		{"invalid_unfurls_format", map[string]string{"channel": channel, "ts": ts, "unfurls": `[]`}},
		{"invalid_unfurls_format", map[string]string{"channel": channel, "ts": ts, "unfurls": `{"` + ourLink + `":1}`}},
		{"cannot_unfurl_url", map[string]string{"channel": channel, "ts": ts, "unfurls": `{"https://links.example.com/other":{}}`}},
		{"invalid_attachments", map[string]string{"channel": channel, "ts": ts, "unfurls": `{"` + ourLink + `":{"blocks":[{"type":"none"}]}}`}},
		{"cannot_unfurl_message", map[string]string{"channel": channel, "ts": plain, "unfurls": fine}},
		{"cannot_unfurl_message", map[string]string{"channel": channel, "ts": "1.2", "unfurls": fine}},
		{"missing_channel", map[string]string{"ts": ts, "unfurls": fine}},
		{"missing_ts", map[string]string{"channel": channel, "unfurls": fine}},
		{"invalid_source", map[string]string{"unfurl_id": channel + "." + ts, "source": "composer", "unfurls": fine}},
		{"invalid_unfurl_id", map[string]string{"unfurl_id": "C1.2", "source": "conversations_history", "unfurls": fine}},
	} {
		equal(t, c.want, w.call("chat.unfurl", c.args)["error"], any(c.want))
	}
}
