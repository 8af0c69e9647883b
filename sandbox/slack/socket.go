package slack

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Socket Mode: an app that has an AppToken opens connections, and what it would be sent
// by HTTP comes in envelopes over any one of them. What it answers to an envelope is
// what it would have answered by HTTP.
// See https://docs.slack.dev/apis/events-api/using-socket-mode
const (
	mostSockets = 10
	ticketTime  = 30 * time.Second // how long an address can be used. Ours: Slack says "temporary"
	pingTime    = 5 * time.Second  // between pings. Ours: clients give up after 30 s without
	leaveTime   = time.Second      // between "disconnect" and the end. Ours: Slack says ten
	largestAck  = 20 << 10         // bytes; Slack drops others without a word
)

var errNoSocket = errors.New("the app has no connection open")

// sockets are the connections of the app. It has a lock of its own, which nobody holds
// who waits for the workspace's.
type sockets struct {
	mu      sync.Mutex
	tickets map[string]time.Time // addresses that were given out, and until when they are good
	open    []*socket            // in the order they came; the next envelope goes to the first
}

// socket is one connection.
type socket struct {
	conn    *websocket.Conn
	writing sync.Mutex
	mu      sync.Mutex
	asked   map[string]chan json.RawMessage // by envelope, those that wait for an answer
}

// socketMethods are those that an app-level token is for.
func socketMethods() map[string]method {
	return map[string]method{
		"apps.connections.open": {do: (*Workspace).connectionsOpen, rate: tier3(), appLevel: true},
	}
}

// connectionsOpen gives out an address that is good once.
func (w *Workspace) connectionsOpen(args) (answer, error) {
	ticket := w.opts.NewID("ticket")
	w.sockets.mu.Lock()
	defer w.sockets.mu.Unlock()
	w.sockets.tickets[ticket] = w.opts.Now().Add(ticketTime)
	address := "ws" + strings.TrimPrefix(w.opts.PublicURL, "http") + "/link/?" + url.Values{"ticket": {ticket}, "app_id": {w.opts.AppID}}.Encode()
	return answer{"url": address}, nil
}

// serveLink is a connection, from its beginning to its end.
func (w *Workspace) serveLink(rw http.ResponseWriter, r *http.Request) {
	if !w.sockets.redeem(r.URL.Query().Get("ticket"), w.opts.Now()) {
		http.Error(rw, "invalid_ticket", http.StatusNotFound)
		return
	}
	u := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }} // no browser holds a ticket
	conn, err := u.Upgrade(rw, r, nil)
	if err != nil {
		return // it has answered
	}
	s := &socket{conn: conn, asked: map[string]chan json.RawMessage{}}
	n := w.sockets.add(s)
	defer w.sockets.remove(s)
	if n > mostSockets {
		_ = s.write(answer{"type": "disconnect", "reason": "too_many_websockets"}) // it ends either way
		return
	}
	_ = s.write(answer{
		"type": "hello", "num_connections": n, "connection_info": answer{"app_id": w.opts.AppID},
		"debug_info": answer{"host": "sandbox", "approximate_connection_time": 18060},
	}) // whoever has gone is found out by the first read
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	go s.ping(ctx)
	s.read()
}

// redeem takes a ticket, which is good once.
func (k *sockets) redeem(ticket string, now time.Time) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	until, given := k.tickets[ticket]
	delete(k.tickets, ticket)
	return given && now.Before(until)
}

// add says how many there are then.
func (k *sockets) add(s *socket) int {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.open = append(k.open, s)
	return len(k.open)
}

// remove ends a connection, which may have ended already.
func (k *sockets) remove(s *socket) {
	k.retire(s)
	_ = s.conn.Close()
}

// retire sends nothing more to a connection.
func (k *sockets) retire(s *socket) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, one := range k.open {
		if one == s {
			k.open = append(k.open[:i:i], k.open[i+1:]...)
			return
		}
	}
}

// next is the connection for an envelope. They take turns.
func (k *sockets) next() *socket {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.open) == 0 {
		return nil
	}
	s := k.open[0]
	k.open = append(k.open[1:len(k.open):len(k.open)], s)
	return s
}

// read takes the answers to envelopes until the connection ends. One to an envelope that
// another connection carried is not taken.
func (s *socket) read() {
	for {
		_, message, err := s.conn.ReadMessage()
		if err != nil {
			return
		}
		var ack struct {
			Envelope string          `json:"envelope_id"`
			Payload  json.RawMessage `json:"payload"`
		}
		if len(message) >= largestAck || json.Unmarshal(message, &ack) != nil {
			continue
		}
		s.mu.Lock()
		waits := s.asked[ack.Envelope]
		delete(s.asked, ack.Envelope)
		s.mu.Unlock()
		if waits != nil {
			waits <- ack.Payload
		}
	}
}

// ping shows the app that the connection lives.
func (s *socket) ping(ctx context.Context) {
	t := time.NewTicker(pingTime)
	defer t.Stop()
	for {
		if s.conn.WriteControl(websocket.PingMessage, []byte("ping"), time.Time{}) != nil {
			return
		}
		select {
		case <-t.C:
		case <-ctx.Done():
			return
		}
	}
}

func (s *socket) write(v answer) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.conn.WriteJSON(v)
}
