package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/views"
)

// Respond answers privately at a response_url: a new message, beside what is
// there. The URL came from outside, so it is only called at Slack's own origin,
// and redirects are not followed. The errors do not hold it.
func (c *Client) Respond(ctx context.Context, responseURL string, m views.Message) error {
	return c.answer(ctx, responseURL, m, false)
}

// Replace answers at a response_url likewise, in the place of the message that was
// clicked.
func (c *Client) Replace(ctx context.Context, responseURL string, m views.Message) error {
	return c.answer(ctx, responseURL, m, true)
}

func (c *Client) answer(ctx context.Context, responseURL string, m views.Message, replace bool) error {
	u, err := url.Parse(responseURL)
	if err != nil || originOf(u) != c.origin || u.User != nil {
		return fmt.Errorf("answer privately: %w", errRefused)
	}
	status, err := c.respond(ctx, u.String(), said(m.Text, m.Blocks, replace))
	if err == nil && status == http.StatusBadRequest && m.Fallback != nil {
		status, err = c.respond(ctx, u.String(), said(m.Text, m.Fallback, replace))
	}
	switch {
	case err != nil && ctx.Err() != nil:
		return fmt.Errorf("answer privately: %w", ctx.Err())
	case err != nil:
		return fmt.Errorf("answer privately: %w", errRefused)
	case status != http.StatusOK:
		return fmt.Errorf("answer privately: %w (status %d)", errRefused, status)
	}
	return nil
}

// said is a message as a response_url takes it.
func said(text string, blocks []slack.Block, replace bool) slack.WebhookMessage {
	return slack.WebhookMessage{
		Text: text, Blocks: &slack.Blocks{BlockSet: blocks}, ResponseType: slack.ResponseTypeEphemeral, ReplaceOriginal: replace,
	}
}

func (c *Client) respond(ctx context.Context, u string, m slack.WebhookMessage) (status int, err error) {
	body, err := json.Marshal(m)
	if err != nil {
		return 0, fmt.Errorf("encode the answer: %w", err)
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, u, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	q.Header.Set("Content-Type", "application/json")
	answer, err := c.http.Do(q)
	if err != nil {
		return 0, err
	}
	// The status says it all; the rest is only read so that the connection can be used again.
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<16))
	_ = answer.Body.Close()
	return answer.StatusCode, nil
}
