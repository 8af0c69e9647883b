package slack

import (
	"bytes"
	"encoding/json"
)

// respond does what the app answered a submission with.
// See https://docs.slack.dev/surfaces/modals#response_actions
func (w *Workspace) respond(viewID string, d Delivery) (shown map[string]string, err error) {
	p, open := w.panels[viewID]
	if !open {
		return nil, nil // the app has closed or replaced it meanwhile
	}
	if len(bytes.TrimSpace(d.Body)) == 0 {
		return nil, w.commit(w.remove(p)...)
	}
	var r struct {
		Action string            `json:"response_action"`
		View   json.RawMessage   `json:"view"`
		Errors map[string]string `json:"errors"`
	}
	if !d.isJSON() || json.Unmarshal(d.Body, &r) != nil {
		return nil, refuse("dispatch_failed")
	}
	switch r.Action {
	case "errors":
		return w.pointOut(p, r.Errors)
	case "clear":
		return nil, w.commit(w.remove(w.stack(p.User)...)...)
	case "update", "push":
		return nil, w.follow(p, r.Action, string(r.View))
	}
	return nil, refuse("dispatch_failed")
}

// pointOut takes errors only for input blocks; with any other Slack's client
// says that it had trouble connecting.
func (w *Workspace) pointOut(p panel, found map[string]string) (map[string]string, error) {
	blocks, err := p.decoded()
	if err != nil {
		return nil, err
	}
	inputs := map[string]bool{}
	walk(blocks, "", func(o map[string]any, _ string) {
		id, _ := o["block_id"].(string)
		inputs[id] = inputs[id] || o["type"] == "input"
	})
	for block := range found {
		if !inputs[block] {
			return nil, refuse("dispatch_failed")
		}
	}
	if len(found) == 0 {
		return nil, refuse("dispatch_failed")
	}
	return found, nil
}

// follow shows another view in place of a modal, or on top of it.
func (w *Workspace) follow(p panel, action, view string) error {
	s, err := w.parseView(view, modalKind)
	if err != nil {
		return err
	}
	if action == "update" {
		if err := w.unique(s.ExternalID, p.ID); err != nil {
			return err
		}
		_, err := w.replace(p, s)
		return err
	}
	if err := w.unique(s.ExternalID, ""); err != nil {
		return err
	}
	stack := w.stack(p.User)
	if len(stack) >= maxStack {
		return refuse("push_limit_reached")
	}
	return w.commit(w.panelRow(w.lay(s, p.User, p.Channel, stack)))
}
