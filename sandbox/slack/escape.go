package slack

import (
	"encoding/json"
	"regexp"
	"strings"
)

// Slack keeps & < and > as entities, wherever < and > stand for something else:
// what people type is escaped by their client, and what an app posts should have
// been by the app. See https://docs.slack.dev/messaging/formatting-message-text

func escapeAll(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

// mention is a user or a channel in a text, as a client writes it when a person
// picks one.
var mention = regexp.MustCompile(`<(@[UW][A-Z0-9]+|#[CG][A-Z0-9]+(\|[^<>|&]*)?)>`)

// escapeTyped escapes what a person writes, but for the mentions in it.
func escapeTyped(text string) string {
	var out strings.Builder
	end := 0
	for _, at := range mention.FindAllStringIndex(text, -1) {
		out.WriteString(escapeAll(text[end:at[0]]))
		out.WriteString(text[at[0]:at[1]])
		end = at[1]
	}
	return out.String() + escapeAll(text[end:])
}

var ampersand = regexp.MustCompile(`&(amp;|lt;|gt;)?`)

// escapePosted escapes what an app posts: each & that begins no entity. Its < and
// > are links and mentions.
func escapePosted(text string) string {
	return ampersand.ReplaceAllStringFunc(text, func(found string) string {
		if found == "&" {
			return "&amp;"
		}
		return found
	})
}

// escapeBlocks escapes the texts of blocks, as an app gets them back. People see
// them as they were posted.
func escapeBlocks(raw json.RawMessage) json.RawMessage {
	blocks, err := decodeBlocks(raw)
	if err != nil {
		return raw // it was read when it was put there
	}
	walk(blocks, "", func(o map[string]any, _ string) {
		text, _ := o["text"].(string)
		switch o["type"] {
		case "plain_text":
			o["text"] = strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(escapePosted(text))
		case "mrkdwn":
			o["text"] = escapePosted(text)
		}
	})
	escaped, err := json.Marshal(blocks)
	if err != nil {
		return raw
	}
	return escaped
}
