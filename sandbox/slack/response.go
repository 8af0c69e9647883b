package slack

import (
	"encoding/json"
	"io"
	"net/http"
	"time"
)

// responseURL lets the app answer one command or click for a while.
type responseURL struct {
	ID      string    `json:"id"`
	Channel string    `json:"channel"`
	User    string    `json:"user"`         // who typed or clicked
	TS      string    `json:"ts,omitempty"` // the message that was clicked
	Uses    int       `json:"uses"`
	Expires time.Time `json:"expires"`
}

// openResponse makes a new response_url.
func (w *Workspace) openResponse(channelID, userID, ts string) (responseURL, error) {
	r := responseURL{
		ID: w.opts.NewID("R"), Channel: channelID, User: userID, TS: ts,
		Expires: w.opts.Now().Add(responseLife),
	}
	return r, w.commit(append(w.expired(), w.responseRow(r))...)
}

func (w *Workspace) responseRow(r responseURL) row {
	return row{"response/" + r.ID, r, func() { w.responses[r.ID] = r }}
}

func (w *Workspace) responseAddress(r responseURL) string {
	return w.opts.PublicURL + "/response/" + r.ID
}

// expired forgets response_urls that are of no more use.
func (w *Workspace) expired() (rows []row) {
	now := w.opts.Now()
	for id, r := range w.responses {
		if !now.Before(r.Expires) {
			rows = append(rows, row{"response/" + id, nil, func() { delete(w.responses, id) }})
		}
	}
	return rows
}

func (w *Workspace) serveResponse(rw http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxBody))
	var p reply
	if err != nil || json.Unmarshal(raw, &p) != nil {
		writeRefusal(rw, http.StatusBadRequest, refuse("invalid_payload"))
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	origin, err := w.useResponse(r.PathValue("id"))
	if err != nil {
		writeRefusal(rw, http.StatusNotFound, err)
		return
	}
	if _, err := w.publish(origin, p); err != nil {
		writeRefusal(rw, http.StatusBadRequest, err)
		return
	}
	writeJSON(rw, http.StatusOK, answer{"ok": true})
}

// useResponse counts one use.
func (w *Workspace) useResponse(id string) (responseURL, error) {
	r, known := w.responses[id]
	switch {
	case !known || !w.opts.Now().Before(r.Expires):
		return r, refuse("expired_url")
	case r.Uses >= responseUses:
		return r, refuse("used_url")
	}
	r.Uses++
	return r, w.commit(w.responseRow(r))
}
