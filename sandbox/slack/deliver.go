package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// Delivery is what became of a request to the app.
type Delivery struct {
	Status int    // the HTTP status; 0 if no answer came in time
	Body   []byte // what the app answered
	Error  string // in Slack's words: "operation_timeout", "dispatch_failed", "invalid_blocks", …; "" if all is well

	TriggerID   string // as sent to the app
	ResponseURL string // as sent to the app
	TS          string // the message that the answer became, if any
}

// deliver posts a signed form to the app and notes its answer in d. An error
// means that the caller has gone, not that the app failed.
func (w *Workspace) deliver(ctx context.Context, path string, form url.Values, d *Delivery) error {
	limited, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	body := []byte(form.Encode())
	req, err := http.NewRequestWithContext(limited, http.MethodPost, w.opts.RequestURL+path, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("send to the app: %w", err)
	}
	timestamp, signature := Sign(w.opts.SigningSecret, w.opts.Now(), body)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	req.Header.Set("X-Slack-Request-Timestamp", timestamp)
	req.Header.Set("X-Slack-Signature", signature)
	d.Error = "dispatch_failed"
	resp, err := w.opts.HTTP.Do(req)
	if err == nil {
		defer func() { _ = resp.Body.Close() }()
		d.Status = resp.StatusCode
		d.Body, err = io.ReadAll(io.LimitReader(resp.Body, maxBody))
	}
	var slow interface{ Timeout() bool }
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("wait for the app: %w", ctx.Err())
	case errors.As(err, &slow) && slow.Timeout():
		d.Status, d.Error = 0, "operation_timeout"
	case err == nil && d.Status == http.StatusOK:
		d.Error = ""
	}
	return nil
}

// showAnswer makes the body of a command's answer a message. Text that is no
// JSON is shown as it is.
func (w *Workspace) showAnswer(origin responseURL, typed string, d *Delivery) error {
	body := bytes.TrimSpace(d.Body)
	if len(body) == 0 {
		return nil
	}
	p := reply{Text: string(body)}
	if body[0] == '{' {
		p = reply{}
		if err := json.Unmarshal(body, &p); err != nil {
			return refuse("dispatch_failed")
		}
	}
	if p.ResponseType == "in_channel" {
		said := Message{Channel: origin.Channel, TS: w.nextTS(), User: origin.User, Text: typed}
		if err := w.putMessage(said); err != nil {
			return err
		}
	}
	ts, err := w.publish(origin, p)
	d.TS = ts
	return err
}
