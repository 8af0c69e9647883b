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
	u, err := url.Parse(responseURL)
	if err != nil || originOf(u) != c.origin || u.User != nil {
		return fmt.Errorf("answer privately: %w", errRefused)
	}
	status, err := c.respond(ctx, u.String(), m.Text, m.Blocks)
	if err == nil && status == http.StatusBadRequest && m.Fallback != nil {
		status, err = c.respond(ctx, u.String(), m.Text, m.Fallback)
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

func (c *Client) respond(ctx context.Context, u, text string, blocks []slack.Block) (status int, err error) {
	body, err := json.Marshal(slack.WebhookMessage{
		Text: text, Blocks: &slack.Blocks{BlockSet: blocks}, ResponseType: slack.ResponseTypeEphemeral,
	})
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
