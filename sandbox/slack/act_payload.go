package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
)

// blockActions: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
func (w *Workspace) blockActions(s spot, action answer) (answer, error) {
	payload := w.envelope("block_actions", s.user)
	payload["actions"] = []answer{action}
	if !s.inView() {
		payload["state"] = state{Values: w.full(s.elements, w.picked[s.key()], "")}
	}
	return payload, w.locate(payload, s)
}

// locate says in a payload where the element is.
func (w *Workspace) locate(payload answer, s spot) error {
	if s.inView() {
		view, err := w.shown(s.panel)
		payload["container"] = answer{"type": "view", "view_id": s.panel.ID}
		payload["view"] = view
		return err
	}
	m := s.message
	container := answer{
		"type": "message", "message_ts": m.TS, "channel_id": m.Channel, "is_ephemeral": m.EphemeralTo != "",
	}
	if m.isReply() {
		container["thread_ts"] = m.ThreadTS
	}
	payload["container"] = container
	payload["channel"] = answer{"id": s.channel.ID, "name": nameFor(s.channel)}
	if m.EphemeralTo == "" { // Slack does not send ephemeral messages back
		payload["message"] = w.showThreaded(m, true, w.replies(m.Channel, m.TS))
	}
	return nil
}

// envelope is what the payloads of interactions share.
// See https://docs.slack.dev/reference/interaction-payloads
func (w *Workspace) envelope(kind string, user User) answer {
	return answer{
		"type":       kind,
		"token":      "deprecated",
		"api_app_id": w.opts.AppID,
		"team":       answer{"id": w.opts.TeamID, "domain": w.opts.TeamName},
		"enterprise": nil,
		"user":       answer{"id": user.ID, "username": user.Name, "name": user.Name, "team_id": w.teamOf(user)},

		"is_enterprise_install": false,
	}
}

// The app's addresses, below Options.RequestURL.
const (
	commandsPath     = "/slack/commands"
	interactionsPath = "/slack/interactions"
	optionsPath      = "/slack/options" // the "options load URL" of external menus
	eventsPath       = "/slack/events"
)

// interact sends a payload as Slack does: as JSON in a form.
func (w *Workspace) interact(ctx context.Context, path string, payload answer, d *Delivery) error {
	body, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("encode %v: %w", payload["type"], err)
	}
	return w.deliver(ctx, path, url.Values{"payload": {string(body)}}, d)
}
