package serve

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// letter is what Slack sends over a connection: what it would have posted, in an envelope.
type letter struct {
	kind    string // slash_commands, interactive or events_api
	payload json.RawMessage
}

// door has each letter go the way of a request of Slack's: to the front, which checks it
// as any other. What it is signed with was made when the process began, and nobody else
// has it: that the letter is Slack's is known by the connection that it came over.
type door struct {
	front  *http.Client // reaches nothing else
	secret string
	now    func() time.Time
}

// pass gives the answer, nil for an empty one. An error means that the letter was not
// taken: Slack is to hear nothing, and so sends it again, or says that it was of no use.
func (d door) pass(ctx context.Context, l letter) (json.RawMessage, error) {
	path, mime, body, err := l.request()
	if err != nil {
		return nil, err
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://front"+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("take a letter to the front: %w", err)
	}
	stamp := strconv.FormatInt(d.now().Unix(), 10)
	q.Header.Set("Content-Type", mime)
	q.Header.Set("X-Slack-Request-Timestamp", stamp)
	q.Header.Set("X-Slack-Signature", d.sign(stamp, body))
	resp, err := d.front.Do(q)
	if err != nil {
		return nil, fmt.Errorf("take a letter to the front: %w", err)
	}
	defer func() { _ = resp.Body.Close() }() // it is in memory
	answer, err := io.ReadAll(resp.Body)
	switch answer = bytes.TrimSpace(answer); {
	case err != nil:
		return nil, fmt.Errorf("read the front's answer: %w", err)
	case resp.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("the front answered %s", resp.Status)
	case len(answer) == 0:
		return nil, nil
	}
	return answer, nil
}

// sign is Slack's signature of a body.
func (d door) sign(stamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(d.secret))
	mac.Write([]byte("v0:" + stamp + ":"))
	mac.Write(body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// request is the letter as Slack would have posted it.
func (l letter) request() (path, mime string, body []byte, err error) {
	const form = "application/x-www-form-urlencoded"
	switch l.kind {
	case "events_api":
		return "/slack/events", "application/json", l.payload, nil
	case "interactive":
		return "/slack/interactions", form, []byte(url.Values{"payload": {string(l.payload)}}.Encode()), nil
	case "slash_commands":
		fields, err := fieldsOf(l.payload)
		return "/slack/commands", form, []byte(fields.Encode()), err
	}
	return "", "", nil, fmt.Errorf("there are no letters of the kind %q", l.kind)
}

// fieldsOf is an object as a form. What is no text in it is written as in JSON, and what
// is null is left out.
func fieldsOf(payload json.RawMessage) (url.Values, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(payload, &object); err != nil {
		return nil, fmt.Errorf("read a command's letter: %w", err)
	}
	fields := url.Values{}
	for name, raw := range object {
		var text *string
		switch err := json.Unmarshal(raw, &text); {
		case err != nil:
			fields.Set(name, strings.TrimSpace(string(raw)))
		case text != nil:
			fields.Set(name, *text)
		}
	}
	return fields, nil
}
