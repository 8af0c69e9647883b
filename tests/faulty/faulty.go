// Package faulty is an HTTP transport that makes calls to AWS go wrong, as they do
// now and then: a request or its reply is lost, comes late or twice, or the answer
// is an error, in the form that the service's protocol has, so that the SDK makes
// its real error of it. It works under the SDK's clients and in a reverse proxy.
package faulty

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Transport passes requests on, and lets those it was told about go wrong.
// It may be used by many at once.
type Transport struct {
	base   http.RoundTripper
	router router

	mu     sync.Mutex
	next   map[string][]Fault // by operation, what the next calls of it meet
	always map[string]Fault   // by operation, what every call of it meets
	storm  *storm
	counts map[string]int
}

// New gives a transport that sends by base, or by http.DefaultTransport when that is nil.
func New(base http.RoundTripper) *Transport {
	if base == nil {
		base = http.DefaultTransport
	}
	return &Transport{base: base, router: newRouter(), next: map[string][]Fault{}, always: map[string]Fault{}, counts: map[string]int{}}
}

// Under puts a transport under an SDK configuration: clients made from what it
// returns send through the transport, and that sends as the configuration did.
func Under(cfg aws.Config) (aws.Config, *Transport) {
	var base http.RoundTripper
	if c, ok := cfg.HTTPClient.(*http.Client); ok {
		base = c.Transport
	}
	t := New(base)
	cfg.HTTPClient = &http.Client{Transport: t}
	return cfg, t
}

// On says what the next calls of an operation meet, one fault each, after those
// said before. The operation's name is the SDK's: "UpdateAlias". A nil fault lets
// a call pass.
func (t *Transport) On(operation string, faults ...Fault) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.next[operation] = append(t.next[operation], faults...)
}

// Always says what every call of an operation meets when nothing is left that On
// said; nil ends that. The operation "" stands for all that nothing else was said of.
func (t *Transport) Always(operation string, f Fault) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.always[operation] = f
}

// Count tells how many requests of an operation were made, retries and those that
// went wrong among them, whatever became of them.
func (t *Transport) Count(operation string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.counts[operation]
}

// Counts is the same for every operation that was called.
func (t *Transport) Counts() map[string]int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return maps.Clone(t.counts)
}

// RoundTrip sends a request, or lets it go wrong.
func (t *Transport) RoundTrip(q *http.Request) (*http.Response, error) {
	body, err := read(q)
	if err != nil {
		return nil, fmt.Errorf("read the request: %w", err)
	}
	c := Call{Request: q, Body: body, base: t.base}
	c.Operation, c.protocol = t.router.identify(q, body)
	if fault := t.take(c.Operation); fault != nil {
		return fault(c)
	}
	return c.Send()
}

// take counts a call and says what it meets; nil is nothing.
func (t *Transport) take(operation string) Fault {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[operation]++
	if queue := t.next[operation]; len(queue) > 0 {
		t.next[operation] = queue[1:]
		return queue[0]
	}
	for _, name := range []string{operation, ""} {
		if f := t.always[name]; f != nil {
			return f
		}
	}
	return t.storm.draw(operation)
}

// read takes the body off a request, which a transport must close.
func read(q *http.Request) ([]byte, error) {
	if q.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(q.Body)
	if err != nil {
		return nil, err
	}
	return body, q.Body.Close()
}

// Call is a request on its way.
type Call struct {
	Operation string        // the SDK's name of it; for what is not known "METHOD /path"
	Request   *http.Request // its body has been read
	Body      []byte

	protocol protocol
	base     http.RoundTripper
}

// Send carries the call out. It may be done again.
func (c Call) Send() (*http.Response, error) {
	q := c.Request.Clone(c.Request.Context())
	q.Body = http.NoBody
	if len(c.Body) > 0 {
		q.Body = io.NopCloser(bytes.NewReader(c.Body))
	}
	return c.base.RoundTrip(q)
}
