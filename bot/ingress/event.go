package ingress

import (
	"context"
	"errors"
	"net/http"
)

// challenge is the answer to Slack's question whether this address is ours.
type challenge struct {
	Challenge string `json:"challenge"`
}

// event answers the Events API. Nothing follows from an event yet; it is
// acknowledged so that Slack does not send it again.
func (f *Front) event(_ context.Context, v verified) answer {
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
	}
	return done("ignored")
}
