package slack

import (
	"encoding/json"
	"unicode/utf8"
)

// content is what a message says.
type content struct{ text, blocks, attachments, metadata string }

func (a args) content() content {
	return content{text: a["text"], blocks: a["blocks"], attachments: a["attachments"], metadata: a["metadata"]}
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
	if m.Text == "" && m.Blocks == nil && m.Attachments == nil {
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

// postable is the channel that the app wants to post in, if it may.
func (w *Workspace) postable(a args) (Channel, error) {
	c, found := w.channelNamed(a["channel"])
	member := c.has(w.opts.BotUserID)
	switch {
	case !found, c.IsPrivate && !member:
		return c, refuse("channel_not_found")
	case c.IsArchived:
		return c, refuse("is_archived")
	case !member:
		return c, refuse("not_in_channel")
	}
	return c, nil
}

// threadOf checks what a reply replies to. A reply to what has been deleted
// is posted in the channel, as Slack does.
func (w *Workspace) threadOf(channelID, ts string) (string, error) {
	if ts == "" {
		return "", nil
	}
	parent, found := w.message(channelID, ts)
	switch {
	case !found || parent.EphemeralTo != "":
		return "", refuse("invalid_thread_ts")
	case parent.isReply():
		return "", refuse("cannot_reply_to_message")
	case parent.Deleted && len(w.replies(channelID, ts)) == 0:
		return "", nil
	}
	return ts, nil
}

// compose makes a new message by the app, not yet posted.
func (w *Workspace) compose(channelID, threadTS string, c content) (Message, error) {
	thread, err := w.threadOf(channelID, threadTS)
	if err != nil {
		return Message{}, err
	}
	m := Message{Channel: channelID, ThreadTS: thread, User: w.opts.BotUserID}
	if err := w.fill(&m, c); err != nil {
		return Message{}, err
	}
	m.TS = w.nextTS()
	return m, nil
}

func (w *Workspace) chatPostMessage(a args) (answer, error) {
	c, err := w.postable(a)
	if err != nil {
		return nil, err
	}
	m, err := w.compose(c.ID, a["thread_ts"], a.content())
	if err != nil {
		return nil, err
	}
	m.Broadcast = m.isReply() && a.is("reply_broadcast")
	if err := w.putMessage(m); err != nil {
		return nil, err
	}
	return answer{"channel": c.ID, "ts": m.TS, "message": w.showMessage(m, true)}, nil
}

func (w *Workspace) chatPostEphemeral(a args) (answer, error) {
	c, err := w.postable(a)
	if err != nil {
		return nil, err
	}
	if _, known := w.user(a["user"]); !known {
		return nil, refuse("user_not_found")
	}
	if !c.has(a["user"]) {
		return nil, refuse("user_not_in_channel")
	}
	m, err := w.compose(c.ID, a["thread_ts"], a.content())
	if err != nil {
		return nil, err
	}
	m.EphemeralTo = a["user"]
	if err := w.putMessage(m); err != nil {
		return nil, err
	}
	return answer{"message_ts": m.TS}, nil
}

// own is a message that the app wants to change, if it is there and its own. The
// channel must be given by id.
func (w *Workspace) own(a args, refusal string) (Message, error) {
	if _, found := w.channel(a["channel"]); !found {
		return Message{}, refuse("channel_not_found")
	}
	c, err := w.postable(a)
	if err != nil {
		return Message{}, err
	}
	m, found := w.message(c.ID, a["ts"])
	switch {
	case !found || m.Deleted || m.EphemeralTo != "":
		return m, refuse("message_not_found")
	case m.User != w.opts.BotUserID:
		return m, refuse(refusal)
	}
	return m, nil
}

func (w *Workspace) chatUpdate(a args) (answer, error) {
	m, err := w.own(a, "cant_update_message")
	if err != nil {
		return nil, err
	}
	c := a.content()
	if c.text == "" && c.blocks == "" && c.attachments == "" {
		return nil, refuse("no_text")
	}
	if err := w.fill(&m, c); err != nil {
		return nil, err
	}
	m.EditedTS = formatTS(w.opts.Now().UnixMicro())
	if err := w.putMessage(m); err != nil {
		return nil, err
	}
	return answer{"channel": m.Channel, "ts": m.TS, "text": m.Text, "message": w.showMessage(m, true)}, nil
}

func (w *Workspace) chatDelete(a args) (answer, error) {
	m, err := w.own(a, "cant_delete_message")
	if err != nil {
		return nil, err
	}
	if err := w.erase(m); err != nil {
		return nil, err
	}
	return answer{"channel": m.Channel, "ts": m.TS}, nil
}

// erase leaves only what keeps the ts from being given out again and the thread
// below together.
func (w *Workspace) erase(m Message) error {
	return w.putMessage(Message{
		Channel: m.Channel, TS: m.TS, ThreadTS: m.ThreadTS, User: m.User,
		EphemeralTo: m.EphemeralTo, Deleted: true,
	})
}
