package page

import (
	"net/http"

	"github.com/slipway-dev/slipway/sandbox/account"
)

// Info is what a script needs to take part: GET /sandbox/api/info.
type Info struct {
	URL           string           `json:"url"` // without a slash at its end
	SigningSecret string           `json:"signing_secret"`
	BotToken      string           `json:"bot_token"`
	TeamID        string           `json:"team_id"`
	AppID         string           `json:"app_id"`
	Users         []User           `json:"users"` // those who can be played
	Channels      []Channel        `json:"channels"`
	Commits       []account.Commit `json:"commits"`
}

// User is somebody who can be played.
type User struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Role string `json:"role"` // developer, approver, viewer or guest
	May  string `json:"may"`  // what that allows, for people: "deploy and roll back in staging and prod"
}

// Channel is a channel, and the service that it is about, if any.
type Channel struct {
	ID      string `json:"id"`
	Name    string `json:"name"` // without #
	Service string `json:"service"`
}

func (p *page) info(*http.Request) (any, error) { return p.Info, nil }

// player is who does something on the page.
type player struct {
	User string `json:"user"`
}

func (p player) who() string { return p.User }

// take reads what somebody does.
func (p *page) take(r *http.Request, into interface{ who() string }) error {
	if err := read(r, into); err != nil {
		return err
	}
	return p.known(into.who())
}

// known refuses those who cannot be played.
func (p *page) known(id string) error {
	for _, u := range p.Info.Users {
		if u.ID == id {
			return nil
		}
	}
	return refuse("there is no user %q here", id)
}
