package slack

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
)

// Submission is what became of a submitted modal.
type Submission struct {
	Delivery

	// Errors are shown below inputs, by block_id: those that Slack's client finds
	// by itself, and then nothing was sent, or those that the app answered with.
	Errors map[string]string
}

// Submit presses a modal's submit button. values are what the inputs hold, by
// block_id and action_id; what is not given stays as it was chosen before. When
// the inputs pass, a signed view_submission payload goes to the app, and its
// answer is done: show errors, update, push, clear, or with an empty body close
// this modal. If the app fails, the modal stays and Submission.Error says why.
//
// The error is an [*Error] when there is no such modal on top of the user's
// stack, no submit button, no such input, or a choice that is none.
func (w *Workspace) Submit(ctx context.Context, userID, viewID string, values map[string]map[string]Choice) (Submission, error) {
	payload, sub, err := w.submit(userID, viewID, values)
	if err != nil || payload == nil {
		return sub, err
	}
	if err := w.interact(ctx, interactionsPath, payload, &sub.Delivery); err != nil || sub.Error != "" {
		return sub, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	sub.Errors, err = w.respond(viewID, sub.Delivery)
	var refused *Error
	if errors.As(err, &refused) {
		sub.Error, err = refused.Code, nil
	}
	return sub, err
}

// submit remembers the values and gives the payload, if the inputs pass.
func (w *Workspace) submit(userID, viewID string, values map[string]map[string]Choice) (answer, Submission, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, err := w.look(userID, Place{ViewID: viewID})
	if err != nil {
		return nil, Submission{}, err
	}
	if s.panel.Type != modalKind || !given(s.panel.Submit) {
		return nil, Submission{}, refuse("no_submit_button")
	}
	if err := w.enter(&s, values); err != nil {
		return nil, Submission{}, err
	}
	all := w.full(s.elements, s.panel.State.Values, s.panel.Channel)
	if found := lacking(s.elements, all); len(found) > 0 {
		return nil, Submission{Errors: found}, nil
	}
	payload, d, err := w.viewSubmission(s, all)
	return payload, Submission{Delivery: d}, err
}

func given(raw json.RawMessage) bool { return len(raw) > 0 && string(raw) != "null" }

// enter puts values into the inputs: all of them or, if one is wrong, none.
func (w *Workspace) enter(s *spot, values map[string]map[string]Choice) error {
	entered := s.panel.State.Values.keep(s.elements)
	for _, block := range slices.Sorted(maps.Keys(values)) {
		for _, action := range slices.Sorted(maps.Keys(values[block])) {
			e, err := s.find(block, action)
			if err != nil {
				return err
			}
			value, err := w.choose(*s, e, values[block][action])
			if err != nil {
				return err
			}
			entered.set(e, value)
		}
	}
	s.panel.State.Values = entered
	return w.commit(w.panelRow(s.panel))
}

// viewSubmission: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
func (w *Workspace) viewSubmission(s spot, all chosen) (answer, Delivery, error) {
	view := s.panel.shape
	view.State.Values = all
	d, err := w.invite(s)
	if err != nil {
		return nil, d, err
	}
	urls := []answer{}
	for _, e := range s.elements {
		value := all[e.block][e.id()]
		channelID, _ := value[w.choosers[e.kind()].field].(string)
		if e.input == nil || e.props["response_url_enabled"] != true || channelID == "" {
			continue
		}
		origin, err := w.openResponse(channelID, s.user.ID, "")
		if err != nil {
			return nil, d, err
		}
		urls = append(urls, answer{
			"block_id": e.block, "action_id": e.id(), "channel_id": channelID,
			"response_url": w.responseAddress(origin),
		})
	}
	payload := w.envelope("view_submission", s.user)
	payload["trigger_id"], payload["view"], payload["response_urls"] = d.TriggerID, view, urls
	return payload, d, nil
}
