package slack

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Retry sends the events that are due, new ones included, and says when the next
// is: never, if the time is zero. Whoever runs the clock calls it, then and when
// something has changed. An event that the app does not take within three seconds
// is sent again nearly at once, after a minute and after five, and then forgotten.
// The error means that ctx has ended or Disk has failed; what was not taken is
// still due.
func (w *Workspace) Retry(ctx context.Context) (next time.Time, err error) {
	for {
		p, next, found := w.takeDue()
		if !found {
			return next, nil
		}
		if _, err := w.attempt(ctx, p); err != nil {
			return time.Time{}, err
		}
	}
}

// takeDue takes the first event that is due, or says when the next will be.
func (w *Workspace) takeDue() (p pending, next time.Time, found bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range w.events {
		if next.IsZero() || p.Due.Before(next) {
			next = p.Due
		}
	}
	if next.IsZero() || w.opts.Now().Before(next) {
		return pending{}, next, false
	}
	i := slices.IndexFunc(w.events, func(p pending) bool { return p.Due.Equal(next) })
	return w.lend(i), next, true
}

// take takes one event.
func (w *Workspace) take(id string) (pending, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	i := slices.IndexFunc(w.events, func(p pending) bool { return p.ID == id && p.Due.Compare(w.opts.Now()) <= 0 })
	if i < 0 {
		return pending{}, false
	}
	return w.lend(i), true
}

// lend keeps others away from an event for as long as it may take to send it.
func (w *Workspace) lend(i int) pending {
	p := w.events[i]
	w.events[i].Due = w.opts.Now().Add(2 * answerTime)
	return p
}

// attempt sends an event once and keeps what became of it.
func (w *Workspace) attempt(ctx context.Context, p pending) (Delivery, error) {
	sent, err := w.sendEvent(ctx, p)
	w.mu.Lock()
	defer w.mu.Unlock()
	i := slices.IndexFunc(w.events, func(other pending) bool { return other.ID == p.ID })
	pauses := retryPauses()
	switch {
	case err != nil:
		w.events[i] = p
	case sent.Error == "" || sent.final || p.Tries >= len(pauses):
		w.events = slices.Delete(w.events, i, i+1)
		if w.opts.Disk != nil {
			err = w.opts.Disk.Delete("event/" + p.ID)
		}
	default:
		p.Due = w.opts.Now().Add(pauses[p.Tries])
		p.Tries++
		p.Reason = sent.Error
		w.events[i] = p
		err = w.write("event/"+p.ID, p)
	}
	return sent.Delivery, err
}

// sending is what became of an event.
type sending struct {
	Delivery
	final bool // the app wants no retry
}

// sendEvent posts a signed event. Unlike Slack it follows no redirects.
func (w *Workspace) sendEvent(ctx context.Context, p pending) (sending, error) {
	limited, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	var s sending
	req, err := http.NewRequestWithContext(limited, http.MethodPost, w.opts.RequestURL+"/slack/events", bytes.NewReader(p.Body))
	if err != nil {
		return s, fmt.Errorf("send event: %w", err)
	}
	timestamp, signature := Sign(w.opts.SigningSecret, w.opts.Now(), p.Body)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	req.Header.Set("X-Slack-Request-Timestamp", timestamp)
	req.Header.Set("X-Slack-Signature", signature)
	if p.Tries > 0 {
		req.Header.Set("X-Slack-Retry-Num", strconv.Itoa(p.Tries))
		req.Header.Set("X-Slack-Retry-Reason", p.Reason)
	}
	resp, err := w.opts.HTTP.Do(req)
	if err == nil {
		defer func() { _ = resp.Body.Close() }()
		s.Status, s.final = resp.StatusCode, resp.Header.Get("X-Slack-No-Retry") == "1"
		s.Body, err = io.ReadAll(io.LimitReader(resp.Body, maxBody))
	}
	if ctx.Err() != nil {
		return s, fmt.Errorf("wait for the app: %w", ctx.Err())
	}
	s.Error = retryReason(err, s.Status)
	return s, nil
}

// retryReason is why an event was not taken, empty if it was.
// See https://docs.slack.dev/apis/events-api
func retryReason(err error, status int) string {
	var slow interface{ Timeout() bool }
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &slow) && slow.Timeout():
		return "http_timeout"
	case errors.As(err, &certificate), errors.As(err, &record):
		return "ssl_error"
	case err != nil:
		return "connection_failed"
	case status < 200 || status > 299:
		return "http_error"
	}
	return ""
}
