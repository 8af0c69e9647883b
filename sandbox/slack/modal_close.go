package slack

import "context"

// Dismiss closes the modal on top of the user's stack, as its close button does,
// or with all the whole stack, as the × in the corner does; clear_on_close makes
// the first the second. It is gone whatever the app answers. A modal with
// notify_on_close tells the app by view_closed; when all are closed, only the
// bottom one may, with is_cleared.
// See https://docs.slack.dev/surfaces/modals#modal_cancellations
func (w *Workspace) Dismiss(ctx context.Context, userID, viewID string, all bool) (Delivery, error) {
	payload, err := w.dismiss(userID, viewID, all)
	if err != nil || payload == nil {
		return Delivery{}, err
	}
	var d Delivery
	err = w.interact(ctx, interactionsPath, payload, &d)
	return d, err
}

// dismiss closes and gives the payload to send, if any.
func (w *Workspace) dismiss(userID, viewID string, all bool) (answer, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, err := w.look(userID, Place{ViewID: viewID})
	if err != nil {
		return nil, err
	}
	if s.panel.Type != modalKind {
		return nil, refuse("view_not_found") // a Home tab stays
	}
	cleared := all || s.panel.ClearOnClose
	gone := []panel{s.panel}
	if cleared {
		gone = w.stack(userID)
	}
	view, err := w.shown(gone[0])
	if err != nil {
		return nil, err
	}
	if err := w.commit(w.remove(gone...)...); err != nil || !view.NotifyOnClose {
		return nil, err
	}
	payload := w.envelope("view_closed", s.user)
	payload["view"], payload["is_cleared"] = view, cleared
	return payload, nil
}
