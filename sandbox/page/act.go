package page

import (
	"net/http"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

// act uses an interactive element: a button, a menu, a field. Slack does not show
// how the app took it, only that it did not.
func (p *page) act(r *http.Request) (any, error) {
	var in struct {
		player
		element
		slack.Choice
	}
	if err := p.take(r, &in); err != nil {
		return nil, err
	}
	return nothing(p.Slack.Act(r.Context(), in.User, in.place(), in.Block, in.Action, in.Choice))
}

// suggest asks the app what an external menu offers for what was typed into it.
func (p *page) suggest(r *http.Request) (any, error) {
	var in struct {
		player
		element
		Query string `json:"query"`
	}
	if err := p.take(r, &in); err != nil {
		return nil, err
	}
	return p.Slack.Suggest(r.Context(), in.User, in.place(), in.Block, in.Action, in.Query)
}

// submit sends a modal's form. What is wrong in it is told by block.
func (p *page) submit(r *http.Request) (any, error) {
	var in struct {
		player
		View   string                             `json:"view_id"`
		Values map[string]map[string]slack.Choice `json:"values"` // by block_id and action_id
	}
	if err := p.take(r, &in); err != nil {
		return nil, err
	}
	s, err := p.Slack.Submit(r.Context(), in.User, in.View, in.Values)
	if err == nil && len(s.Errors) > 0 {
		return map[string]any{"errors": s.Errors}, nil
	}
	return nothing(s.Delivery, err)
}

// dismiss closes a modal without sending its form, or all that are open.
func (p *page) dismiss(r *http.Request) (any, error) {
	var in struct {
		player
		View string `json:"view_id"`
		All  bool   `json:"all"`
	}
	if err := p.take(r, &in); err != nil {
		return nil, err
	}
	_, err := p.Slack.Dismiss(r.Context(), in.User, in.View, in.All) // it is closed, however the app takes it
	return nil, err
}

// home is somebody who opens the app's Home.
func (p *page) home(r *http.Request) (any, error) {
	var in struct {
		player
		Tab string `json:"tab"` // "home" or "messages"
	}
	if err := p.take(r, &in); err != nil {
		return nil, err
	}
	return nothing(p.Slack.OpenHome(r.Context(), in.User, in.Tab))
}

// shortcut uses an entry of the app's in a message's menu, or in the composer's.
func (p *page) shortcut(r *http.Request) (any, error) {
	var in struct {
		player
		Callback string `json:"callback_id"`
		Channel  string `json:"channel"` // of the message; both empty for a global one
		TS       string `json:"ts"`
	}
	if err := p.take(r, &in); err != nil {
		return nil, err
	}
	if in.TS == "" {
		return nothing(p.Slack.Shortcut(r.Context(), in.User, in.Callback))
	}
	return nothing(p.Slack.MessageShortcut(r.Context(), in.User, in.Channel, in.TS, in.Callback))
}

// element is an interactive one, in a message or in a view.
type element struct {
	Channel string `json:"channel"`
	TS      string `json:"ts"`
	View    string `json:"view_id"`
	Block   string `json:"block_id"`
	Action  string `json:"action_id"`
}

func (e element) place() slack.Place {
	return slack.Place{Channel: e.Channel, TS: e.TS, ViewID: e.View}
}

// nothing is the answer if the app has taken it well.
func nothing(d slack.Delivery, err error) (any, error) {
	if err == nil && d.Error != "" {
		err = &slack.Error{Code: d.Error}
	}
	return nil, err
}
