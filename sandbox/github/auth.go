package github

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// tokenLives is how long the token of an installation is good for.
const tokenLives = time.Hour

// token is a token of the installation.
type token struct {
	Token        string
	Expires      time.Time
	Permissions  map[string]string
	Repositories []string // all if empty
}

// identity is who calls: a person with a personal token, the App's installation, or
// the App itself.
type identity struct {
	login        string
	rate         string // what its calls are counted under
	permissions  map[string]string
	repositories []string
	all          bool // it may do everything
}

// sees says whether a repository is among those that it may know of.
func (i identity) sees(name string) bool {
	return len(i.repositories) == 0 || slices.ContainsFunc(i.repositories, func(n string) bool { return strings.EqualFold(n, name) })
}

// may checks a permission such as "contents=read"; to write is to read too.
func (i identity) may(needs string, header http.Header) error {
	if needs == "" {
		return nil
	}
	header.Set("X-Accepted-GitHub-Permissions", needs)
	name, level, _ := strings.Cut(needs, "=")
	if i.all || i.permissions[name] == level || i.permissions[name] == "write" {
		return nil
	}
	return refuse(http.StatusForbidden, "Resource not accessible by integration")
}

// admit says who calls, and counts the call.
func (h *Host) admit(e endpoint, c *call, header http.Header) error {
	given := bearer(c.r)
	var err error
	switch {
	case given == "":
		return refuse(http.StatusUnauthorized, "Requires authentication")
	case e.app:
		return h.asApp(given)
	case h.o.Token != "" && given == h.o.Token:
		c.who = identity{login: h.o.Login, rate: "user " + h.o.Login, all: true}
	default:
		c.who, err = h.asInstallation(given)
	}
	if err != nil {
		return err
	}
	return h.count(c.who, header)
}

// bearer is the token of a request, as "Bearer x" or "token x".
func bearer(r *http.Request) string {
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "bearer") && !strings.EqualFold(scheme, "token") {
		return ""
	}
	return strings.TrimSpace(value)
}

func (h *Host) asInstallation(given string) (identity, error) {
	t, known := h.tokens[given]
	switch {
	case !known || !h.o.Now().Before(t.Expires):
		return identity{}, refuse(http.StatusUnauthorized, "Bad credentials")
	case h.suspended:
		return identity{}, refuse(http.StatusForbidden, "This installation has been suspended")
	}
	return identity{
		login: h.o.App.Slug + "[bot]", rate: "installation ID " + strconv.FormatInt(h.o.App.Installation, 10),
		permissions: t.Permissions, repositories: t.Repositories,
	}, nil
}
