package slack

// viewsPublish shows a view in a user's Home tab, in place of what was there.
// See https://docs.slack.dev/reference/methods/views.publish
func (w *Workspace) viewsPublish(a args) (answer, error) {
	s, err := w.parseView(a["view"], homeKind)
	if err != nil {
		return nil, err
	}
	user, known := w.user(a["user_id"])
	if !known || user.Deleted || user.IsBot {
		return nil, refuse("invalid_arguments", "invalid `user_id`")
	}
	old, published := w.home(user.ID)
	if err := w.unique(s.ExternalID, old.ID); err != nil {
		return nil, err
	}
	if a["hash"] != "" && a["hash"] != old.Hash {
		return nil, refuse("hash_conflict")
	}
	if !published {
		id := w.opts.NewID("V")
		old = panel{shape: shape{ID: id, RootViewID: id}, User: user.ID}
	}
	p, err := w.replace(old, s)
	if err != nil {
		return nil, err
	}
	return answer{"view": p.bare()}, nil
}

// home is what the app has published to a user.
func (w *Workspace) home(userID string) (panel, bool) {
	for _, p := range w.panels {
		if p.User == userID && p.Type == homeKind {
			return p, true
		}
	}
	return panel{}, false
}
