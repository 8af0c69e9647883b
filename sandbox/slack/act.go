package slack

import "context"

// Place is where an element is: in a message, or in a view.
type Place struct {
	Channel, TS string // a message
	ViewID      string // a modal or a Home tab; empty for a message
}

// Act uses an interactive element, as the user sees it: ephemeral messages and
// views of others are not there, and of the open modals only the top one is. It
// sends a signed block_actions payload to the app, except for an input without
// dispatch_action: then the choice is only remembered until the view is
// submitted. blockID may be empty if the actionID occurs once. What the app
// answers is not shown, as in Slack.
//
// The error is an [*Error] when there is no such element (action_not_found),
// message or view, when the user may not act there, or when it is no choice that
// the element offers (invalid_choice). Nothing is sent then.
func (w *Workspace) Act(ctx context.Context, userID string, at Place, blockID, actionID string, c Choice) (Delivery, error) {
	payload, d, err := w.act(userID, at, blockID, actionID, c)
	if err != nil || payload == nil {
		return d, err
	}
	err = w.interact(ctx, interactionsPath, payload, &d)
	return d, err
}

// act remembers the choice and gives the payload to send, if any.
func (w *Workspace) act(userID string, at Place, blockID, actionID string, c Choice) (answer, Delivery, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, err := w.look(userID, at)
	if err != nil {
		return nil, Delivery{}, err
	}
	e, err := s.find(blockID, actionID)
	if err != nil {
		return nil, Delivery{}, err
	}
	value, err := w.choose(s, e, c)
	if err != nil {
		return nil, Delivery{}, err
	}
	if err := w.keepChoice(&s, e, value); err != nil {
		return nil, Delivery{}, err
	}
	if e.input != nil && e.input["dispatch_action"] != true {
		return nil, Delivery{}, nil
	}
	payload, err := w.blockActions(s, e.action(value, formatTS(w.opts.Now().UnixMicro())))
	if err != nil {
		return nil, Delivery{}, err
	}
	d, err := w.invite(s)
	payload["trigger_id"] = d.TriggerID
	if d.ResponseURL != "" {
		payload["response_url"] = d.ResponseURL
	}
	return payload, d, err
}

// invite lets the app answer: it may open a view, and post where the message is.
func (w *Workspace) invite(s spot) (Delivery, error) {
	t := trigger{user: s.user.ID, channel: s.channel.ID}
	if s.panel.Type == modalKind {
		t.modal, t.channel = s.panel.ID, s.panel.Channel
	}
	d := Delivery{TriggerID: w.issue(t)}
	if s.inView() {
		return d, nil
	}
	origin, err := w.openResponse(s.channel.ID, s.user.ID, s.message.TS)
	d.ResponseURL = w.responseAddress(origin)
	return d, err
}
