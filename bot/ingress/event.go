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
	a := asked{from: caller{
		team: r.text(o, "team_id"), enterprise: r.text(o, "enterprise_id"), app: r.text(o, "api_app_id"),
		user: r.text(o, "event", "user"), trigger: r.text(o, "event_id"), anywhere: true,
	}}
	listened := true
	switch about := r.text(o, "event", "type"); {
	case about == job.HomeEvent && r.text(o, "event", "tab") == "home":
		a.job.Home = &job.Home{}
	case about == job.LinkEvent:
		a.job.Link, listened = f.links(&r, o, v.host)
		a.from.channel, a.from.anywhere = r.text(o, "event", "channel"), false
		listened = listened && a.from.user != "" // an app's messages may be nobody's
	default:
		listened = false
	}
	if a.err = r.err; a.err == nil && !listened {
		return done("ignored")
	}
	told := f.pass(ctx, v, a)
	if told.status == http.StatusOK {
		told.body = nil // nobody reads it
	}
	return told
}
