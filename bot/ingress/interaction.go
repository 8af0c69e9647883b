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

// interaction handles what people do with what the bot has shown them: clicks,
// shortcuts and dialogs.
func (f *Front) interaction(ctx context.Context, v verified) answer {
	form, err := readForm(v.body)
	if err != nil {
		return malformed(err)
	}
	var r reader
	o := r.object([]byte(form.Get("payload")))
	kind := r.text(o, "type")
	if r.err != nil {
		return malformed(r.err)
	}
	switch kind {
	case "block_actions":
		return f.pass(ctx, v, f.standing(readClick(o), o))
	case "message_action", "shortcut":
		return f.pass(ctx, v, readShortcut(o))
	case "view_submission":
		return f.submission(ctx, v, o)
	case "view_closed":
		return done("ignored")
	}
	return malformed(errors.New("the payload is of no known kind"))
}

// asked is what somebody asks for, with nothing filled in of who and where.
type asked struct {
	from caller
	job  job.Job
	err  error
}

// pass queues what somebody asks for. Slack shows no text from the answer, so what
// is not stored is a 500: that much Slack does show.
func (f *Front) pass(ctx context.Context, v verified, a asked) answer {
	switch {
	case a.err != nil:
		return malformed(a.err)
	case !f.ours(a.from):
		return foreign(a.from)
	}
	j, err := f.newJob(v, a.from, a.job)
	if err != nil {
		return malformed(err)
	}
	if err := f.send(ctx, j); err != nil {
		return refuse(http.StatusInternalServerError, "not_stored", tag(j), problem(err))
	}
	return done("queued", tag(j))
}

// interactor is who sent an interaction, and where from.
func (r *reader) interactor(o object) caller {
	return caller{
		team: r.text(o, "team", "id"), enterprise: r.text(o, "enterprise", "id"), app: r.text(o, "api_app_id"),
		user: r.text(o, "user", "id"), channel: r.text(o, "channel", "id"),
		trigger: r.text(o, "trigger_id"), responseURL: r.text(o, "response_url"),
	}
}

// readClick takes the few fields that a click's job needs out of a payload. What
// else is in there, such as the message and its blocks, need not make sense.
func readClick(o object) asked {
	var r reader
	from := r.interactor(o)
	action := r.only(o["actions"])
	click := job.Click{Action: r.text(action, "action_id"), Value: r.text(action, "value")}
	if click.Value == "" {
		click.Value = r.text(action, "selected_option", "value")
	}
	if o.has("view") {
		view := r.object(o["view"])
		click.View = r.view(view)
		from.channel, from.anywhere = r.source(view).Channel, true
	} else {
		click.Message = r.text(o, "container", "message_ts")
		if click.Message == "" {
			click.Message = r.text(o, "message", "ts")
		}
		if from.channel == "" {
			from.channel = r.text(o, "container", "channel_id")
		}
	}
	if r.err == nil {
		r.err = sane(click)
	}
	return asked{from, job.Job{Click: &click}, r.err}
}

func sane(c job.Click) error {
	switch {
	case c.Action == "":
		return errors.New("the action has no id")
	case !isShort(c.Action, longestAction), !isShort(c.Value, longestValue), !isShort(c.Message, longestID):
		return errors.New("the action is longer than Slack's are")
	case c.View != nil && !isID(c.View.ID):
		return errors.New("the view has no id")
	}
	return nil
}

func isShort(s string, most int) bool { return utf8.RuneCountInString(s) <= most }
