package slack

import (
	"context"
	"slices"
)

// Shortcut is an entry that the app has in a menu.
type Shortcut struct {
	CallbackID string `json:"callback_id"`
	Name       string `json:"name"` // what people read
	Kind       string `json:"kind"` // "message": in the menu of each message; "global": beside the composer
}

const (
	messageShortcut = "message"
	globalShortcut  = "global"
)

// Shortcut uses one of the app's global shortcuts: it sends a signed shortcut
// payload. The error is an [*Error] when the app has none of that callback_id.
// See https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
func (w *Workspace) Shortcut(ctx context.Context, userID, callbackID string) (Delivery, error) {
	payload, d, err := w.shortcut(userID, callbackID)
	if err != nil {
		return d, err
	}
	err = w.interact(ctx, interactionsPath, payload, &d)
	return d, err
}

func (w *Workspace) shortcut(userID, callbackID string) (answer, Delivery, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	user, err := w.person(userID)
	if err != nil {
		return nil, Delivery{}, err
	}
	payload, err := w.byShortcut("shortcut", globalShortcut, callbackID, user)
	if err != nil {
		return nil, Delivery{}, err
	}
	payload["user"] = answer{"id": user.ID, "username": user.Name, "team_id": w.teamOf(user)} // no name here
	d := Delivery{TriggerID: w.issue(trigger{user: user.ID})}
	payload["trigger_id"] = d.TriggerID
	return payload, d, nil
}

// MessageShortcut uses one of the app's shortcuts on a message: it sends a signed
// message_action payload with the message and a response_url. The app need not
// be in the channel. The error is an [*Error] when there is no such shortcut or
// message; ephemeral messages have no shortcuts.
func (w *Workspace) MessageShortcut(ctx context.Context, userID, channelID, ts, callbackID string) (Delivery, error) {
	payload, d, err := w.messageAction(userID, Place{Channel: channelID, TS: ts}, callbackID)
	if err != nil {
		return d, err
	}
	err = w.interact(ctx, interactionsPath, payload, &d)
	return d, err
}

func (w *Workspace) messageAction(userID string, at Place, callbackID string) (answer, Delivery, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, err := w.look(userID, at)
	if err != nil {
		return nil, Delivery{}, err
	}
	if s.message.EphemeralTo != "" {
		return nil, Delivery{}, refuse("message_not_found")
	}
	payload, err := w.byShortcut("message_action", messageShortcut, callbackID, s.user)
	if err != nil {
		return nil, Delivery{}, err
	}
	payload["message"] = w.showThreaded(s.message, true, w.replies(s.channel.ID, s.message.TS))
	payload["message_ts"] = s.message.TS
	payload["channel"] = answer{"id": s.channel.ID, "name": nameFor(s.channel)}
	s.message = Message{} // the app cannot replace it: it is not what the app posted
	d, err := w.invite(s)
	payload["trigger_id"], payload["response_url"] = d.TriggerID, d.ResponseURL
	return payload, d, err
}

// byShortcut begins a payload. Slack sends no api_app_id with shortcuts.
func (w *Workspace) byShortcut(kind, of, callbackID string, user User) (answer, error) {
	known := func(s Shortcut) bool { return s.CallbackID == callbackID && s.Kind == of }
	if !slices.ContainsFunc(w.opts.Shortcuts, known) {
		return nil, refuse("shortcut_not_found")
	}
	payload := w.envelope(kind, user)
	delete(payload, "api_app_id")
	payload["callback_id"] = callbackID
	payload["action_ts"] = formatTS(w.opts.Now().UnixMicro())
	return payload, nil
}
