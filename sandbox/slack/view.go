package slack

import (
	"encoding/json"
	"errors"
	"slices"
)

// View is all that one person can see.
type View struct {
	Version  int64         `json:"version"` // grows with every change, but starts anew with the process
	Team     string        `json:"team"`
	Me       User          `json:"me"`
	Users    []User        `json:"users"`
	Channels []ChannelView `json:"channels"` // those the person is in

	// Home is what the app has published, Modals what is open, bottom to top: view
	// objects as the app gets them, with id, hash and state.
	Home      json.RawMessage   `json:"home,omitempty"`
	Modals    []json.RawMessage `json:"modals,omitempty"`
	Shortcuts []Shortcut        `json:"shortcuts,omitempty"`
}

// ChannelView is a channel with what was said in it, oldest first.
type ChannelView struct {
	Channel
	Messages []MessageView `json:"messages"`
}

// MessageView is a message as a person sees it.
type MessageView struct {
	Message
	Ephemeral  bool          `json:"ephemeral,omitempty"` // "Only visible to you"
	Edited     bool          `json:"edited,omitempty"`
	ReplyCount int           `json:"reply_count,omitempty"`
	Replies    []MessageView `json:"replies,omitempty"` // oldest first, ephemeral ones included
}

// View shows the workspace through a user's eyes. It is empty for nobody.
func (w *Workspace) View(userID string) View {
	w.mu.Lock()
	defer w.mu.Unlock()
	v := View{Version: w.version, Team: w.opts.TeamName}
	me, known := w.user(userID)
	if !known {
		return v
	}
	v.Me, v.Users = me, slices.Clone(w.users)
	for _, c := range w.channels {
		if c.has(userID) {
			v.Channels = append(v.Channels, ChannelView{Channel: c, Messages: w.seenBy(userID, c.ID)})
		}
	}
	if home, published := w.home(userID); published {
		v.Home = w.displayed(home)
	}
	for _, p := range w.stack(userID) {
		v.Modals = append(v.Modals, w.displayed(p))
	}
	v.Shortcuts = slices.Clone(w.opts.Shortcuts)
	return v
}

// displayed is a view as JSON. One that cannot be read shows nothing; it was read
// when it was put there.
func (w *Workspace) displayed(p panel) json.RawMessage {
	view, err := w.shown(p)
	raw, unwritten := json.Marshal(view)
	if errors.Join(err, unwritten) != nil {
		return nil
	}
	return raw
}

// seenBy are the messages of a channel with their threads.
func (w *Workspace) seenBy(userID, channelID string) []MessageView {
	threads, counted := map[string][]MessageView{}, w.threads(channelID)
	var top []MessageView
	for _, m := range w.messages[channelID] {
		if m.EphemeralTo != "" && (m.EphemeralTo != userID || m.Deleted) {
			continue
		}
		one := MessageView{Message: m, Ephemeral: m.EphemeralTo != "", Edited: m.EditedTS != ""}
		if m.isReply() && !m.Deleted {
			threads[m.ThreadTS] = append(threads[m.ThreadTS], one)
		}
		if !m.isReply() || m.Broadcast {
			top = append(top, one)
		}
	}
	for i, m := range top {
		top[i].Replies = threads[m.TS]
		top[i].ReplyCount = len(counted[m.TS])
	}
	return slices.DeleteFunc(top, func(m MessageView) bool { return m.Deleted && len(m.Replies) == 0 })
}

// Changed is closed as soon as the version is no longer the one given: at once
// if it is another already.
func (w *Workspace) Changed(version int64) <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.version != version {
		now := make(chan struct{})
		close(now)
		return now
	}
	return w.changed
}

// Preload inserts a message of the past, as if it had been posted at its ts by
// its user (the app's, if empty). Its blocks are checked like any others.
func (w *Workspace) Preload(m Message) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	micros, ok := parseTS(m.TS)
	if !ok {
		return refuse("invalid_ts")
	}
	m.At = micros / 1e6
	if _, taken := w.message(m.Channel, m.TS); taken {
		return refuse("duplicate_message")
	}
	if _, found := w.channel(m.Channel); !found {
		return refuse("channel_not_found")
	}
	if _, err := w.threadOf(m.Channel, m.ThreadTS); err != nil {
		return err
	}
	if m.User == "" {
		m.User = w.opts.BotUserID
	}
	said := content{
		text: m.Text, blocks: string(m.Blocks), attachments: string(m.Attachments), metadata: string(m.Metadata),
	}
	if err := w.fill(&m, said); err != nil {
		return err
	}
	return w.commit(w.messageRow(m))
}
