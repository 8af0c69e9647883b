package slack

import (
	"errors"
	"unicode/utf8"
)

func chatMethods() map[string]method {
	const write = "chat:write"
	return map[string]method{
		"chat.delete":        {do: (*Workspace).chatDelete, rate: tier3(), needs: "channel ts", scopes: write},
		"chat.getPermalink":  {do: (*Workspace).chatGetPermalink, rate: special(), needs: "channel message_ts", formOnly: true},
		"chat.postEphemeral": {do: (*Workspace).chatPostEphemeral, rate: tier4(), needs: "channel user", scopes: write},
		"chat.postMessage":   {do: (*Workspace).chatPostMessage, rate: special(), perChannel: true, needs: "channel", scopes: write},
		"chat.unfurl":        {do: (*Workspace).chatUnfurl, rate: tier3(), needs: "", scopes: "links:write"},
		"chat.update":        {do: (*Workspace).chatUpdate, rate: tier3(), needs: "channel ts", scopes: write},
	}
}

// postable is the channel that the app wants to post in, if it may: where it is a
// member or, for what outsiders may do, with the scope for that. A user's id
// stands for direct messages.
func (w *Workspace) postable(a args, outsider bool) (Channel, error) {
	c, found := w.channelNamed(a["channel"])
	if _, known := w.user(a["channel"]); known && !found {
		c, _, err := w.openDirect(a["channel"])
		return c, err
	}
	member := c.has(w.opts.BotUserID)
	welcome := member || outsider && w.granted(postAnywhere)
	switch {
	case !found, c.IsPrivate && !member:
		return c, refuse("channel_not_found")
	case c.IsArchived:
		return c, refuse("is_archived")
	case !welcome:
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
	c, err := w.postable(a, true)
	if err != nil {
		return nil, err
	}
	said, err := a.content()
	if err != nil {
		return nil, err
	}
	m, err := w.compose(c.ID, a["thread_ts"], said)
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
	c, err := w.postable(a, false)
	if err != nil {
		return nil, err
	}
	if _, known := w.user(a["user"]); !known {
		return nil, refuse("user_not_found")
	}
	if !c.has(a["user"]) {
		return nil, refuse("user_not_in_channel")
	}
	said, err := a.content()
	if err != nil {
		return nil, err
	}
	m, err := w.compose(c.ID, a["thread_ts"], said)
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
	c, err := w.postable(a, true)
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

// chatUpdate keeps what is not given, with one exception: new text without blocks
// takes the old blocks away.
func (w *Workspace) chatUpdate(a args) (answer, error) {
	m, err := w.own(a, "cant_update_message")
	var refusal *Error
	if errors.As(err, &refusal) && refusal.Code == "is_archived" {
		return nil, refuse("is_inactive")
	}
	if err != nil {
		return nil, err
	}
	c, err := a.content()
	switch {
	case err != nil:
		return nil, err
	case c.empty():
		return nil, refuse("no_text")
	case utf8.RuneCountInString(a["text"]) > maxUpdateText:
		return nil, refuse("msg_too_long")
	case c.text != "" && c.blocks == "":
		m.Blocks = nil
	}
	if c.metadata == "{}" {
		m.Metadata, c.metadata = nil, ""
	}
	if err := w.fill(&m, c); err != nil {
		return nil, err
	}
	w.markEdited(&m, c)
	if err := w.putMessage(m); err != nil {
		return nil, err
	}
	return answer{"channel": m.Channel, "ts": m.TS, "text": m.Text, "message": w.showMessage(m, true)}, nil
}

// markEdited makes people read "(edited)" beside a message whose text is another.
// Slack does not say so of blocks and attachments.
func (w *Workspace) markEdited(m *Message, c content) {
	if m.EditedTS = ""; c.blocks == "" && c.attachments == "" {
		m.EditedTS = formatTS(w.opts.Now().UnixMicro())
	}
}

func (w *Workspace) chatDelete(a args) (answer, error) {
	m, err := w.own(a, "cant_delete_message")
	if err != nil {
		return nil, err
	}
	rows, err := w.erase(m)
	if err == nil {
		err = w.commit(rows...)
	}
	if err != nil {
		return nil, err
	}
	return answer{"channel": m.Channel, "ts": m.TS}, nil
}

// erase leaves only what keeps the ts from being given out again and the thread
// below together.
func (w *Workspace) erase(m Message) ([]row, error) {
	return w.said(Message{
		Channel: m.Channel, TS: m.TS, At: m.At, ThreadTS: m.ThreadTS, User: m.User,
		EphemeralTo: m.EphemeralTo, Deleted: true,
	})
}
