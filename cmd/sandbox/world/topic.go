package world

import (
	"context"
	"slices"
	"sync"
)

// mostAnnounced bounds what is remembered of the topic.
const mostAnnounced = 100

// Announcement is what was published to the topic.
type Announcement struct{ Subject, Body string }

// topic is what people hear of although Slack is away: an SNS topic, in memory.
type topic struct {
	mu  sync.Mutex
	all []Announcement
}

// Publish keeps an announcement.
func (t *topic) Publish(_ context.Context, subject, body string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all = append(t.all, Announcement{subject, body})
	t.all = slices.Delete(t.all, 0, max(0, len(t.all)-mostAnnounced))
	return nil
}

// Announced is what was published to the topic since the sandbox was started, the
// oldest first.
func (w *World) Announced() []Announcement {
	w.topic.mu.Lock()
	defer w.topic.mu.Unlock()
	return slices.Clone(w.topic.all)
}
