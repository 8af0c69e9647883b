// Package ingress is the front: it verifies what Slack and GitHub send, decodes it,
// queues the work and answers, all within Slack's three seconds. It does none of the
// work itself, and nothing goes on after its answer.
//
// Whatever does not carry its sender's signature ends at one check, before a byte
// of it is parsed. Answers promise only what the queue has stored.
package ingress

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/slipway-dev/slipway/bot/job"
)

// Queue takes the jobs.
type Queue interface {
	// Send has stored the job when it returns nil. An error says that it is not
	// stored, unless it wraps context.DeadlineExceeded: then it may be. Send has
	// to give up when the context ends. The same job can come again, under the
	// same ID, and must not be done twice.
	Send(ctx context.Context, j job.Job) error
}

// Front is the handler of everything that Slack and GitHub send. Safe for concurrent use.
type Front struct {
	options Options
	routes  map[string]route
}

// route is what a signed POST to a path gets.
type route struct {
	from   sender // who has to have signed it
	mime   string // what its bodies have to be
	handle func(context.Context, verified) answer
}

const healthPath = "/healthz"

const (
	formType = "application/x-www-form-urlencoded"
	jsonType = "application/json"
)

// New makes a front. The error names everything that is missing or wrong in the
// options, and never a secret.
func New(o Options) (*Front, error) {
	o, err := o.checked()
	if err != nil {
		return nil, fmt.Errorf("start the front: %w", err)
	}
	f := &Front{options: o}
	fromSlack := sender{o.Limit, f.fromSlack}
	f.routes = map[string]route{
		"/slack/commands":     {fromSlack, formType, f.command},
		"/slack/interactions": {fromSlack, formType, f.interaction},
		"/slack/events":       {fromSlack, jsonType, f.event},
	}
	if len(o.GitHub) > 0 {
		f.routes["/github/webhooks"] = route{sender{webhookLimit, f.fromGitHub}, jsonType, f.webhook}
	}
	return f, nil
}

// ServeHTTP answers one request and logs one line about it.
func (f *Front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.EscapedPath()
	if path == healthPath && r.Method == http.MethodGet {
		answer{status: http.StatusOK, body: healthy{OK: true}}.write(w)
		return
	}
	a := f.serve(w, r, path)
	f.log(r.Context(), path, a)
	if _, known := f.routes[path]; known && f.options.Refused != nil && a.shut() {
		f.options.Refused(r.Context(), a.outcome)
	}
	a.write(w)
}

// healthy is the constant answer of /healthz.
type healthy struct {
	OK bool `json:"ok"`
}

// serve leads every request but the health check through the same steps. Its
// paths are exact: nothing is cleaned, decoded or redirected.
func (f *Front) serve(w http.ResponseWriter, r *http.Request, path string) (a answer) {
	defer func() {
		if p := recover(); p != nil {
			// The value may hold what somebody sent; the stack does not.
			a = refuse(http.StatusInternalServerError, "panic",
				slog.String("type", fmt.Sprintf("%T", p)), slog.String("stack", string(debug.Stack())))
		}
	}()
	to, known := f.routes[path]
	switch {
	case isSeen(path) && r.Method == http.MethodGet:
		return answer{status: http.StatusOK, outcome: "seen", page: true}
	case isSeen(path):
		return wrongMethod(w, http.MethodGet)
	case path == healthPath:
		return wrongMethod(w, http.MethodGet)
	case known && r.Method != http.MethodPost:
		return wrongMethod(w, http.MethodPost)
	case !known:
		return refuse(http.StatusNotFound, "unknown_path")
	}
	v, err := f.verify(w, r, to.from)
	switch {
	case err != nil:
		return f.unverified(r.Header, err)
	case !isType(r.Header, to.mime):
		return refuse(http.StatusUnsupportedMediaType, "wrong_type")
	}
	return to.handle(r.Context(), v)
}

func wrongMethod(w http.ResponseWriter, right string) answer {
	w.Header().Set("Allow", right)
	return refuse(http.StatusMethodNotAllowed, "wrong_method")
}

func (f *Front) log(ctx context.Context, path string, a answer) {
	if _, known := f.routes[path]; !known {
		path = "other" // the path may be anything
	}
	attrs := []slog.Attr{slog.String("route", path), slog.String("outcome", a.outcome), slog.Int("status", a.status)}
	f.options.Log.LogAttrs(ctx, a.level, "request", append(attrs, a.notes...)...)
}
