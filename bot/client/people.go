package client

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// rememberFor is how long what the directory says of a person is believed.
const rememberFor = 5 * time.Minute

// directory looks people up and remembers them for a while. What cannot be
// looked up is not remembered.
type directory struct {
	api *slack.Client
	now func() time.Time

	mu    sync.Mutex
	known map[string]remembered
}

type remembered struct {
	person commands.Person
	until  time.Time
}

func newDirectory(api *slack.Client, now func() time.Time) *directory {
	return &directory{api: api, now: now, known: map[string]remembered{}}
}

// Person looks somebody up.
func (c *Client) Person(ctx context.Context, id string) (commands.Person, error) {
	d := c.people
	d.mu.Lock()
	r, ok := d.known[id]
	d.mu.Unlock()
	if ok && d.now().Before(r.until) {
		return r.person, nil
	}
	var u *slack.User
	err := c.patiently(ctx, func() error {
		var err error
		u, err = d.api.GetUserInfoContext(ctx, id)
		return err
	})
	switch {
	case code(err) == "user_not_found" || code(err) == "user_not_visible":
		return commands.Person{}, &rollout.MissingError{Key: rollout.Key{Kind: "person", ID: id}}
	case err != nil:
		return commands.Person{}, fmt.Errorf("look up a person: %w", err)
	}
	p := commands.Person{
		ID: u.ID, Name: u.RealName,
		Guest: u.IsRestricted || u.IsUltraRestricted, Stranger: u.IsStranger, Bot: u.IsBot, Deleted: u.Deleted,
	}
	d.mu.Lock()
	d.known[id] = remembered{person: p, until: d.now().Add(rememberFor)}
	d.mu.Unlock()
	return p, nil
}
