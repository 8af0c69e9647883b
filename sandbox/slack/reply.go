package slack

import "encoding/json"

// reply is what the app sends to a response_url, or answers a command with.
type reply struct {
	Text            string          `json:"text"`
	Blocks          json.RawMessage `json:"blocks"`
	Attachments     json.RawMessage `json:"attachments"`
	ResponseType    string          `json:"response_type"` // "ephemeral" (if empty) or inChannel
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

const inChannel = "in_channel"

// publish does what a reply asks for and gives the ts of what it posted or
// changed.
func (w *Workspace) publish(origin responseURL, p reply) (ts string, err error) {
	ts, rows, err := w.published(origin, p)
	if err != nil {
		return "", err
	}
	return ts, w.commit(rows...)
}

// published are the rows of what a reply asks for. A command has no original
// message: its replies are always new.
func (w *Workspace) published(origin responseURL, p reply) (ts string, rows []row, err error) {
	if c, _ := w.channel(origin.Channel); c.IsArchived {
		return "", nil, refuse("channel_is_archived")
	}
	if original, found := w.message(origin.Channel, origin.TS); found && (p.ReplaceOriginal || p.DeleteOriginal) {
		rows, err := w.change(original, p)
		return origin.TS, rows, err
	}
	m, err := w.compose(origin.Channel, p.ThreadTS, p.content())
	if err != nil {
		return "", nil, err
	}
	if p.ResponseType != inChannel {
		m.EphemeralTo = origin.User
	}
	rows, err = w.said(m)
	return m.TS, rows, err
}

// change replaces or deletes the message that was clicked. Unlike chat.update
// it keeps nothing of what was there.
func (w *Workspace) change(original Message, p reply) ([]row, error) {
	switch {
	case original.Deleted:
		return nil, refuse("message_not_found")
	case p.DeleteOriginal:
		return w.erase(original)
	}
	original.Blocks, original.Attachments = nil, nil
	if err := w.fill(&original, p.content()); err != nil {
		return nil, err
	}
	w.markEdited(&original, p.content())
	return w.said(original)
}
