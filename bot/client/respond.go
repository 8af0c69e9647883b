package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

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
	err = c.either(ctx, m.Fallback != nil, func(plainer bool) error {
		return c.respond(ctx, u.String(), said(m.Text, blocksOf(m, plainer), replace))
	})
	switch {
	case err != nil && ctx.Err() != nil:
		return fmt.Errorf("answer privately: %w", ctx.Err())
	case err != nil && code(err) != "":
		return fmt.Errorf("answer privately: %w (%s)", errRefused, code(err))
	case err != nil:
		return fmt.Errorf("answer privately: %w", errRefused)
	}
	return nil
}

// said is a message as a response_url takes it.
func said(text string, blocks []slack.Block, replace bool) slack.WebhookMessage {
	return slack.WebhookMessage{
		Text: text, Blocks: &slack.Blocks{BlockSet: blocks}, ResponseType: slack.ResponseTypeEphemeral, ReplaceOriginal: replace,
	}
}

// respond posts a message to a response_url. The error holds no more of the answer than
// slack's word for what is wrong.
func (c *Client) respond(ctx context.Context, u string, m slack.WebhookMessage) error {
	body, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode the answer: %w", err)
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, u, bytes.NewReader(body))
	if err != nil {
		return err
	}
	q.Header.Set("Content-Type", "application/json")
	got, err := c.http.Do(q)
	if err != nil {
		return err
	}
	// It is read to its end so that the connection can be used again.
	text, _ := io.ReadAll(io.LimitReader(got.Body, 1<<16))
	_ = got.Body.Close()
	return refusal(got.StatusCode, text)
}

// refusal is what a response_url has answered, unless that is that all is well. It says
// so in JSON, or only by its status.
func refusal(status int, text []byte) error {
	var said slack.SlackResponse
	if json.Unmarshal(text, &said) == nil && !said.Ok && isWord(said.Error) {
		return slack.SlackErrorResponse{Err: said.Error}
	}
	switch status {
	case http.StatusOK:
		return nil
	case http.StatusBadRequest: // there is nothing else in it that could be wrong
		return slack.SlackErrorResponse{Err: "invalid_blocks"}
	}
	return slack.SlackErrorResponse{Err: "status " + strconv.Itoa(status)}
}

// isWord says that a text is one of slack's words for errors.
func isWord(s string) bool {
	return s != "" && len(s) < 100 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz_") == ""
}
