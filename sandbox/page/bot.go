package page

import (
	"context"
	"fmt"
	"net/http"
)

// bot is whether there is one: "up" or "down".
func (p *page) bot() string {
	if p.Up == nil || p.Up() {
		return "up"
	}
	return "down"
}

func (p *page) kill(r *http.Request) (any, error) {
	if p.Kill == nil {
		return nil, refuse("the bot of this sandbox cannot be killed")
	}
	if err := p.Kill(context.WithoutCancel(r.Context())); err != nil {
		return nil, fmt.Errorf("kill the bot: %w", err)
	}
	return nil, nil
}

// Completion is a way to go on with what is being typed.
type Completion struct {
	Text  string `json:"text"`  // the whole line, as it would then be
	Label string `json:"label"` // what is new in it: "staging"
	Hint  string `json:"hint"`  // what that is, for people; may be empty
}

// complete is how a line can go on. What is no command cannot.
func (p *page) complete(r *http.Request) (any, error) {
	q := r.URL.Query()
	if err := p.known(q.Get("user")); err != nil {
		return nil, err
	}
	out := []Completion{}
	if p.Complete != nil {
		out = append(out, p.Complete(q.Get("channel"), q.Get("text"))...)
	}
	return map[string][]Completion{"completions": out}, nil
}
