package slack

import (
	"encoding/json"
	"unicode/utf8"
)

// content is what a message says.
type content struct {
	text, blocks, attachments, metadata string
	files                               []File
}

// fill checks content and puts it into a message. What is not given stays as it
// was, except the text: it goes with whatever replaces the message.
func (w *Workspace) fill(m *Message, c content) error {
	m.Text = c.text
	if utf8.RuneCountInString(c.text) > maxMessageText {
		return refuse("msg_too_long")
	}
	if c.blocks != "" {
		blocks, err := w.parseBlocks(c.blocks)
		if err != nil {
			return err
		}
		if err := w.checkFiles(blocks, "/blocks"); err != nil {
			return err
		}
		m.Blocks = blocks
	}
	if c.attachments != "" {
		var list []json.RawMessage
		if json.Unmarshal([]byte(c.attachments), &list) != nil {
			return refuse("invalid_attachments")
		}
		if len(list) > maxAttachments {
			return refuse("too_many_attachments")
		}
		if m.Attachments = nil; len(list) > 0 {
			m.Attachments = json.RawMessage(c.attachments)
		}
	}
	m.Files = append(m.Files, c.files...)
	if m.Text == "" && m.Blocks == nil && m.Attachments == nil && len(m.Files) == 0 {
		return refuse("no_text")
	}
	return m.describe(c.metadata)
}

// describe sets the message's metadata.
// See https://docs.slack.dev/messaging/message-metadata
func (m *Message) describe(metadata string) error {
	if metadata == "" {
		return nil
	}
	var event struct {
		Type    string         `json:"event_type"`
		Payload map[string]any `json:"event_payload"`
	}
	if json.Unmarshal([]byte(metadata), &event) != nil || event.Type == "" || event.Payload == nil {
		return refuse("invalid_metadata_format")
	}
	m.Metadata = json.RawMessage(metadata)
	return nil
}
