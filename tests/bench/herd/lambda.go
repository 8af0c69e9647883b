package herd

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/aws/limit"
	"github.com/slipway-dev/slipway/aws/traffic"
	"github.com/slipway-dev/slipway/aws/versions"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
	"github.com/slipway-dev/slipway/tests/bench/account"
	"github.com/slipway-dev/slipway/tests/faulty"
)

// functions are Lambda as one process reaches it.
type functions struct {
	*traffic.Traffic
	versions *versions.Versions
	herd     *herd
}

// newProcess is a process with a limiter of its own: a ticker, or the worker, which
// alone may make several calls at once.
func (h *herd) newProcess(rate float64, burst int) *ticker {
	client := lambda.NewFromConfig(aws.Config{
		Region: "us-east-1", HTTPClient: &network{herd: h, worker: burst > 1, handler: wire.Handler(h.account, wire.Options{}), name: faulty.Names()},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "key", SecretAccessKey: "secret"}, nil
		}),
	}, limit.New(rate, burst).Apply)
	l := functions{
		Traffic: traffic.New(client, function), herd: h,
		versions: versions.New(client, versions.Options{Function: function, Code: func(t rollout.Target, r rollout.Release) versions.Code {
			return versions.Code{Image: account.Registry + "acme/" + t.Service + "@" + r.Digest}
		}}),
	}
	return &ticker{commands: commands.New(h.deps(l))}
}

// Point moves an alias, and notes what live routes to from then on.
func (l functions) Point(ctx context.Context, t rollout.Target, i rollout.Intent) error {
	err := l.Traffic.Point(ctx, t, i)
	if err == nil && i.Alias == rollout.Live {
		l.herd.routed(t, i.Routing)
	}
	return err
}

// network is the way to Lambda. It counts what is asked, and takes its time.
type network struct {
	herd    *herd
	worker  bool
	handler http.Handler
	name    func(*http.Request, []byte) string
}

// Do sends a request.
func (n *network) Do(q *http.Request) (*http.Response, error) {
	var body []byte
	if q.Body != nil {
		var err error
		if body, err = io.ReadAll(q.Body); err != nil {
			return nil, err
		}
	}
	q.Body = io.NopCloser(bytes.NewReader(body))
	n.herd.called(n.name(q, nil), functionOf(q), n.worker || whole(q, body))
	w := httptest.NewRecorder()
	time.Sleep(control / 2)
	n.handler.ServeHTTP(w, q)
	time.Sleep(control / 2)
	if w.Code == http.StatusTooManyRequests {
		n.herd.count(func(r *Result) { r.Refused++ })
	}
	return w.Result(), nil
}

// whole says that a call gives all of live to one version: the limiter lets it pass.
func whole(q *http.Request, body []byte) bool {
	return q.Method == http.MethodPut && strings.HasSuffix(q.URL.Path, "/aliases/live") && bytes.Contains(body, []byte(`"AdditionalVersionWeights":{}`))
}

// called counts a call.
func (h *herd) called(operation, function string, urgent bool) {
	h.count(func(r *Result) {
		switch {
		case operation == "Invoke" || operation == "GetFunction" || operation == "GetPolicy":
		case urgent:
			r.Urgent = append(r.Urgent, time.Now())
		default:
			r.Calls = append(r.Calls, time.Now())
		}
		if b := h.backs[function]; b != nil {
			b.calls++
		}
	})
}

// count changes the result.
func (h *herd) count(change func(*Result)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	change(&h.result)
}

// errBusy says that no ticker is free.
var errBusy = errors.New("TooManyRequestsException")
