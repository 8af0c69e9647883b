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

// Client speaks to one workspace. It is safe for concurrent use.
type Client struct {
	api      *slack.Client
	http     *http.Client
	origin   string
	patience time.Duration
	people   directory
}

// New makes a client. It refuses options that would send the token astray or
// could not be answered with.
func New(o Options) (*Client, error) {
	if err := o.complete(); err != nil {
		return nil, err
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
	return &Client{
		api: slack.New(o.Token, options...), http: h, origin: o.ResponseOrigin, patience: o.Patience,
		people: directory{now: o.Now, known: map[string]remembered{}},
	}, nil
}

// Post posts a message and answers its ts. In a thread, by the ts of its first
// message; in the channel itself if that is empty, or the thread is gone.
func (c *Client) Post(ctx context.Context, channel, thread string, m views.Message) (ts string, err error) {
	err = c.send(ctx, m, func(ctx context.Context, options ...slack.MsgOption) error {
		var err error
		if thread != "" {
			options = append(options, slack.MsgOptionTS(thread))
		}
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

// send sends a message by a method of the Web API.
func (c *Client) send(ctx context.Context, m views.Message, call func(context.Context, ...slack.MsgOption) error) error {
	return c.either(ctx, m.Fallback != nil, func(plainer bool) error { return call(ctx, options(m, blocksOf(m, plainer))...) })
}

// either tries what has blocks as it is, and then with plainer ones, if there are any and
// Slack does not take these. Whatever is said to Slack in blocks is said in this way.
func (c *Client) either(ctx context.Context, has bool, call func(plainer bool) error) error {
	err := c.patiently(ctx, func() error { return call(false) })
	if has && refusesBlocks(err) {
		err = c.patiently(ctx, func() error { return call(true) })
	}
	return err
}

// blocksOf are a message's blocks, or the plainer ones, if there are any.
func blocksOf(m views.Message, plainer bool) []slack.Block {
	if plainer && m.Fallback != nil {
		return m.Fallback
	}
	return m.Blocks
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
