package hub

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/bradleyfalzon/ghinstallation/v2"
)

// Options are what a hub needs: either an App with its installation and key, or a
// token.
type Options struct {
	API          string // address of the API; empty: https://api.github.com. Plain http only on this machine
	App          int64  // id of the GitHub App
	Installation int64  // id of its installation
	Key          []byte // its private key, in PEM
	Token        string // personal token, for trying it out

	// Repository says which repository a service's commits are in.
	Repository func(service string) (owner, name string, known bool)
	Now        func() time.Time
	Transport  http.RoundTripper                                // nil: http.DefaultTransport
	Sleep      func(ctx context.Context, d time.Duration) error // nil: a timer
	Timeout    time.Duration                                    // of a call; 0: ten seconds
	Log        *slog.Logger                                     // nil: nothing is logged
}

// complete fills what was left out in, and gives the API's address, with a slash at
// its end.
func (o *Options) complete() (*url.URL, error) {
	if o.API == "" {
		o.API = "https://api.github.com"
	}
	if o.Transport == nil {
		o.Transport = http.DefaultTransport
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.Timeout <= 0 {
		o.Timeout = 10 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	api, err := address(o.API)
	err = errors.Join(err, o.identity())
	if o.Repository == nil {
		err = errors.Join(err, errors.New("nobody says which repository a service is in"))
	}
	if o.Now == nil {
		err = errors.Join(err, errors.New("there is no clock"))
	}
	return api, err
}

// address reads the API's address. What it holds is not repeated: it may be a secret
// that came into the wrong place.
func address(api string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSuffix(api, "/") + "/")
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("the API's address is none: it is like https://HOST/api/v3")
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !local(u.Hostname())) {
		return nil, errors.New("the API's address has to begin with https://")
	}
	return u, nil
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// identity refuses what does not say who Slipway is, or says two things.
func (o *Options) identity() error {
	app := o.App != 0 || o.Installation != 0 || len(o.Key) > 0
	switch {
	case app && o.Token != "":
		return errors.New("there is an App and a token: leave one of them out")
	case !app && o.Token == "":
		return errors.New("there is neither an App nor a token")
	case !app && strings.ContainsFunc(o.Token, func(r rune) bool { return r <= ' ' || r > '~' }):
		return errors.New("the token holds characters that no token has: was it copied whole, and without a line break?")
	case !app:
		return nil
	}
	var wrong []error
	if o.App <= 0 {
		wrong = append(wrong, errors.New("the App's id is missing"))
	}
	if o.Installation <= 0 {
		wrong = append(wrong, errors.New("the installation's id is missing"))
	}
	if _, err := ghinstallation.NewAppsTransport(o.Transport, o.App, o.Key); err != nil {
		wrong = append(wrong, fmt.Errorf("the App's private key is not an RSA key in PEM, `-----BEGIN RSA PRIVATE KEY-----` and its lines: %w", err))
	}
	return errors.Join(wrong...)
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
