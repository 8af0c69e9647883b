// Package pagerduty tells PagerDuty how incidents stand, by its Events API v2: one
// event begins an alert, others with the same key acknowledge and resolve it.
//
// An event is accepted or not; whoever sends it tries again. It is small, takes five
// seconds at most, and is never sent anywhere else than to the address that was given.
package pagerduty

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// Options are what a pager needs.
type Options struct {
	// Key gives the integration's routing key. It is a function so that nothing which
	// shows options can show it.
	Key  func() string
	URL  string       // of the API; empty: https://events.pagerduty.com/v2/enqueue
	HTTP *http.Client // nil: http.DefaultClient; its redirects are not followed
}

// Pager speaks to PagerDuty. It is safe for concurrent use.
type Pager struct {
	key  func() string
	url  string
	http http.Client
}

const (
	usual    = "https://events.pagerduty.com/v2/enqueue"
	patience = 5 * time.Second // with one event, its answer included
	enough   = 64 << 10        // bytes of an answer
)

// New makes a pager. It makes no call.
func New(o Options) *Pager {
	p := &Pager{key: o.Key, url: o.URL, http: *http.DefaultClient}
	if o.HTTP != nil {
		p.http = *o.HTTP
	}
	if p.url == "" {
		p.url = usual
	}
	p.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return p
}

// Page tells PagerDuty how an incident stands. Saying it again is harmless. The error is
// a *rollout.Error: Throttled or Broken when it may be tried again, Invalid when somebody
// has to put something right first.
func (p *Pager) Page(ctx context.Context, page rollout.Page) error {
	body, err := encode(p.key(), page)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url, bytes.NewReader(body))
	if err != nil {
		return &rollout.Error{Kind: rollout.Invalid, Message: "PagerDuty has no such address.", Hint: "See `pagerduty.url` in `slipway.yaml`.", Err: err}
	}
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("User-Agent", "slipway")
	got, err := p.http.Do(q)
	if err != nil {
		return unanswered(err)
	}
	defer got.Body.Close() //nolint:errcheck // it was read, and there is nothing to be done about it
	said, err := io.ReadAll(io.LimitReader(got.Body, enough))
	if err != nil {
		said = nil // the status says enough
	}
	return p.explain(got.StatusCode, said)
}

func unanswered(err error) error {
	return &rollout.Error{Kind: rollout.Broken, Message: "PagerDuty gave no answer.", Hint: again, Err: fmt.Errorf("send an event to PagerDuty: %w", err)}
}
