package slack

import (
	"context"
	"crypto/tls"
	"errors"
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
		p, next := w.takeDue()
		if p == nil {
			return next, nil
		}
		if _, err := w.attempt(ctx, p); err != nil {
			return time.Time{}, err
		}
	}
}

// takeDue takes the first event that is due, or says when the next will be. What
// is on its way is its sender's.
func (w *Workspace) takeDue() (p *pending, next time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, other := range w.events {
		if !other.lent && (p == nil || other.Due.Before(p.Due)) {
			p = other
		}
	}
	if p == nil {
		return nil, time.Time{}
	}
	if w.opts.Now().Before(p.Due) {
		return nil, p.Due
	}
	p.lent = true
	return p, p.Due
}

// attempt sends an event once that was taken, and keeps what became of it.
func (w *Workspace) attempt(ctx context.Context, p *pending) (Delivery, error) {
	d, err := w.sendEvent(ctx, p)
	w.mu.Lock()
	defer w.mu.Unlock()
	defer func() { p.lent = false }()
	if err != nil {
		return d, err
	}
	pauses, key := retryPauses(), "event/"+p.ID
	if d.Error == "" || d.Header.Get("X-Slack-No-Retry") == "1" || p.Tries >= len(pauses) {
		return d, w.commit(row{key, nil, func() {
			w.events = slices.DeleteFunc(w.events, func(other *pending) bool { return other == p })
		}})
	}
	again := *p
	again.Due, again.Tries, again.Reason = w.opts.Now().Add(pauses[p.Tries]), p.Tries+1, d.Error
	return d, w.commit(row{key, again, func() { *p = again }})
}

// sendEvent posts a signed event. Unlike Slack it follows no redirects.
func (w *Workspace) sendEvent(ctx context.Context, p *pending) (Delivery, error) {
	header := http.Header{"Content-Type": {"application/json"}}
	if p.Tries > 0 {
		header.Set("X-Slack-Retry-Num", strconv.Itoa(p.Tries))
		header.Set("X-Slack-Retry-Reason", p.Reason)
	}
	var d Delivery
	failed, err := w.post(ctx, eventsPath, header, p.Body, &d)
	if err == nil {
		d.Error = retryReason(failed, d.Status)
	}
	return d, err
}

// retryReason is why an event was not taken, empty if it was.
// See https://docs.slack.dev/apis/events-api
func retryReason(err error, status int) string {
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case tooSlow(err):
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
