package github

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// Event is something that an app has told a repository of, by a repository_dispatch.
type Event struct {
	ID         int64
	Repository string          // owner/name
	Type       string          // its event_type
	Payload    json.RawMessage // its client_payload; "{}" if there was none
	By         string          // login
	At         time.Time
}

// Events are those that a repository was told of, oldest first.
func (h *Host) Events(repository string) []Event {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.eventsOf(h.repoOf(repository))
}

func (h *Host) eventsOf(r *repository) []Event {
	return slices.DeleteFunc(slices.Clone(h.events), func(e Event) bool { return e.Repository != r.FullName() })
}

func (h *Host) eventRow(e Event) row {
	return row{"event/" + strconv.FormatInt(e.ID, 10), e, func() { h.events = append(h.events, e) }}
}

// told lists the newest events of a repository for its page.
func (c *call) told() []list {
	all := c.eventsOf(c.repo)
	if len(all) == 0 {
		return nil
	}
	var items []fact
	for _, e := range slices.Backward(all[max(0, len(all)-perPage):]) {
		items = append(items, fact{Name: e.Type, Text: e.At.UTC().Format(time.DateTime) + " UTC, by " + e.By + ": " + string(e.Payload)})
	}
	return []list{{"Events", items}}
}
