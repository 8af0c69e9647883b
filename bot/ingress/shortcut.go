package ingress

import (
	"encoding/json"
	"errors"

	"github.com/slipway-dev/slipway/bot/job"
)

// readShortcut takes what a shortcut's job needs out of a payload: one on a message
// or, if there is none, one that is used anywhere. Slack names no app in it; the
// signature is that of the app all the same.
func readShortcut(o object) asked {
	var r reader
	from := r.interactor(o)
	from.appless = true
	s := job.Shortcut{Callback: r.text(o, "callback_id"), Message: r.text(o, "message_ts")}
	if s.Message == "" && o.has("message") {
		s.Message = r.text(o, "message", "ts")
	}
	if from.anywhere = r.text(o, "type") == "shortcut"; !from.anywhere {
		s.Value = hint(o["message"])
	}
	switch {
	case r.err != nil:
	case s.Callback == "":
		r.err = errors.New("the shortcut has no id")
	case !from.anywhere && s.Message == "":
		r.err = errors.New("the shortcut has no message")
	case !isShort(s.Callback, longestAction), !isShort(s.Message, longestID):
		r.err = errors.New("the shortcut is longer than Slack's are")
	}
	return asked{from, job.Job{Shortcut: &s}, r.err}
}

// hint is the rollout that a message names, in its metadata or by its buttons. The
// message may be anybody's and look anyhow, so it is no more than a hint, and empty
// where there is none.
func hint(message []byte) string {
	var m struct {
		Metadata struct {
			Payload struct {
				Rollout string `json:"rollout"`
			} `json:"event_payload"`
		} `json:"metadata"`
		Blocks []struct {
			Elements []struct {
				Action string `json:"action_id"`
				Value  string `json:"value"`
			} `json:"elements"`
		} `json:"blocks"`
	}
	// What cannot be read is left out, and the rest is read all the same.
	_ = json.Unmarshal(message, &m)
	if id := m.Metadata.Payload.Rollout; isID(id) {
		return id
	}
	for _, b := range m.Blocks {
		for _, e := range b.Elements {
			switch e.Action {
			case job.RollbackAction, job.AbortAction, job.PauseAction, job.ResumeAction, job.PromoteAction, job.WhyAction,
				job.RetryAction, job.ApproveAction:
				if isID(e.Value) {
					return e.Value
				}
			}
		}
	}
	return ""
}
