package ingress

import (
	"context"
	"errors"
	"net/http"
	"unicode/utf8"

	"github.com/slipway-dev/slipway/bot/job"
)

// The most characters that Slack lets an action's id and value have.
const (
	longestAction = 255
	longestValue  = 2000
)

// interaction handles pressed buttons. Slack shows no text from the answer to a
// click, so a click that is not stored is a 500: that much Slack does show.
func (f *Front) interaction(ctx context.Context, v verified) answer {
	form, err := readForm(v.body)
	if err != nil {
		return malformed(err)
	}
	from, click, err := readClick([]byte(form.Get("payload")))
	if err != nil {
		return malformed(err)
	}
	if !f.ours(from) {
		return foreign(from)
	}
	j, err := f.newJob(v, from)
	if err != nil {
		return malformed(err)
	}
	j.Click = &click
	if err := f.send(ctx, j); err != nil {
		return refuse(http.StatusInternalServerError, "not_stored", tag(j), problem(err))
	}
	return done("queued", tag(j))
}

// readClick takes the few fields that a click's job needs out of a payload. What
// else is in there, such as the message and its blocks, need not make sense.
func readClick(payload []byte) (caller, job.Click, error) {
	var r reader
	o := r.object(payload)
	if kind := r.text(o, "type"); r.err == nil && kind != "block_actions" {
		return caller{}, job.Click{}, errors.New("the payload is not about a click")
	}
	from := caller{
		team: r.text(o, "team", "id"), enterprise: r.text(o, "enterprise", "id"), app: r.text(o, "api_app_id"),
		user: r.text(o, "user", "id"), channel: r.text(o, "channel", "id"),
		trigger: r.text(o, "trigger_id"), responseURL: r.text(o, "response_url"),
	}
	if from.channel == "" {
		from.channel = r.text(o, "container", "channel_id")
	}
	action := r.only(o["actions"])
	click := job.Click{
		Action: r.text(action, "action_id"), Value: r.text(action, "value"),
		Message: r.text(o, "container", "message_ts"),
	}
	if click.Message == "" {
		click.Message = r.text(o, "message", "ts")
	}
	if r.err != nil {
		return caller{}, job.Click{}, r.err
	}
	return from, click, sane(click)
}

func sane(c job.Click) error {
	switch {
	case c.Action == "":
		return errors.New("the action has no id")
	case !isShort(c.Action, longestAction), !isShort(c.Value, longestValue), !isShort(c.Message, longestID):
		return errors.New("the action is longer than Slack's are")
	}
	return nil
}

func isShort(s string, most int) bool { return utf8.RuneCountInString(s) <= most }
