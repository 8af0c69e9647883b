package slack

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// linkPattern finds the addresses in what somebody has typed.
var linkPattern = regexp.MustCompile(`https?://[^\s<>|"]+`)

// typed gives back what somebody has typed, of what is kept of it.
var typed = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// maxUnfurls is how many links of one message an app hears of. Ours: Slack does not say.
const maxUnfurls = 10

// linkEvents tells the app of links to its domains in a person's message, which it may
// unfurl.
// See https://docs.slack.dev/reference/events/link_shared
func (w *Workspace) linkEvents(old, m Message) ([]*pending, error) {
	if old.TS != "" || m.EphemeralTo != "" || m.User == w.opts.BotUserID {
		return nil, nil
	}
	var links []answer
	for _, link := range w.links(m) {
		links = append(links, answer{"domain": domainOf(link), "url": link})
	}
	if len(links) == 0 || !w.granted("links:read") {
		return nil, nil
	}
	c, _ := w.channel(m.Channel)
	event := answer{
		"type": "link_shared", "channel": c.ID, "user": m.User, "message_ts": m.TS, "links": links,
		"is_bot_user_member": c.has(w.opts.BotUserID), "event_ts": m.TS,
		"unfurl_id": unfurlID(m), "source": conversation,
	}
	if m.ThreadTS != "" {
		event["thread_ts"] = m.ThreadTS
	}
	return w.emit("link_shared", event, c.IsExtShared)
}

// conversation is the source of links in messages. The composer's are not simulated.
const conversation = "conversations_history"

// unfurlID names a message to chat.unfurl.
func unfurlID(m Message) string { return m.Channel + "." + m.TS }

// links are those of a message to the app's domains, each once.
func (w *Workspace) links(m Message) (found []string) {
	for _, link := range linkPattern.FindAllString(typed.Replace(m.Text), -1) {
		link = strings.TrimRight(link, ".,;:!?)")
		if slices.Contains(w.opts.Unfurls, domainOf(link)) && !slices.Contains(found, link) && len(found) < maxUnfurls {
			found = append(found, link)
		}
	}
	return found
}

func domainOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// chatUnfurl shows what a message's links lead to below it. What is unfurled again takes
// the place of what was there.
// See https://docs.slack.dev/reference/methods/chat.unfurl
func (w *Workspace) chatUnfurl(a args) (answer, error) {
	m, err := w.unfurled(a)
	if err != nil {
		return nil, err
	}
	given, err := decode([]byte(a["unfurls"]))
	cards, ok := given.(map[string]any)
	switch {
	case a["unfurls"] == "":
		return nil, refuse("missing_unfurls")
	case err != nil || !ok:
		return nil, refuse("invalid_unfurls_format")
	}
	var list []any
	for _, link := range slices.Sorted(maps.Keys(cards)) {
		card, ok := cards[link].(map[string]any)
		switch {
		case !slices.Contains(w.links(m), link):
			return nil, refuse("cannot_unfurl_url")
		case !ok:
			return nil, refuse("invalid_unfurls_format")
		}
		card["from_url"] = link
		list = append(list, card)
	}
	raw, err := json.Marshal(list)
	if err != nil {
		return nil, fmt.Errorf("encode unfurls: %w", err)
	}
	if m.Attachments, err = w.parseAttachments(string(raw)); err != nil {
		return nil, err
	}
	return answer{}, w.commit(w.messageRow(m))
}

// unfurled is the message whose links are meant: by channel and ts, or by unfurl_id and
// source.
func (w *Workspace) unfurled(a args) (Message, error) {
	channel, ts := a["channel"], a["ts"]
	if id := a["unfurl_id"]; id != "" || a["source"] != "" {
		if a["source"] != conversation {
			return Message{}, refuse("invalid_source")
		}
		channel, ts, _ = strings.Cut(id, ".")
		if _, found := w.message(channel, ts); !found {
			return Message{}, refuse("invalid_unfurl_id")
		}
	}
	switch {
	case channel == "":
		return Message{}, refuse("missing_channel")
	case ts == "":
		return Message{}, refuse("missing_ts")
	}
	m, found := w.message(channel, ts)
	if !found || m.Deleted || len(w.links(m)) == 0 {
		return Message{}, refuse("cannot_unfurl_message")
	}
	return m, nil
}
