package client

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// rememberFor is how long what Slack says of a person is believed.
const rememberFor = 5 * time.Minute

// directory remembers people for a while, and the workspace for good. What could
// not be looked up is not remembered.
type directory struct {
	now func() time.Time

	mu    sync.Mutex
	team  string
	known map[string]remembered
}

type remembered struct {
	person commands.Person
	until  time.Time
}

// Person looks somebody up. People of other workspaces are strangers, also those
// in a shared channel, of whom Slack itself does not say so. An error means that
// nobody knows who they are; a *rollout.MissingError, that they are nobody.
func (c *Client) Person(ctx context.Context, id string) (commands.Person, error) {
	if p, ok := c.people.recall(id); ok {
		return p, nil
	}
	team, err := c.team(ctx)
	if err != nil {
		return commands.Person{}, err
	}
	var u *slack.User
	err = c.patiently(ctx, func() error {
		var err error
		u, err = c.api.GetUserInfoContext(ctx, id)
		return err
	})
	switch {
	case code(err) == "user_not_found" || code(err) == "user_not_visible":
		return commands.Person{}, &rollout.MissingError{Key: rollout.Key{Kind: "person", ID: id}}
	case err != nil:
		return commands.Person{}, fmt.Errorf("look up a person: %w", err)
	}
	member := u.TeamID == team || slices.Contains(u.Enterprise.Teams, team)
	p := commands.Person{
		ID: u.ID, Name: u.RealName,
		Guest: u.IsRestricted || u.IsUltraRestricted, Stranger: u.IsStranger || !member, Bot: u.IsBot, Deleted: u.Deleted,
	}
	c.people.remember(id, p)
	return p, nil
}

// CheckToken asks Slack whose token it is, and answers the id of the workspace.
func (c *Client) CheckToken(ctx context.Context) (team string, err error) {
	var who *slack.AuthTestResponse
	err = c.patiently(ctx, func() error {
		var err error
		who, err = c.api.AuthTestContext(ctx)
		return err
	})
	switch {
	case err != nil:
		return "", fmt.Errorf("check the bot token: %w", err)
	case who.TeamID == "":
		return "", errors.New("check the bot token: it belongs to no workspace")
	}
	return who.TeamID, nil
}

// team is the workspace of the token, which is asked for once.
func (c *Client) team(ctx context.Context) (string, error) {
	d := &c.people
	d.mu.Lock()
	team := d.team
	d.mu.Unlock()
	if team != "" {
		return team, nil
	}
	team, err := c.CheckToken(ctx)
	if err != nil {
		return "", err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.team = team
	return team, nil
}

func (d *directory) recall(id string) (commands.Person, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	r, ok := d.known[id]
	return r.person, ok && d.now().Before(r.until)
}

func (d *directory) remember(id string, p commands.Person) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.known[id] = remembered{person: p, until: d.now().Add(rememberFor)}
}
