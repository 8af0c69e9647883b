package slack

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// load reads the rows on disk and adds what only Options know.
func (w *Workspace) load() error {
	if w.opts.Disk != nil {
		for prefix, row := range map[string]func([]byte) error{
			"user/":     w.loadUser,
			"channel/":  w.loadChannel,
			"message/":  w.loadMessage,
			"response/": w.loadResponse,
		} {
			each := func(_ string, value []byte) error { return row(value) }
			if err := w.opts.Disk.Each(prefix, each); err != nil {
				return fmt.Errorf("load slack workspace, rows %s: %w", prefix, err)
			}
		}
	}
	if err := w.dropExpired(); err != nil {
		return err
	}
	if err := w.seed(); err != nil {
		return err
	}
	w.arrange()
	return nil
}

// seed adds users and channels of Options that are not on disk yet.
func (w *Workspace) seed() error {
	for _, u := range w.opts.Users {
		if _, known := w.user(u.ID); known {
			continue
		}
		if err := w.putUser(u); err != nil {
			return err
		}
	}
	for _, c := range w.opts.Channels {
		if _, known := w.channel(c.ID); known {
			continue
		}
		c.Members = slices.Clone(c.Members)
		if err := w.putChannel(c); err != nil {
			return err
		}
	}
	if _, known := w.user(w.opts.BotUserID); known {
		return nil
	}
	return w.putUser(User{ID: w.opts.BotUserID, Name: "bot", RealName: "Bot", IsBot: true})
}

// arrange puts users and channels in the order of Options, whatever the order
// on disk was. Others come last.
func (w *Workspace) arrange() {
	rank := map[string]int{}
	for i, u := range w.opts.Users {
		rank[u.ID] = i - len(w.opts.Users) // negative: before those not listed
	}
	for i, c := range w.opts.Channels {
		rank[c.ID] = i - len(w.opts.Channels)
	}
	slices.SortStableFunc(w.users, func(a, b User) int { return cmp.Compare(rank[a.ID], rank[b.ID]) })
	slices.SortStableFunc(w.channels, func(a, b Channel) int { return cmp.Compare(rank[a.ID], rank[b.ID]) })
}

func (w *Workspace) loadUser(value []byte) error {
	var u User
	if err := json.Unmarshal(value, &u); err != nil {
		return err
	}
	w.users = append(w.users, u)
	return nil
}

func (w *Workspace) loadChannel(value []byte) error {
	var c Channel
	if err := json.Unmarshal(value, &c); err != nil {
		return err
	}
	w.channels = append(w.channels, c)
	return nil
}

func (w *Workspace) loadMessage(value []byte) error {
	var m Message
	if err := json.Unmarshal(value, &m); err != nil {
		return err
	}
	w.remember(m)
	return nil
}

func (w *Workspace) loadResponse(value []byte) error {
	var r responseURL
	if err := json.Unmarshal(value, &r); err != nil {
		return err
	}
	w.responses[r.ID] = r
	return nil
}
