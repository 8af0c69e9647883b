// Package client is Slack as the bot needs it: a few calls with a time-out, that
// honour Retry-After, fall back to plainer blocks where a workspace does not
// take the newer ones, and never send the token anywhere but to Slack.
package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/views"
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

// Client speaks to one workspace. It is safe for concurrent use.
type Client struct {
	api      *slack.Client
	http     *http.Client
	origin   string
	patience time.Duration
	people   *directory
}

// New makes a client; it refuses to be without a token or an origin.
func New(o Options) (*Client, error) {
	if o.Token == "" || o.ResponseOrigin == "" {
		return nil, errors.New("slack client: the bot token and the origin of response_urls are needed")
	}
	if o.Patience == 0 {
		o.Patience = 3 * time.Second
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	h := &http.Client{
		Transport:     o.Transport,
		Timeout:       o.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return errors.New("slack does not redirect") },
	}
	options := []slack.Option{slack.OptionHTTPClient(h)}
	if o.API != "" {
		options = append(options, slack.OptionAPIURL(o.API))
	}
	api := slack.New(o.Token, options...)
	return &Client{api: api, http: h, origin: o.ResponseOrigin, patience: o.Patience, people: newDirectory(api, o.Now)}, nil
}

// Post posts a message and answers its ts.
func (c *Client) Post(ctx context.Context, channel string, m views.Message) (ts string, err error) {
	err = c.send(ctx, m, func(ctx context.Context, options ...slack.MsgOption) error {
		var err error
		_, ts, err = c.api.PostMessageContext(ctx, channel, options...)
		return err
	})
	return ts, explain("post a message", channel, err)
}

// Update edits a message in place.
func (c *Client) Update(ctx context.Context, channel, ts string, m views.Message) error {
	err := c.send(ctx, m, func(ctx context.Context, options ...slack.MsgOption) error {
		_, _, _, err := c.api.UpdateMessageContext(ctx, channel, ts, options...)
		return err
	})
	return explain("edit a message", channel, err)
}

// Ephemeral shows a message to one person in a channel.
func (c *Client) Ephemeral(ctx context.Context, channel, user string, m views.Message) error {
	err := c.send(ctx, m, func(ctx context.Context, options ...slack.MsgOption) error {
		_, err := c.api.PostEphemeralContext(ctx, channel, user, options...)
		return err
	})
	return explain("post a private message", channel, err)
}

// send tries the message as it is, then with plainer blocks if Slack does not
// take these, and once more after a short Retry-After.
func (c *Client) send(ctx context.Context, m views.Message, call func(context.Context, ...slack.MsgOption) error) error {
	err := c.patiently(ctx, func() error { return call(ctx, options(m, m.Blocks)...) })
	if m.Fallback != nil && refusesBlocks(err) {
		err = c.patiently(ctx, func() error { return call(ctx, options(m, m.Fallback)...) })
	}
	return err
}

// patiently calls once more after a Retry-After that is short enough to wait for.
func (c *Client) patiently(ctx context.Context, call func() error) error {
	err := call()
	var limited *slack.RateLimitedError
	if !errors.As(err, &limited) || limited.RetryAfter > c.patience {
		return err
	}
	timer := time.NewTimer(limited.RetryAfter)
	defer timer.Stop()
	select {
	case <-timer.C:
		return call()
	case <-ctx.Done():
		return fmt.Errorf("wait for slack's rate limit: %w", ctx.Err())
	}
}

func options(m views.Message, blocks []slack.Block) []slack.MsgOption {
	o := []slack.MsgOption{
		slack.MsgOptionText(m.Text, false),
		slack.MsgOptionBlocks(blocks...),
		slack.MsgOptionDisableLinkUnfurl(),
		slack.MsgOptionDisableMediaUnfurl(),
	}
	if m.Metadata.EventType != "" {
		o = append(o, slack.MsgOptionMetadata(m.Metadata))
	}
	return o
}
