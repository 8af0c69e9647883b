package github

import (
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// granted are the permissions of the installation.
func (h *Host) granted() map[string]string {
	if h.o.App.Permissions != nil {
		return h.o.App.Permissions
	}
	return map[string]string{
		"actions": "write", "checks": "write", "contents": "write", "deployments": "write", "metadata": "read",
		"pull_requests": "write", "statuses": "write", "administration": "read",
	}
}

// accessToken makes a token of the installation, which may be asked to be good for
// less than the installation is.
func accessToken(c *call) (answer, error) {
	if c.path("id") != strconv.FormatInt(c.o.App.Installation, 10) {
		return answer{}, notFound()
	}
	if c.suspended {
		return answer{}, refuse(http.StatusForbidden, "This installation has been suspended")
	}
	var asked struct {
		Repositories []string          `json:"repositories"`
		Permissions  map[string]string `json:"permissions"`
	}
	if err := c.read(&asked); err != nil {
		return answer{}, err
	}
	made := token{
		Token: "ghs_" + c.o.NewID(""), Expires: c.o.Now().Add(tokenLives).Truncate(time.Second),
		Permissions: maps.Clone(c.granted()), Repositories: c.o.App.Repositories,
	}
	if asked.Permissions != nil {
		for name, level := range asked.Permissions {
			if granted := made.Permissions[name]; granted != level && granted != "write" {
				return answer{}, refuse(http.StatusUnprocessableEntity, "The permissions requested are not granted to this installation.")
			}
		}
		made.Permissions = asked.Permissions
	}
	for i, name := range asked.Repositories {
		asked.Repositories[i] = c.ownerOf(name) + "/" + name
		if !(identity{repositories: made.Repositories}).sees(asked.Repositories[i]) {
			return answer{}, refuse(http.StatusUnprocessableEntity, "There is at least one repository that does not exist or is not accessible to the parent installation.")
		}
	}
	selection := "all"
	if len(asked.Repositories) > 0 {
		made.Repositories, selection = asked.Repositories, "selected"
	}
	rows := append(c.expired(), row{"token/" + made.Token, made, func() { c.tokens[made.Token] = made }})
	err := c.commit(rows...)
	return answer{status: http.StatusCreated, body: object{
		"token": made.Token, "expires_at": made.Expires.UTC().Format(time.RFC3339), "permissions": made.Permissions, "repository_selection": selection,
	}}, err
}

// ownerOf finds whose a repository is, of which only the name is known.
func (h *Host) ownerOf(name string) string {
	for _, r := range h.repos {
		if strings.EqualFold(r.Name, name) {
			return r.Owner
		}
	}
	return ""
}

// expired forgets the tokens that are over.
func (h *Host) expired() []row {
	var rows []row
	for name, t := range h.tokens {
		if !h.o.Now().Before(t.Expires) {
			rows = append(rows, row{"token/" + name, nil, func() { delete(h.tokens, name) }})
		}
	}
	return rows
}
