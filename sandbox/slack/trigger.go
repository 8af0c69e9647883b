package slack

import (
	"fmt"
	"hash/crc32"
	"maps"
	"time"
)

// trigger is what a trigger_id stands for: somebody has just done something, so
// the app may show that person a view, once.
type trigger struct {
	user    string
	channel string // where they did it; empty if not in a channel
	modal   string // the modal they did it in; empty elsewhere
	at      time.Time
	used    bool
}

// issue makes a new trigger_id, in the form that Slack documents:
// "132456.7890123.abcdef", of which the middle is the team's number.
func (w *Workspace) issue(t trigger) (id string) {
	t.at = w.opts.Now()
	maps.DeleteFunc(w.triggers, func(_ string, old trigger) bool { return t.at.Sub(old.at) > triggerMemory })
	team := crc32.ChecksumIEEE([]byte(w.opts.TeamID))
	id = fmt.Sprintf("%d.%d.%s", t.at.UnixMilli(), team, w.opts.NewID("T"))
	w.triggers[id] = t
	return id
}

// trigger looks a trigger_id up and says why it cannot be used, if so.
func (w *Workspace) trigger(id string) (trigger, error) {
	t, known := w.triggers[id]
	switch {
	case !known:
		return t, refuse("invalid_trigger_id")
	case t.used:
		return t, refuse("exchanged_trigger_id")
	case w.opts.Now().Sub(t.at) >= triggerLife:
		return t, refuse("expired_trigger_id")
	}
	return t, nil
}

// spend uses a trigger_id up.
func (w *Workspace) spend(id string) {
	t := w.triggers[id]
	t.used = true
	w.triggers[id] = t
}
