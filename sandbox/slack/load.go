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
		for prefix, load := range map[string]func([]byte) error{
			"user/":     loaded(func(u User) { w.users = append(w.users, u) }),
			"channel/":  loaded(func(c Channel) { w.channels = append(w.channels, c) }),
			"message/":  loaded(w.remember),
			"response/": loaded(func(r responseURL) { w.responses[r.ID] = r }),
			"file/":     loaded(func(f file) { w.files[f.ID] = f }),
			"panel/":    loaded(func(p panel) { w.panels[p.ID] = p }),
			"event/":    loaded(func(p pending) { w.events = append(w.events, &p) }),
		} {
			each := func(_ string, value []byte) error { return load(value) }
			if err := w.opts.Disk.Each(prefix, each); err != nil {
				return fmt.Errorf("load slack workspace, rows %s: %w", prefix, err)
			}
		}
	}
	if err := w.commit(w.expired()...); err != nil {
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

// arrange puts users and channels in the order of Options, and events in that in
// which they happened, whatever the order on disk was. Others come last.
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
	slices.SortFunc(w.events, func(a, b *pending) int { return cmp.Compare(a.Number, b.Number) })
	for _, p := range w.events {
		w.lastEvent = p.Number
	}
}

// loaded decodes what was kept and puts it into memory.
func loaded[T any](keep func(T)) func([]byte) error {
	return func(value []byte) error {
		var r T
		if err := json.Unmarshal(value, &r); err != nil {
			return err
		}
		keep(r)
		return nil
	}
}
