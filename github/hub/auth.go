package hub

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/bradleyfalzon/ghinstallation/v2"
)

// source gives tokens.
type source interface {
	token(ctx context.Context) (string, error)
	// spoil says that a token was not taken; false when there will be no other one.
	spoil(token string) bool
}

// source is where the options say that tokens come from.
func (o Options) source(api *url.URL) source {
	if o.Token != "" {
		return personal(o.Token)
	}
	return &installation{fresh: func() (*ghinstallation.Transport, error) {
		t, err := ghinstallation.New(bounded{o.Transport, o.Timeout}, o.App, o.Installation, o.Key)
		if err == nil {
			t.BaseURL = strings.TrimSuffix(api.String(), "/")
		}
		return t, err
	}}
}

// personal is somebody's own token.
type personal string

func (p personal) token(context.Context) (string, error) { return string(p), nil }
func (personal) spoil(string) bool                       { return false }

// installation trades the App's key for tokens that live an hour, and renews them a
// minute before they end. Both go by this machine's real clock: GitHub's does too.
type installation struct {
	fresh func() (*ghinstallation.Transport, error)

	mu      sync.Mutex
	current *ghinstallation.Transport
	last    string // the token that was given last
}

func (i *installation) token(ctx context.Context) (string, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.current == nil {
		t, err := i.fresh()
		if err != nil {
			return "", fmt.Errorf("read the App's key: %w", err)
		}
		i.current = t
	}
	token, err := i.current.Token(ctx)
	if err != nil {
		return "", unsigned(err)
	}
	i.last = token
	return token, nil
}

func (i *installation) spoil(token string) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.last == token {
		i.current = nil
	}
	return true
}

// unsigned makes an answer of GitHub's to the App an [Answer], and closes it.
func unsigned(err error) error {
	var refused *ghinstallation.HTTPError
	if !errors.As(err, &refused) || refused.Response == nil {
		return fmt.Errorf("sign in as the App: %w", err)
	}
	defer refused.Response.Body.Close() //nolint:errcheck // it was read only
	body, err := io.ReadAll(io.LimitReader(refused.Response.Body, 1<<16))
	if err != nil {
		return fmt.Errorf("sign in as the App: %w", err)
	}
	return signing(refused.Response, body)
}

// credentials signs requests to the API, and no others: a log's address leads to a
// storage elsewhere.
type credentials struct {
	base   http.RoundTripper
	api    *url.URL // ends with a slash
	source source
}

// RoundTrip signs a request and sends it. When GitHub does not know the token it is
// sent once more with another one: nothing has happened.
func (c *credentials) RoundTrip(q *http.Request) (*http.Response, error) {
	if q.URL.Scheme != c.api.Scheme || q.URL.Host != c.api.Host || !strings.HasPrefix(q.URL.Path, c.api.Path) {
		return c.base.RoundTrip(q)
	}
	token, err := c.source.token(q.Context())
	if err != nil {
		return nil, errors.Join(err, shut(q.Body))
	}
	got, err := c.base.RoundTrip(sign(q, token))
	if err != nil || got.StatusCode != http.StatusUnauthorized || q.Body != nil && q.GetBody == nil || !c.source.spoil(token) {
		return got, err
	}
	if err := finish(got); err != nil {
		return nil, err
	}
	if token, err = c.source.token(q.Context()); err != nil {
		return nil, err
	}
	again := sign(q, token)
	if q.GetBody != nil {
		if again.Body, err = q.GetBody(); err != nil {
			return nil, fmt.Errorf("read the request once more: %w", err)
		}
	}
	return c.base.RoundTrip(again)
}

func sign(q *http.Request, token string) *http.Request {
	signed := q.Clone(q.Context())
	signed.Header.Set("Authorization", "Bearer "+token)
	return signed
}

func shut(body io.Closer) error {
	if body == nil {
		return nil
	}
	return body.Close()
}
