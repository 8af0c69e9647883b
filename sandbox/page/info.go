package page

import (
	"net/http"

	"github.com/slipway-dev/slipway/sandbox/github"
)

// Info is what a script needs to take part: GET /sandbox/api/info.
type Info struct {
	URL           string          `json:"url"` // without a slash at its end
	SigningSecret string          `json:"signing_secret"`
	BotToken      string          `json:"bot_token"`
	TeamID        string          `json:"team_id"`
	AppID         string          `json:"app_id"`
	Users         []User          `json:"users"` // those who can be played
	Channels      []Channel       `json:"channels"`
	Commits       []github.Commit `json:"commits"`
}

// User is somebody who can be played.
type User struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Role string `json:"role"` // developer, approver or guest
}

// Channel is a channel, and the service that it is about, if any.
type Channel struct {
	ID      string `json:"id"`
	Name    string `json:"name"` // without #
	Service string `json:"service"`
}

func (p *page) info(*http.Request) (any, error) { return p.Info, nil }

// player is one of the people who can be played.
func (p *page) player(id string) error {
	for _, u := range p.Info.Users {
		if u.ID == id {
			return nil
		}
	}
	return refuse("there is no user %q here", id)
}
