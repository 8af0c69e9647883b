package github

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
)

// tell notes a webhook that is sent once the turn is kept.
func (t *turn) tell(event string, body object) {
	if t.o.HookURL == "" || len(t.o.Events) > 0 && !slices.Contains(append(t.o.Events, "ping"), event) {
		return
	}
	encoded, err := json.Marshal(body)
	if err != nil {
		return // a payload is made of nothing that JSON has not
	}
	d := delivery{ID: t.nextID(), GUID: guid(t.o.NewID("")), Event: event, Body: encoded, At: t.when}
	t.rows = append(t.rows, deliveryRow(d, func() { t.deliveries = append(t.deliveries, d) }))
}

func deliveryRow(d delivery, apply func()) row {
	return row{"delivery/" + strconv.FormatInt(d.ID, 10), d, apply}
}

// guid makes an id look like those of GitHub's deliveries.
func guid(id string) string {
	sum := sha256.Sum256([]byte(id))
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// Ping sends the event with which a new hook is tried out.
func (h *Host) Ping() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	t := &turn{Host: h, when: h.o.Now()}
	t.tell("ping", object{"zen": "Keep it logically awesome.", "hook_id": 1, "hook": object{"type": "App", "id": 1, "active": true}})
	return h.commit(t.rows...)
}
