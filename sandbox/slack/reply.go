package slack

import "encoding/json"

// reply is what the app sends to a response_url, or answers a command with.
type reply struct {
	Text            string          `json:"text"`
	Blocks          json.RawMessage `json:"blocks"`
	Attachments     json.RawMessage `json:"attachments"`
	ResponseType    string          `json:"response_type"` // "ephemeral" (if empty) or "in_channel"
	ReplaceOriginal bool            `json:"replace_original"`
	DeleteOriginal  bool            `json:"delete_original"`
	ThreadTS        string          `json:"thread_ts"`
}

func (p reply) content() content {
	c := content{text: p.Text, blocks: string(p.Blocks), attachments: string(p.Attachments)}
	if c.blocks == "null" {
		c.blocks = ""
	}
	if c.attachments == "null" {
		c.attachments = ""
	}
	return c
}

// publish does what a reply asks for and gives the ts of what it posted or
// changed. A command has no original message: its replies are always new.
func (w *Workspace) publish(origin responseURL, p reply) (ts string, err error) {
	if c, _ := w.channel(origin.Channel); c.IsArchived {
		return "", refuse("channel_is_archived")
	}
	if original, found := w.message(origin.Channel, origin.TS); found && (p.ReplaceOriginal || p.DeleteOriginal) {
		return origin.TS, w.change(original, p)
	}
	m, err := w.compose(origin.Channel, p.ThreadTS, p.content())
	if err != nil {
		return "", err
	}
	if p.ResponseType != "in_channel" {
		m.EphemeralTo = origin.User
	}
	return m.TS, w.putMessage(m)
}

// change replaces or deletes the message that was clicked. Unlike chat.update
// it keeps nothing of what was there.
func (w *Workspace) change(original Message, p reply) error {
	switch {
	case original.Deleted:
		return refuse("message_not_found")
	case p.DeleteOriginal:
		return w.erase(original)
	}
	original.Blocks, original.Attachments = nil, nil
	if err := w.fill(&original, p.content()); err != nil {
		return err
	}
	original.EditedTS = formatTS(w.opts.Now().UnixMicro())
	return w.putMessage(original)
}
