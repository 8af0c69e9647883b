package ingress

import (
	"context"
	"errors"
	"net/http"

	"github.com/slipway-dev/slipway/bot/job"
)

// submission handles dialogs that somebody has confirmed. What is not one of ours,
// or not as we made it, is refused.
func (f *Front) submission(ctx context.Context, v verified, o object) answer {
	var r reader
	from := r.interactor(o)
	view := r.object(o["view"])
	source, values := r.source(view), r.values(view)
	from.channel, from.anywhere = source.Channel, true
	callback := r.text(view, "callback_id")
	switch {
	case r.err != nil:
		return malformed(r.err)
	case !f.ours(from):
		return unanswered(foreign(from))
	case callback == job.FormDialog:
		return f.fillIn(ctx, v, from, values)
	case callback != job.RollbackDialog || len(values) > 0:
		return malformed(errors.New("the dialog is not one of ours"))
	case source.Channel == "" || source.Message == "" || source.Value == "":
		return malformed(errors.New("the dialog does not say what it is about"))
	}
	s := job.Submit{Callback: callback, Message: source.Message, Value: source.Value, Action: source.Action, Asked: source.Asked}
	return f.pass(ctx, v, asked{from: from, job: job.Job{Submit: &s}})
}

// unanswered is a refusal to which a dialog can show no text. It is not a 200, which
// would close the dialog as if all was well.
func unanswered(a answer) answer {
	a.status, a.body = http.StatusBadRequest, nil
	return a
}

// source is where a view was opened from. A Home tab says nothing about it.
func (r *reader) source(view object) job.Source {
	metadata := r.text(view, "private_metadata")
	if metadata == "" && r.text(view, "type") == "home" {
		return job.Source{}
	}
	s, err := job.ReadSource(metadata)
	switch {
	case err != nil:
		r.fail("the view's metadata is not ours")
	case s.Channel != "" && !isID(s.Channel), s.Message != "" && !isID(s.Message), s.Value != "" && !isID(s.Value), s.Action != "" && !isID(s.Action):
		r.fail("the view's metadata has an odd id")
	}
	return s
}

// values is what stands in a view's fields: nothing in one that has no fields.
func (r *reader) values(view object) object {
	if !view.has("state") {
		return nil
	}
	values := r.object(view["state"])["values"]
	if string(values) == "[]" { // as Slack may write that there is none
		return nil
	}
	return r.object(values)
}

// view is what a click was in: the Home tab, or a dialog, of which the form says what
// stands in it so far.
func (r *reader) view(view object) *job.View {
	v := job.View{ID: r.text(view, "id"), Home: r.text(view, "type") == "home"}
	if r.text(view, "callback_id") == job.FormDialog {
		filled := r.filled(r.values(view))
		v.Filled = &job.Filled{
			Service: filled[job.ServiceBlock], Environment: filled[job.EnvironmentBlock],
			Version: filled[job.VersionBlock], Ref: filled[job.RefBlock], Strategy: filled[job.StrategyBlock],
		}
	}
	return &v
}
