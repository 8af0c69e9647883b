package client

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Options are what the client needs.
type Options struct {
	Token          string
	API            string            // base of the Web API, with a slash at its end; empty for Slack's own
	ResponseOrigin string            // the only origin that response_urls are called at: "https://hooks.slack.com"
	Transport      http.RoundTripper // nil for the default
	Now            func() time.Time  // real time, for the cache of people
	Patience       time.Duration     // longest Retry-After that is waited for in place; default 3 s
	Timeout        time.Duration     // of one call; default 10 s
}

// complete says everything that is wrong with the options, and fills in defaults.
func (o *Options) complete() error {
	var problems []error
	if o.Token == "" {
		problems = append(problems, errors.New("slack client: the bot token is missing"))
	}
	if o.Now == nil {
		problems = append(problems, errors.New("slack client: it needs a clock"))
	}
	if o.API != "" && !isBase(o.API) {
		problems = append(problems, errors.New("slack client: the address of the Web API has to be a URL that ends in a slash"))
	}
	if !isOrigin(o.ResponseOrigin) {
		problems = append(problems, errors.New("slack client: the origin of response_urls has to be a scheme and a host, and nothing else"))
	}
	if o.Patience == 0 {
		o.Patience = 3 * time.Second
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	return errors.Join(problems...)
}

// isBase says that names of methods can be put behind the address. Without its
// last slash "https://slack.com" and "auth.test" would be another host, and the
// token would go there.
func isBase(address string) bool {
	u, err := url.Parse(address)
	return err == nil && isOrigin(originOf(u)) && strings.HasSuffix(u.Path, "/") && u.RawQuery == "" && u.Fragment == ""
}

func isOrigin(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") && originOf(u) == s
}

func originOf(u *url.URL) string { return u.Scheme + "://" + u.Host }
