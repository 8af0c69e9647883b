package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
)

// Click presses a button in a message, as the user sees it: ephemeral messages
// of others are not there. It sends a signed block_actions payload to the app.
// blockID may be empty if the actionID occurs once. What the app answers is not
// shown, as in Slack; it replies through the response_url or by chat.update.
//
// The error is an [*Error] when there is no such button (action_not_found) or
// message, or the user may not act there.
func (w *Workspace) Click(ctx context.Context, userID, channelID, ts, actionID, blockID string) (Delivery, error) {
	m, button, err := w.find(userID, channelID, ts, actionID, blockID)
	if err != nil {
		return Delivery{}, err
	}
	user, channel, origin, err := w.start(userID, channelID, ts)
	if err != nil {
		return Delivery{}, err
	}
	d := Delivery{TriggerID: w.trigger(), ResponseURL: w.responseAddress(origin)}
	button["action_ts"] = formatTS(w.opts.Now().UnixMicro())
	payload := w.blockActions(user, channel, m, button)
	payload["trigger_id"], payload["response_url"] = d.TriggerID, d.ResponseURL
	body, err := json.Marshal(payload)
	if err != nil {
		return d, fmt.Errorf("encode block_actions: %w", err)
	}
	return d, w.deliver(ctx, "/slack/interactions", url.Values{"payload": {string(body)}}, &d)
}

// find looks for a button that the user can see.
func (w *Workspace) find(userID, channelID, ts, actionID, blockID string) (Message, answer, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, _, err := w.present(userID, channelID); err != nil {
		return Message{}, nil, err
	}
	m, found := w.message(channelID, ts)
	if !found || m.Deleted || m.EphemeralTo != "" && m.EphemeralTo != userID {
		return Message{}, nil, refuse("message_not_found")
	}
	var blocks []map[string]any
	if m.Blocks != nil {
		if err := json.Unmarshal(m.Blocks, &blocks); err != nil {
			return m, nil, fmt.Errorf("decode blocks of %s: %w", m.TS, err)
		}
	}
	var button answer
	for _, b := range blocks {
		if blockID != "" && b["block_id"] != blockID {
			continue
		}
		walk(b, "", func(o map[string]any, _ string) {
			if button == nil && o["type"] == "button" && o["action_id"] == actionID {
				button = pressed(o, b["block_id"])
			}
		})
	}
	if button == nil {
		return m, nil, refuse("action_not_found")
	}
	return m, button, nil
}

// pressed is a button as Slack describes it in an action.
func pressed(button map[string]any, blockID any) answer {
	action := answer{"block_id": blockID}
	for _, name := range []string{"type", "action_id", "text", "value", "url", "style", "confirm"} {
		if value, there := button[name]; there {
			action[name] = value
		}
	}
	return action
}

// blockActions: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
func (w *Workspace) blockActions(user User, channel Channel, m Message, action answer) answer {
	w.mu.Lock()
	defer w.mu.Unlock()
	container := answer{
		"type": "message", "message_ts": m.TS, "channel_id": channel.ID, "is_ephemeral": m.EphemeralTo != "",
	}
	if m.isReply() {
		container["thread_ts"] = m.ThreadTS
	}
	team := user.TeamID
	if team == "" {
		team = w.opts.TeamID
	}
	payload := answer{
		"type":       "block_actions",
		"token":      "deprecated",
		"api_app_id": w.opts.AppID,
		"team":       answer{"id": w.opts.TeamID, "domain": w.opts.TeamName},
		"enterprise": nil,
		"user":       answer{"id": user.ID, "username": user.Name, "name": user.Name, "team_id": team},
		"channel":    answer{"id": channel.ID, "name": channel.Name},
		"container":  container,
		"state":      answer{"values": answer{}},
		"actions":    []answer{action},

		"is_enterprise_install": false,
	}
	if m.EphemeralTo == "" { // Slack does not send ephemeral messages back
		payload["message"] = w.showThreaded(m, true)
	}
	return payload
}
