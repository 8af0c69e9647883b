package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
)

// Delivery is what became of a request to the app.
type Delivery struct {
	Status int         // the HTTP status; 0 if no answer came in time
	Header http.Header // of the answer
	Body   []byte      // what the app answered
	Error  string      // in Slack's words: "operation_timeout", "dispatch_failed", "invalid_blocks", …; "" if all is well

	TriggerID   string // as sent to the app
	ResponseURL string // as sent to the app
	TS          string // the message that the answer became, if any
}

// isJSON tells whether the answer says that it is JSON. Slack reads none that
// does not.
func (d Delivery) isJSON() bool {
	kind, _, err := mime.ParseMediaType(d.Header.Get("Content-Type"))
	return err == nil && kind == "application/json"
}

// post sends a signed request to the app and notes its answer in d. failed is why
// there is none; err means that the caller has gone.
func (w *Workspace) post(ctx context.Context, path string, header http.Header, body []byte, d *Delivery) (failed, err error) {
	if w.opts.AppToken != "" {
		return w.push(ctx, path, header, body, d)
	}
	limited, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	req, err := http.NewRequestWithContext(limited, http.MethodPost, w.opts.RequestURL+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("send to the app: %w", err)
	}
	timestamp, signature := Sign(w.opts.SigningSecret, w.opts.Now(), body)
	req.Header = header
	req.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	req.Header.Set("X-Slack-Request-Timestamp", timestamp)
	req.Header.Set("X-Slack-Signature", signature)
	resp, failed := w.opts.HTTP.Do(req)
	var answered []byte
	if failed == nil {
		defer func() { _ = resp.Body.Close() }()
		answered, failed = io.ReadAll(io.LimitReader(resp.Body, maxBody))
	}
	switch {
	case ctx.Err() != nil:
		return failed, fmt.Errorf("wait for the app: %w", ctx.Err())
	case failed == nil:
		d.Status, d.Header, d.Body = resp.StatusCode, resp.Header, answered
	}
	return failed, nil
}

func tooSlow(err error) bool {
	var slow interface{ Timeout() bool }
	return errors.As(err, &slow) && slow.Timeout()
}

// deliver posts a form and says in d.Error what is wrong with the answer.
func (w *Workspace) deliver(ctx context.Context, path string, form url.Values, d *Delivery) error {
	header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	failed, err := w.post(ctx, path, header, []byte(form.Encode()), d)
	switch {
	case err == nil && d.Status == http.StatusOK:
		d.Error = ""
	case tooSlow(failed):
		d.Error = "operation_timeout"
	default:
		d.Error = "dispatch_failed"
	}
	return err
}

// showAnswer makes the body of a command's answer a message. What does not say
// that it is JSON is shown as it is. An answer in the channel shows the command
// too; alone it is a right answer, to a command that more will be said about.
func (w *Workspace) showAnswer(origin responseURL, typed string, d *Delivery) error {
	body := bytes.TrimSpace(d.Body)
	if len(body) == 0 {
		return nil
	}
	p := reply{Text: string(body)}
	if d.isJSON() {
		p = reply{}
		if err := json.Unmarshal(body, &p); err != nil {
			return refuse("dispatch_failed")
		}
	}
	if p.ResponseType != inChannel {
		ts, err := w.publish(origin, p)
		d.TS = ts
		return err
	}
	said := Message{Channel: origin.Channel, TS: w.nextTS(), User: origin.User, Text: escapeTyped(typed)}
	rows, err := w.said(said)
	if err != nil || p.content().empty() {
		return errors.Join(err, w.commit(rows...))
	}
	ts, more, err := w.published(origin, p)
	if err == nil {
		d.TS, err = ts, w.commit(append(rows, more...)...)
	}
	return err
}
