package slack

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// row is one thing that is kept: what Disk keeps of it, nil to forget it, and
// what then changes in memory.
type row struct {
	key   string
	value any
	apply func()
}

// commit makes rows durable, all or none, and then changes memory, so that
// nobody ever sees what a crash could take back.
func (w *Workspace) commit(rows ...row) error {
	if len(rows) == 0 {
		return nil
	}
	if w.opts.Disk != nil {
		encoded, err := encode(rows)
		if err != nil {
			return err
		}
		if err := w.opts.Disk.Write(encoded); err != nil {
			return fmt.Errorf("write %s: %w", rows[0].key, err)
		}
	}
	for _, r := range rows {
		r.apply()
	}
	w.bump()
	return nil
}

func encode(rows []row) (map[string][]byte, error) {
	encoded := map[string][]byte{}
	for _, r := range rows {
		if encoded[r.key] = nil; r.value == nil {
			continue
		}
		value, err := json.Marshal(r.value)
		if err != nil {
			return nil, fmt.Errorf("encode %s: %w", r.key, err)
		}
		encoded[r.key] = value
	}
	return encoded, nil
}

func (w *Workspace) putUser(u User) error {
	return w.commit(row{"user/" + u.ID, u, func() { w.users = append(w.users, u) }})
}

// putChannel keeps a channel and tells the app who came and went, if it is
// subscribed.
func (w *Workspace) putChannel(c Channel) error {
	i := slices.IndexFunc(w.channels, func(old Channel) bool { return old.ID == c.ID })
	if i < 0 {
		return w.commit(row{"channel/" + c.ID, c, func() { w.channels = append(w.channels, c) }})
	}
	told, err := w.memberEvents(w.channels[i], c)
	if err != nil {
		return err
	}
	changed := row{"channel/" + c.ID, c, func() { w.channels[i] = c }}
	return w.commit(append(w.happened(told), changed)...)
}

// putMessage keeps a message and tells the app of it, if it is subscribed.
func (w *Workspace) putMessage(m Message) error {
	rows, err := w.said(m)
	if err != nil {
		return err
	}
	return w.commit(rows...)
}

// said are the rows of a message and of what the app is told of it.
func (w *Workspace) said(m Message) ([]row, error) {
	old, _ := w.message(m.Channel, m.TS)
	told, err := w.messageEvents(old, m)
	if err != nil {
		return nil, err
	}
	links, err := w.linkEvents(old, m)
	return append(w.happened(append(told, links...)), w.messageRow(m)), err
}

// messageRow is a message of which nobody is told.
func (w *Workspace) messageRow(m Message) row {
	if m.At == 0 {
		m.At = w.opts.Stamp().Unix()
	}
	return row{"message/" + m.Channel + "/" + m.TS, m, func() { w.remember(m) }}
}

// remember puts a message into its place in memory.
func (w *Workspace) remember(m Message) {
	list := w.messages[m.Channel]
	i, found := slices.BinarySearchFunc(list, m.TS, byTS)
	if found {
		list[i] = m
	} else {
		w.messages[m.Channel] = slices.Insert(list, i, m)
	}
	if micros, ok := parseTS(m.TS); ok {
		w.lastTS = max(w.lastTS, micros)
	}
	if m.Deleted {
		w.forget(Place{Channel: m.Channel, TS: m.TS})
	}
}

func byTS(m Message, ts string) int { return strings.Compare(m.TS, ts) }

// nextTS is later than every ts before it, however fast the calls come and
// wherever the clock jumps.
func (w *Workspace) nextTS() string {
	w.lastTS = max(w.lastTS+1, w.opts.Now().UnixMicro())
	return formatTS(w.lastTS)
}

// bump tells those who wait that something changed.
func (w *Workspace) bump() {
	w.version++
	close(w.changed)
	w.changed = make(chan struct{})
}

func (w *Workspace) user(id string) (User, bool) {
	i := slices.IndexFunc(w.users, func(u User) bool { return u.ID == id })
	if i < 0 {
		return User{}, false
	}
	return w.users[i], true
}

func (w *Workspace) channel(id string) (Channel, bool) {
	i := slices.IndexFunc(w.channels, func(c Channel) bool { return c.ID == id })
	if i < 0 {
		return Channel{}, false
	}
	return w.channels[i], true
}

// message finds a message of any kind, deleted ones included.
func (w *Workspace) message(channelID, ts string) (Message, bool) {
	list := w.messages[channelID]
	i, found := slices.BinarySearchFunc(list, ts, byTS)
	if !found {
		return Message{}, false
	}
	return list[i], true
}

// replies are the standing public replies in a thread, oldest first.
func (w *Workspace) replies(channelID, ts string) []Message { return w.threads(channelID)[ts] }

// threads are all replies of a channel, by what they reply to: whoever wants
// those of many messages looks through the channel once.
func (w *Workspace) threads(channelID string) map[string][]Message {
	out := map[string][]Message{}
	for _, m := range w.messages[channelID] {
		if m.isReply() && !m.Deleted && m.EphemeralTo == "" {
			out[m.ThreadTS] = append(out[m.ThreadTS], m)
		}
	}
	return out
}
