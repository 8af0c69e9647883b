package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// push sends to the app in an envelope what post would have sent by HTTP, and notes what
// it answers in d. failed is why there is no answer; err means that the caller has gone.
func (w *Workspace) push(ctx context.Context, path string, header http.Header, body []byte, d *Delivery) (failed, err error) {
	envelope, err := enveloped(path, header, body)
	if err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	payload, failed := w.ask(limited, envelope)
	switch {
	case ctx.Err() != nil:
		return failed, fmt.Errorf("wait for the app: %w", ctx.Err())
	case failed == nil:
		d.Status, d.Header = http.StatusOK, http.Header{"Content-Type": {"application/json"}}
		if envelope["accepts_response_payload"] == true {
			d.Body = payload
		}
	}
	return failed, nil
}

// enveloped is a request in an envelope, which has no id yet. A form's payload is what it
// holds, and a command's fields are an object.
func enveloped(path string, header http.Header, body []byte) (answer, error) {
	if path == eventsPath {
		tries, _ := strconv.Atoi(header.Get("X-Slack-Retry-Num")) // none is 0
		return answer{
			"type": "events_api", "payload": json.RawMessage(body), "accepts_response_payload": false,
			"retry_attempt": tries, "retry_reason": header.Get("X-Slack-Retry-Reason"),
		}, nil
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, fmt.Errorf("put a form into an envelope: %w", err)
	}
	if path == commandsPath {
		fields := answer{}
		for name := range form {
			fields[name] = form.Get(name)
		}
		return answer{"type": "slash_commands", "payload": fields, "accepts_response_payload": true}, nil
	}
	return answer{"type": "interactive", "payload": json.RawMessage(form.Get("payload")), "accepts_response_payload": true}, nil
}

// ask sends an envelope and waits for its answer.
func (w *Workspace) ask(ctx context.Context, envelope answer) (json.RawMessage, error) {
	s := w.sockets.next()
	if s == nil {
		return nil, errNoSocket
	}
	id, answered := w.opts.NewID("envelope-"), make(chan json.RawMessage, 1)
	envelope["envelope_id"] = id
	s.mu.Lock()
	s.asked[id] = answered
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.asked, id)
	}()
	if err := s.write(envelope); err != nil {
		return nil, fmt.Errorf("send an envelope: %w", err)
	}
	select {
	case payload := <-answered:
		return payload, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Connections is how many connections an app in Socket Mode has open.
func (w *Workspace) Connections() int {
	w.sockets.mu.Lock()
	defer w.sockets.mu.Unlock()
	return len(w.sockets.open)
}

// Disconnect tells the app that its oldest connection ends, as Slack does every few hours
// ("refresh_requested", "warning") and when Socket Mode is turned off ("link_disabled").
// Nothing more is sent over it, and a moment later it is gone. False: there was none.
func (w *Workspace) Disconnect(reason string) bool {
	s := w.sockets.next()
	if s == nil {
		return false
	}
	w.sockets.retire(s)
	_ = s.write(answer{"type": "disconnect", "reason": reason, "debug_info": answer{"host": "sandbox"}}) // it ends either way
	time.AfterFunc(leaveTime, func() { w.sockets.remove(s) })
	return true
}

// Cut ends a connection without a word, as networks do. False: there was none.
func (w *Workspace) Cut() bool {
	s := w.sockets.next()
	if s == nil {
		return false
	}
	w.sockets.remove(s)
	return true
}
