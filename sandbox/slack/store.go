package slack

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// write makes one row durable. It comes before the change in memory, so that
// nobody ever sees what a crash could take back.
func (w *Workspace) write(key string, row any) error {
	if w.opts.Disk == nil {
		return nil
	}
	value, err := json.Marshal(row)
	if err != nil {
		return fmt.Errorf("encode %s: %w", key, err)
	}
	if err := w.opts.Disk.Put(key, value); err != nil {
		return fmt.Errorf("write %s: %w", key, err)
	}
	return nil
}

func (w *Workspace) putUser(u User) error {
	if err := w.write("user/"+u.ID, u); err != nil {
		return err
	}
	w.users = append(w.users, u)
	w.bump()
	return nil
}

func (w *Workspace) putChannel(c Channel) error {
	if err := w.write("channel/"+c.ID, c); err != nil {
		return err
	}
	defer w.bump()
	i := slices.IndexFunc(w.channels, func(old Channel) bool { return old.ID == c.ID })
	if i < 0 {
		w.channels = append(w.channels, c)
		return nil
	}
	old := w.channels[i]
	w.channels[i] = c
	return w.memberEvents(old, c)
}

// putMessage keeps a message and tells the app of it, if it is subscribed.
func (w *Workspace) putMessage(m Message) error {
	old, _ := w.message(m.Channel, m.TS)
	if err := w.keepMessage(m); err != nil {
		return err
	}
	return w.messageEvents(old, m)
}

// keepMessage keeps a message of which nobody is told.
func (w *Workspace) keepMessage(m Message) error {
	if m.At == 0 {
		m.At = w.opts.Stamp().Unix()
	}
	if err := w.write("message/"+m.Channel+"/"+m.TS, m); err != nil {
		return err
	}
	w.remember(m)
	w.bump()
	return nil
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
func (w *Workspace) replies(channelID, ts string) []Message {
	var out []Message
	for _, m := range w.messages[channelID] {
		if m.isReply() && m.ThreadTS == ts && !m.Deleted && m.EphemeralTo == "" {
			out = append(out, m)
		}
	}
	return out
}
