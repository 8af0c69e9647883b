package slack

import (
	"slices"
	"time"
)

// Trouble that a test makes, or a person on purpose.

// forced is a refusal that the next calls of a method get.
type forced struct {
	refusal Error
	times   int
}

// RateLimit makes the next n calls of a method ("chat.update") fail with HTTP
// 429. retryAfter is rounded up to whole seconds.
func (w *Workspace) RateLimit(method string, retryAfter time.Duration, n int) {
	w.force(method, *limited(retryAfter), n)
}

// Fail makes the next n calls of a method fail with an error code.
func (w *Workspace) Fail(method, code string, n int) {
	w.force(method, Error{Code: code}, n)
}

func (w *Workspace) force(method string, refusal Error, n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.forced[method] = forced{refusal: refusal, times: n}
}

// Archive archives a channel: nothing can be posted or changed in it any more.
func (w *Workspace) Archive(channelID string) error {
	return w.alter(channelID, func(c *Channel) { c.IsArchived = true })
}

// Unarchive opens an archived channel again.
func (w *Workspace) Unarchive(channelID string) error {
	return w.alter(channelID, func(c *Channel) { c.IsArchived = false })
}

// AddApp invites the app to a channel; nothing changes if it is there already.
func (w *Workspace) AddApp(channelID string) error {
	return w.alter(channelID, func(c *Channel) {
		if !c.has(w.opts.BotUserID) {
			c.Members = append(slices.Clone(c.Members), w.opts.BotUserID)
		}
	})
}

// RemoveApp takes the app out of a channel: it can no longer post or read there.
func (w *Workspace) RemoveApp(channelID string) error {
	return w.alter(channelID, func(c *Channel) {
		c.Members = slices.DeleteFunc(slices.Clone(c.Members), func(id string) bool { return id == w.opts.BotUserID })
	})
}

func (w *Workspace) alter(channelID string, how func(*Channel)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	c, found := w.channel(channelID)
	if !found {
		return refuse("channel_not_found")
	}
	how(&c)
	return w.putChannel(c)
}

// DeleteMessage deletes anybody's message, as an administrator may.
func (w *Workspace) DeleteMessage(channelID, ts string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	m, found := w.message(channelID, ts)
	if !found || m.Deleted {
		return refuse("message_not_found")
	}
	rows, err := w.erase(m)
	if err != nil {
		return err
	}
	return w.commit(rows...)
}
