package slack

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
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
	if err := w.dropExpired(); err != nil {
		return r, err
	}
	if err := w.write("response/"+r.ID, r); err != nil {
		return r, err
	}
	w.responses[r.ID] = r
	return r, nil
}

func (w *Workspace) responseAddress(r responseURL) string {
	return w.opts.PublicURL + "/response/" + r.ID
}

// dropExpired forgets response_urls that are of no more use.
func (w *Workspace) dropExpired() error {
	var errs []error
	now := w.opts.Now()
	maps.DeleteFunc(w.responses, func(id string, r responseURL) bool {
		if now.Before(r.Expires) {
			return false
		}
		if w.opts.Disk != nil {
			errs = append(errs, w.opts.Disk.Delete("response/"+id))
		}
		return true
	})
	return errors.Join(errs...)
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
	if err := w.write("response/"+id, r); err != nil {
		return r, err
	}
	w.responses[id] = r
	return r, nil
}
