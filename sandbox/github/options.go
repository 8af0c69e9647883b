package github

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Disk keeps rows through restarts. Write keeps all of some rows or none, and
// forgets those whose value is nil; what it has kept must be durable when it
// returns. A value passed to fn is only valid during the call.
type Disk interface {
	Write(rows map[string][]byte) error
	Each(prefix string, fn func(key string, value []byte) error) error
}

// Options describe a code host and the one app that talks to it.
type Options struct {
	APIURL string // where the API is, such as https://HOST/api/v3
	WebURL string // where the pages are; another path than the API's

	Token string // a personal access token, which may do everything; none if empty
	Login string // whose it is; "octocat" if empty
	App   App    // the App that is installed; none if its ID is 0

	Repositories []Repository
	Outcomes     map[string]Outcome // by the full SHA that is built
	Server       Server

	// Now is the wall clock, and Pace the clock that runs go by; Now if nil. NewID
	// gives a fresh id that begins with prefix and never repeats, over restarts too.
	// They and Publish may be called while the host is locked: they must not call it.
	Now   func() time.Time
	Pace  func() time.Time
	NewID func(prefix string) string

	// Publish is called at the end of a step that publishes. Its error fails the
	// step, and is in the step's log. Nil publishes nothing.
	Publish func(Artifact) error

	Disk Disk // nil keeps everything in memory only

	HookURL    string       // where webhooks are sent; nowhere if empty
	HookSecret string       // signs them
	Events     []string     // that the hook is subscribed to; all that there are if empty
	HTTP       *http.Client // sends them; nil for a plain one that follows no redirects
}

// App is a GitHub App and its one installation.
type App struct {
	ID           int64
	Slug         string // its name in addresses; "app" if empty
	Key          *rsa.PublicKey
	Installation int64

	// Permissions are what it was granted: "contents" → "read". All that there are
	// if nil. Repositories are those it is installed on, as owner/name; all if empty.
	Permissions  map[string]string
	Repositories []string
}

// Server is how a code host answers a dispatch that asks for the run's details.
type Server string

// The kinds of servers. The older ones are GitHub Enterprise Servers.
const (
	Current Server = ""       // with the run
	Silent  Server = "silent" // with 204, as if it had not been asked
	Strict  Server = "strict" // with 400: it does not know the field
)

// events are those that there are here, besides ping.
const events = "workflow_run check_suite deployment deployment_status push"

func (o *Options) check() error {
	var errs []error
	for _, given := range [][2]string{{"APIURL", o.APIURL}, {"WebURL", o.WebURL}} {
		if !isURL(given[1]) {
			errs = append(errs, fmt.Errorf("%s %q is no address", given[0], given[1]))
		}
	}
	if o.APIURL == o.WebURL {
		errs = append(errs, errors.New("APIURL and WebURL are the same"))
	}
	if o.Now == nil || o.NewID == nil {
		errs = append(errs, errors.New("the functions Now and NewID are missing"))
	}
	if o.App.ID != 0 && (o.App.Key == nil || o.App.Installation == 0) {
		errs = append(errs, errors.New("the App needs a key and an installation"))
	}
	if o.HookURL != "" && (!isURL(o.HookURL) || o.HookSecret == "") {
		errs = append(errs, fmt.Errorf("the hook %q needs an address and a secret", o.HookURL))
	}
	for _, e := range o.Events {
		if !slices.Contains(strings.Fields(events), e) {
			errs = append(errs, fmt.Errorf("there is no event %q here", e))
		}
	}
	return errors.Join(errs...)
}

func isURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
}

// complete checks the options and fills in what may be left out.
func (o *Options) complete() error {
	if err := o.check(); err != nil {
		return fmt.Errorf("code host: %w", err)
	}
	if o.Pace == nil {
		o.Pace = o.Now
	}
	if o.Login == "" {
		o.Login = "octocat"
	}
	if o.App.Slug == "" {
		o.App.Slug = "app"
	}
	if o.HTTP == nil {
		o.HTTP = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	o.APIURL, o.WebURL = strings.TrimSuffix(o.APIURL, "/"), strings.TrimSuffix(o.WebURL, "/")
	return nil
}
