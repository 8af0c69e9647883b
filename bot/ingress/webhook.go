package ingress

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/bot/job"
)

// webhook handles what GitHub tells of. What is none of the few things that somebody
// waits for is acknowledged, and done with.
func (f *Front) webhook(ctx context.Context, v verified) answer {
	read, listened := webhookReader(v.kind)
	switch {
	case !isDelivery(v.delivery):
		return malformed(errors.New("the delivery has no id"))
	case v.kind == "ping":
		return done("ping")
	case !listened:
		return done("ignored")
	}
	var r reader
	o := r.object(v.body)
	name := r.text(o, "repository", "full_name")
	ours, branches, known := f.repository(name)
	if r.err == nil && !known {
		return done("foreign", slog.String("repository", shownPath(name)))
	}
	e, unwanted := read(&r, o)
	switch {
	case r.err != nil:
		return malformed(r.err)
	case unwanted != "":
		return done("ignored", slog.String("why", unwanted))
	case e.Run == 0 && !slices.Contains(branches, e.Branch):
		return done("ignored", slog.String("why", "it is of no main branch"))
	}
	e.Delivery, e.Kind, e.Repository = v.delivery, v.kind, ours
	return f.hear(ctx, e)
}

// hear queues an event. GitHub shows in its list of deliveries what was not stored,
// and whoever waits for it looks by himself after a while.
func (f *Front) hear(ctx context.Context, e job.Event) answer {
	j := job.Job{ID: job.EventID(e.Delivery), Received: f.options.Now(), Event: &e}
	notes := []slog.Attr{tag(j), slog.String("event", e.Kind), slog.String("delivery", e.Delivery)}
	if err := f.send(ctx, j); err != nil {
		return refuse(http.StatusInternalServerError, "not_stored", append(notes, problem(err))...)
	}
	return done("queued", notes...)
}

// repository is one of those that are listened to, as the configuration writes it, and
// its main branches: upper and lower case of its name are the same to GitHub.
func (f *Front) repository(name string) (ours string, branches []string, known bool) {
	for ours, branches := range f.options.Repositories {
		if strings.EqualFold(ours, name) {
			return ours, branches, true
		}
	}
	return "", nil, false
}

// isDelivery tells whether an id looks like a UUID, as those of deliveries do.
func isDelivery(id string) bool { return len(id) == 36 && consistsOf(id, hexDigits+"ABCDEF-") }

// shownPath is a repository's name as far as it is safe to log.
func shownPath(name string) string {
	if owner, repo, ok := strings.Cut(name, "/"); ok && len(name) <= 140 && isID(owner) && isID(repo) {
		return name
	}
	return "odd"
}
