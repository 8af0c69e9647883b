package slack

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// content is what a message says.
type content struct {
	text, blocks, attachments, metadata string
	files                               []File
}

// empty tells whether there is nothing to show.
func (c content) empty() bool { return c.text == "" && c.blocks == "" && c.attachments == "" }

// content is what a call wants said. Markdown is shown as a block of it.
func (a args) content() (content, error) {
	c := content{text: a["text"], blocks: a["blocks"], attachments: a["attachments"], metadata: a["metadata"]}
	markdown := a["markdown_text"]
	switch {
	case markdown == "":
		return c, nil
	case c.text != "" || c.blocks != "":
		return c, refuse("markdown_text_conflict")
	case utf8.RuneCountInString(markdown) > maxMarkdown:
		return c, refuse("msg_too_long")
	}
	blocks, err := json.Marshal([]answer{{"type": "markdown", "text": markdown}})
	if err != nil {
		return c, fmt.Errorf("encode markdown_text: %w", err)
	}
	c.text, c.blocks = markdown, string(blocks)
	return c, nil
}

// fill checks content and puts it into a message. What is not given stays as it
// was, except the text: it goes with whatever replaces the message.
func (w *Workspace) fill(m *Message, c content) error {
	m.Text = escapePosted(c.text)
	if utf8.RuneCountInString(c.text) > maxMessageText {
		return refuse("msg_too_long")
	}
	if c.blocks != "" {
		blocks, err := w.parseBlocks(c.blocks)
		if err != nil {
			return err
		}
		m.Blocks = blocks
	}
	if c.attachments != "" {
		attachments, err := w.parseAttachments(c.attachments)
		if err != nil {
			return err
		}
		m.Attachments = attachments
	}
	m.Files = append(m.Files, c.files...)
	if m.Text == "" && m.Blocks == nil && m.Attachments == nil && len(m.Files) == 0 {
		return refuse("no_text")
	}
	return m.describe(c.metadata)
}

// parseAttachments checks attachments as far as they are blocks: their other
// fields are of old, and hardly any is refused. None at all are nil.
func (w *Workspace) parseAttachments(text string) (json.RawMessage, error) {
	v, err := decode([]byte(text))
	list, ok := v.([]any)
	switch {
	case err != nil || !ok:
		return nil, refuse("invalid_attachments")
	case len(list) > maxAttachments:
		return nil, refuse("too_many_attachments")
	case len(list) == 0:
		return nil, nil
	}
	for i, one := range list {
		at := fmt.Sprintf("/attachments/%d", i)
		attachment, ok := one.(map[string]any)
		if !ok {
			return nil, refuse("invalid_attachments", sentences(wrong(at, "must provide an object"))...)
		}
		given, there := attachment["blocks"]
		if !there || given == nil {
			continue
		}
		details := sentences(messageSchema(given, at+"/blocks"))
		details = append(details, w.missingFiles(given, at+"/blocks")...)
		if details = append(details, w.unknownBlocks(given, at+"/blocks")...); len(details) > 0 {
			return nil, refuse("invalid_attachments", details...)
		}
		blocks, _ := given.([]any)
		w.giveIDs(blocks)
	}
	checked, err := json.Marshal(list)
	if err != nil {
		return nil, fmt.Errorf("encode attachments: %w", err)
	}
	return checked, nil
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
