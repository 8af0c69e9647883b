// Package hub is GitHub as its adapters need it: who Slipway is there, bounded
// patience, and errors that say what a person can do about them.
//
// A call takes ten seconds at most, its retries among them. What only reads is tried
// again when GitHub or the network stumbles; what changes something never is. When
// GitHub wants to be left alone for more than a few seconds, that is an error of kind
// Throttled and not a sleep: whoever calls has a minute in all.
package hub

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/google/go-github/v62/github"

	"github.com/slipway-dev/slipway/rollout"
)

// Hub speaks to GitHub for all services. It is safe for concurrent use.
type Hub struct {
	o      Options
	client *github.Client
}

// New makes a hub. Of options that are wrong it says everything at once, and nothing
// secret. It makes no call.
func New(o Options) (*Hub, error) {
	api, err := o.complete()
	if err != nil {
		return nil, fmt.Errorf("connect to GitHub: %w", err)
	}
	h := &http.Client{Transport: o.transport(api), CheckRedirect: follow}
	client := github.NewClient(h)
	client.BaseURL, client.UserAgent = api, "slipway"
	return &Hub{o: o, client: client}, nil
}

// transport is the way of a request: bounded as a whole, tried again if need be, and
// signed.
func (o Options) transport(api *url.URL) http.RoundTripper {
	signed := &credentials{base: o.Transport, api: api, source: o.source(api)}
	return bounded{&patient{base: signed, sleep: o.Sleep, log: o.Log}, o.Timeout}
}

// Client is go-github's. Its errors want to be explained.
func (h *Hub) Client() *github.Client { return h.client }

// Repository is where the commits of a service are; a refusal when nobody has said it.
func (h *Hub) Repository(service string) (owner, name string, err error) {
	owner, name, known := h.o.Repository(service)
	if !known {
		return "", "", rollout.Refuse("no_repository", "Nobody has said which repository the commits of "+service+" are in.",
			"Name it in `slipway.yaml`, as the service's `repository`.")
	}
	return owner, name, nil
}

// Get reads one thing of the API's, by the parts of its path; each is escaped, so that
// whatever it holds it stays one part. It is for what go-github has no method for, or
// one that puts a name into the path as it is. The activity is as in [Hub.Explain].
func Get[T any](ctx context.Context, h *Hub, activity string, query url.Values, parts ...string) (T, *github.Response, error) {
	var out T
	path, err := join(parts, query)
	if err != nil {
		return out, nil, err
	}
	q, err := h.client.NewRequest(http.MethodGet, path, nil)
	if err != nil {
		return out, nil, fmt.Errorf("make a request: %w", err)
	}
	response, err := h.client.Do(ctx, q, &out)
	return out, response, h.Explain(activity, err)
}
