package spans

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

// Transport records each request as a call of the service, by the name that operation
// gives it. base is where requests go; nil is http.DefaultTransport.
func (t *Tracer) Transport(service string, operation func(*http.Request) string, base http.RoundTripper) http.RoundTripper {
	if t == nil {
		return base
	}
	if base == nil {
		base = http.DefaultTransport
	}
	return recorded{t, service, operation, base}
}

type recorded struct {
	tracer    *Tracer
	service   string
	operation func(*http.Request) string
	base      http.RoundTripper
}

// RoundTrip is http.RoundTripper's.
func (r recorded) RoundTrip(q *http.Request) (*http.Response, error) {
	if !trace.SpanContextFromContext(q.Context()).IsSampled() {
		return r.base.RoundTrip(q)
	}
	_, end := r.tracer.start(q.Context(), attribute.String(System, SystemHTTP), r.service, r.operation(q))
	got, err := r.base.RoundTrip(q)
	if err != nil {
		end(slog.String("error", silence(err)))
		return got, err
	}
	end(slog.Int("status", got.StatusCode))
	return got, nil
}

// silence says why there is no answer, in words of our own: an error's may quote the
// address.
func silence(err error) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "time-out"
	case errors.Is(err, context.Canceled):
		return "cancelled"
	}
	return "no answer"
}

// Slack names a request to Slack: the method of its Web API, such as chat.postMessage. The
// path of a response_url is a secret.
func Slack(q *http.Request) string {
	method, ok := strings.CutPrefix(q.URL.Path, "/api/")
	if !ok || method == "" || strings.Trim(method, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.") != "" {
		return "response_url"
	}
	return method
}

// GitHub names a request to GitHub: its method and path, such as
// GET /repos/:id/:id/actions/runs/:id. Only words of the API are shown; names of branches
// and files are not.
func GitHub(q *http.Request) string {
	words := []string{
		"", "access_tokens", "actions", "api", "app", "approvals", "branches", "cancel", "check-runs", "check-suites", "commits",
		"compare", "contents", "deployments", "dispatches", "git", "heads", "installation", "installations", "jobs", "logs",
		"matching-refs", "pending_deployments", "pulls", "rate_limit", "ref", "refs", "repos", "repositories", "runs", "status",
		"statuses", "tags", "user", "v3", "workflows", "zen",
	}
	parts := strings.Split(q.URL.Path, "/")
	for i, part := range parts {
		named := i >= 2 && parts[i-2] == "repos" || i >= 1 && parts[i-1] == "repos" // an owner or a repository may be called anything
		if named || !slices.Contains(words, part) {
			parts[i] = ":id"
		}
	}
	return q.Method + " " + strings.Join(parts, "/")
}
