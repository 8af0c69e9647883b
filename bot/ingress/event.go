package ingress

import (
	"context"
	"errors"
	"net/http"

	"github.com/slipway-dev/slipway/bot/job"
)

// challenge is the answer to Slack's question whether this address is ours.
type challenge struct {
	Challenge string `json:"challenge"`
}

// event answers the Events API. What nobody listens to is acknowledged, so that
// Slack does not send it again.
func (f *Front) event(ctx context.Context, v verified) answer {
	var r reader
	o := r.object(v.body)
	kind, word := r.text(o, "type"), r.text(o, "challenge")
	switch {
	case r.err != nil:
		return malformed(r.err)
	case kind == "":
		return malformed(errors.New("the event has no type"))
	case kind == "url_verification":
		return answer{status: http.StatusOK, outcome: "url_verification", body: challenge{word}}
	case kind != "event_callback":
		return done("ignored")
	}
	about, tab := r.text(o, "event", "type"), r.text(o, "event", "tab")
	from := caller{
		team: r.text(o, "team_id"), enterprise: r.text(o, "enterprise_id"), app: r.text(o, "api_app_id"),
		user: r.text(o, "event", "user"), trigger: r.text(o, "event_id"), anywhere: true,
	}
	if r.err == nil && (about != job.HomeEvent || tab != "home") {
		return done("ignored")
	}
	a := f.pass(ctx, v, asked{from, job.Job{Home: &job.Home{}}, r.err})
	if a.status == http.StatusOK {
		a.body = nil // nobody reads it
	}
	return a
}
