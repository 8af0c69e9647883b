package slack

// viewMethods: https://docs.slack.dev/reference/methods?family=views
func viewMethods() map[string]method {
	return map[string]method{
		"views.open":    {do: (*Workspace).viewsOpen, rate: tier4(), needs: "view trigger_id"},
		"views.publish": {do: (*Workspace).viewsPublish, rate: tier4(), needs: "view user_id"},
		"views.push":    {do: (*Workspace).viewsPush, rate: tier4(), needs: "view trigger_id"},
		"views.update":  {do: (*Workspace).viewsUpdate, rate: tier4(), needs: "view"},
	}
}

// viewsOpen starts a new stack. What the user had open before is gone, as the
// client shows one stack only.
func (w *Workspace) viewsOpen(a args) (answer, error) {
	s, t, err := w.invited(a)
	if err != nil {
		return nil, err
	}
	return w.spent(a, w.lay(s, t.user, t.channel, nil), w.remove(w.stack(t.user)...))
}

func (w *Workspace) viewsPush(a args) (answer, error) {
	s, t, err := w.invited(a)
	if err != nil {
		return nil, err
	}
	stack := w.stack(t.user)
	_, open := w.panels[t.modal]
	switch {
	case t.modal == "":
		return nil, refuse("invalid_trigger_id") // it must come from a modal
	case !open:
		return nil, refuse("not_found")
	case len(stack) >= maxStack:
		return nil, refuse("push_limit_reached")
	}
	return w.spent(a, w.lay(s, t.user, t.channel, stack), nil)
}

// invited reads a view and the trigger_id that allows it. A view that breaks a
// rule does not use the trigger up.
func (w *Workspace) invited(a args) (shape, trigger, error) {
	s, err := w.parseView(a["view"], modalKind)
	if err != nil {
		return s, trigger{}, err
	}
	t, err := w.trigger(a["trigger_id"])
	if err != nil {
		return s, t, err
	}
	return s, t, w.unique(s.ExternalID, "")
}

// spent shows the view in exchange for its trigger_id and for what was there.
func (w *Workspace) spent(a args, p panel, gone []row) (answer, error) {
	if err := w.commit(append(gone, w.panelRow(p))...); err != nil {
		return nil, err
	}
	w.spend(a["trigger_id"])
	return answer{"view": p.bare()}, nil
}

func (w *Workspace) viewsUpdate(a args) (answer, error) {
	p, err := w.panelNamed(a)
	if err != nil {
		return nil, err
	}
	s, err := w.parseView(a["view"], p.Type)
	if err != nil {
		return nil, err
	}
	if err := w.unique(s.ExternalID, p.ID); err != nil {
		return nil, err
	}
	if a["hash"] != "" && a["hash"] != p.Hash {
		return nil, refuse("hash_conflict")
	}
	p, err = w.replace(p, s)
	if err != nil {
		return nil, err
	}
	return answer{"view": p.bare()}, nil
}

// panelNamed finds a view by its id, or by the id that the app gave it.
func (w *Workspace) panelNamed(a args) (panel, error) {
	id, external := a["view_id"], a["external_id"]
	if id == "" && external == "" {
		return panel{}, refuse("invalid_arguments", "missing required field: view_id")
	}
	for _, p := range w.panels {
		if p.ID == id || id == "" && p.ExternalID == external {
			return p, nil
		}
	}
	return panel{}, refuse("not_found")
}
