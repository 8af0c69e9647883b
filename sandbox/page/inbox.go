package page

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"sync"
)

// What the response_urls of scripts hold, all of them together, and how long
// their names may be.
const (
	maxPosts = 1000
	maxBytes = 8 << 20
	maxName  = 200 // bytes
)

// inbox keeps what was posted to the response_urls of scripts, the newest of it.
type inbox struct {
	mu    sync.Mutex
	posts []post // oldest first
	bytes int    // in all of them
}

type post struct {
	name string
	body json.RawMessage
}

func (i *inbox) add(p post) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.posts = append(i.posts, p)
	i.bytes += len(p.body)
	extra := 0
	for ; len(i.posts)-extra > maxPosts || i.bytes > maxBytes; extra++ {
		i.bytes -= len(i.posts[extra].body)
	}
	i.posts = slices.Delete(i.posts, 0, extra) // which lets go of what is deleted
}

// of is what was posted under a name; never nil, so that it is an array in JSON.
func (i *inbox) of(name string) []json.RawMessage {
	i.mu.Lock()
	defer i.mu.Unlock()
	out := []json.RawMessage{}
	for _, p := range i.posts {
		if p.name == name {
			out = append(out, p.body)
		}
	}
	return out
}

func (i *inbox) clear() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.posts, i.bytes = nil, 0
}

func (p *page) responses(r *http.Request) (any, error) {
	return p.inbox.of(r.PathValue("name")), nil
}

// respond takes what the bot answers, as Slack does at a response_url.
func (p *page) respond(r *http.Request) (any, error) {
	name := r.PathValue("name")
	if len(name) > maxName {
		return nil, refuse("a name has at most %d bytes", maxName)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, unread(err)
	}
	if !json.Valid(body) {
		return nil, refuse("invalid_payload")
	}
	p.inbox.add(post{name, body})
	return map[string]bool{"ok": true}, nil
}
